// One candidate, close: picture, who, where, time, reports, and everything that an invigilator may do for them.
// Thread: Qt's main one.
#pragma once

#include <QImage>
#include <QWidget>
#include <vector>

#include "proctor-console/ui/AlertBox.hpp"

class QComboBox;
class QLabel;
class QLineEdit;
class QSpinBox;
class QVBoxLayout;

namespace vigie::window {

class CandidatePanel : public QWidget {
 public:
  CandidatePanel(const Context& context, const base::SessionId& session, const base::CandidateRef& candidate,
                 QWidget* parent = nullptr);

  void show(const console::Outlook& outlook);
  void setPicture(const QImage& picture, const QString& caption);  // the newest stored one; a live one goes before it
  const base::CandidateRef& candidate() const { return candidate_; }
  void focusDecision();  // on the oldest report; else on the first thing that can be done

 protected:
  void showEvent(QShowEvent* event) override;  // a live picture is asked for only while somebody can see it
  void hideEvent(QHideEvent* event) override;

 private:
  void showLive(const console::Outlook& outlook);
  void showPicture();
  void buildActions(QVBoxLayout& column);
  void showFacts(const console::Room& room, const protocol::message::CandidateView& view);
  void showAlerts(const console::Room& room);
  void showSeats(const console::Outlook& outlook, const protocol::message::CandidateView& view);
  std::optional<console::Order> message();
  std::optional<console::Order> move();

  const Context& context_;
  base::SessionId session_;
  base::CandidateRef candidate_;
  bool isPaused_ = false;
  QImage stored_;
  QString storedCaption_;
  QImage live_;
  std::int64_t liveMs_ = 0;
  QString whyNotLive_;
  QLabel* picture_;
  QLabel* caption_;
  QLabel* name_;
  QLabel* facts_;
  QVBoxLayout* alerts_;
  std::vector<AlertBox*> boxes_;
  Action* confirm_;
  Action* pause_;
  QLineEdit* text_;
  Action* send_;
  QSpinBox* minutes_;
  Action* credit_;
  QComboBox* seats_;
  Action* move_;
  QComboBox* reason_;
  Action* end_;
};

}  // namespace vigie::window
