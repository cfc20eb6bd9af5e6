// The candidate's window, and what a person did in it. Thread: Qt's.
#pragma once

#include <gtest/gtest.h>

#include <QTest>

#include "candidate-client/ui/Window.hpp"
#include "tests/support/SampleScreens.hpp"
#include "tests/support/WindowHand.hpp"

namespace vigie::candidate {

class WindowTest : public testing::Test {
 protected:
  WindowTest() {
    support::qtApplication();
    actions_.typeCode = [this](const std::string& code) { codes_.push_back(code); };
    actions_.answer = [this](const content::Answer& answer) { answers_.push_back(answer); };
    actions_.typed = [this](std::uint32_t question, const content::Answer& answer) {
      drafts_.push_back({question, answer});
    };
    actions_.report = [this](const std::string& category, const std::string& comment) {
      reports_.emplace_back(category, comment);
    };
    actions_.chooseCamera = [this](session::CameraChoice choice) { notes_.camera = choice; };
    actions_.confirmIdentity = [this] { ++confirmed_; };
    window_ = std::make_unique<Window>(actions_, WindowSettings{});
    window_->resize(1366, 768);
    window_->show();
    window_->activateWindow();
    support::settle();
  }

  void present(const session::View& view) {
    window_->present(view, notes_);
    support::settle();
  }
  void ask(const std::string& item, std::uint32_t number = 5) {
    present(support::questionView(support::sampleQuestion(item, "fr", number)));
  }
  void key(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
    QWidget* focus = QApplication::focusWidget();
    QTest::keyClick(focus != nullptr ? focus : window_.get(), key, modifiers);
    support::settle();
  }
  QString focusName() const {
    const QWidget* focus = QApplication::focusWidget();
    return focus == nullptr ? QString() : support::nameOf(*focus);
  }

  Actions actions_;
  session::Notes notes_;
  std::vector<std::string> codes_;
  std::vector<content::Answer> answers_;
  std::vector<session::Draft> drafts_;
  std::vector<std::pair<std::string, std::string>> reports_;
  int confirmed_ = 0;
  std::unique_ptr<Window> window_;
};

}  // namespace vigie::candidate
