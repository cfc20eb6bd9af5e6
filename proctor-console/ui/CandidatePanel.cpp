#include "proctor-console/ui/CandidatePanel.hpp"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QTimer>
#include <QVBoxLayout>
#include <algorithm>

#include "proctor-console/model/TileWords.hpp"

namespace vigie::window {
namespace {

namespace message = protocol::message;
using exam::CandidatePhase;

constexpr int kLongestMessage = 500;  // characters
constexpr int kMostMinutes = 120;

QString leftWords(const Context& context, const message::CandidateView& view) {
  return context.say({"Temps restant : {}", "Time left: {}"}, {context.text.duration(view.remaining_ms())});
}

QString creditWords(const Context& context, const message::CandidateView& view) {
  QStringList reasons;
  for (const message::CreditView& credit : view.credits()) {
    reasons << toQt(context.text.duration(credit.ms()) + " (" + context.text.word(credit.reason()) + ")");
  }
  return context.say({"Temps rendu : {}", "Time given back: {}"}, {reasons.join(QStringLiteral(", ")).toStdString()});
}

QString resultWords(const Context& context, const message::CandidateView& view) {
  if (!view.has_result()) return {};
  QString words =
      QStringLiteral("\n") + context.say({"Résultat : {}", "Result: {}"}, {context.text.word(view.status())});
  if (view.status() == "validated") words += context.say({", {} pix", ", {} pix"}, {std::to_string(view.score())});
  if (!view.certificate().empty()) words += QStringLiteral("\n") + toQt(view.certificate());
  return words;
}

}  // namespace

CandidatePanel::CandidatePanel(const Context& context, const base::SessionId& session,
                               const base::CandidateRef& candidate, QWidget* parent)
    : QWidget(parent), context_(context), session_(session), candidate_(candidate) {
  setObjectName(QStringLiteral("panel"));
  setAttribute(Qt::WA_StyledBackground);
  auto* column = new QVBoxLayout(this);
  name_ = makeLabel({}, "subtitle", this);
  column->addWidget(name_);
  alerts_ = new QVBoxLayout();
  column->addLayout(alerts_);
  picture_ = makeLabel({}, "quiet", this);
  picture_->setAlignment(Qt::AlignCenter);
  // As wide as the panel is, and never the reason for its width: a picture made for it would make it grow, and so on.
  picture_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
  picture_->hide();
  column->addWidget(picture_);
  caption_ = makeLabel({}, "quiet", this);
  caption_->hide();
  column->addWidget(caption_);
  facts_ = makeLabel({}, "quiet", this);
  column->addWidget(facts_);
  buildActions(*column);
  column->addStretch(1);
}

void CandidatePanel::buildActions(QVBoxLayout& column) {
  const auto add = [&](const QString& heading, QWidget* field, Action* action) {
    if (!heading.isEmpty()) column.addWidget(makeLabel(heading, "strong", this));
    if (field != nullptr) {
      field->setAccessibleName(heading);
      column.addWidget(field);
    }
    column.addWidget(action);
    return action;
  };
  confirm_ =
      add({}, nullptr,
          new Action(
              context_, {.label = context_.say({"Confirmer la présence", "Confirm presence"}), .kind = Kind::primary},
              [this] { return std::optional(console::confirmPresence(session_, candidate_)); }, this));
  confirm_->button().setObjectName(QStringLiteral("confirm"));
  pause_ = add({}, nullptr,
               new Action(
                   context_, {.label = context_.say({"Mettre en pause", "Pause"})},
                   [this] {
                     return std::optional(isPaused_ ? console::resumeCandidate(session_, candidate_)
                                                    : console::pauseCandidate(session_, candidate_));
                   },
                   this));
  pause_->button().setObjectName(QStringLiteral("pause"));

  text_ = new QLineEdit(this);
  text_->setMaxLength(kLongestMessage);
  send_ = add(context_.say({"Message à ce candidat", "Message to this candidate"}), text_,
              new Action(
                  context_, {.label = context_.say({"Envoyer", "Send"}), .done = context_.say({"Envoyé.", "Sent."})},
                  [this] { return message(); }, this));
  send_->onDone([this] { text_->clear(); });
  QObject::connect(text_, &QLineEdit::returnPressed, &send_->button(), &QPushButton::click);

  minutes_ = new QSpinBox(this);
  minutes_->setRange(1, kMostMinutes);
  minutes_->setValue(2);
  minutes_->setSuffix(context_.say({" min", " min"}));
  credit_ = add(
      context_.say({"Rendre du temps", "Give time back"}), minutes_,
      new Action(
          context_,
          {.label = context_.say({"Rendre ce temps", "Give this time"}),
           .done = context_.say({"Le temps est rendu.", "The time was given."})},
          [this] {
            return std::optional(console::creditTime(session_, candidate_, std::int64_t{minutes_->value()} * 60'000));
          },
          this));

  seats_ = new QComboBox(this);
  move_ = add(context_.say({"Déplacer vers un autre poste", "Move to another seat"}), seats_,
              new Action(
                  context_,
                  {.label = context_.say({"Déplacer", "Move"}),
                   .question = context_.say({"Le candidat continuera au poste choisi, sans nouveau code. L'ancien "
                                             "poste sera libre.",
                                             "The candidate will go on at the chosen seat, without a new code. "
                                             "The old seat will be free."}),
                   .yes = context_.say({"Oui, déplacer", "Yes, move"})},
                  [this] { return move(); }, this));
  move_->button().setObjectName(QStringLiteral("move"));

  reason_ = new QComboBox(this);
  reason_->addItem(context_.say({"Le candidat arrête", "The candidate stops"}));
  reason_->addItem(context_.say({"Problème technique", "Technical problem"}));
  end_ = add(context_.say({"Terminer le test", "End the test"}), reason_,
             new Action(
                 context_,
                 {.label = context_.say({"Terminer ce test", "End this test"}),
                  .kind = Kind::danger,
                  .question = context_.say({"Ce test sera terminé pour de bon : plus aucune question ne sera "
                                            "posée. Les réponses données comptent.",
                                            "This test will be over for good: no further question will be "
                                            "asked. The answers given count."}),
                  .yes = context_.say({"Oui, terminer", "Yes, end it"})},
                 [this] {
                   return std::optional(console::endTest(
                       session_, candidate_,
                       reason_->currentIndex() == 0 ? console::TestEnd::candidate : console::TestEnd::technical));
                 },
                 this));
  end_->button().setObjectName(QStringLiteral("endTest"));
}

std::optional<console::Order> CandidatePanel::message() {
  const QString text = text_->text().trimmed();
  if (text.isEmpty()) {
    send_->refuse(context_.say({"Écrivez d'abord le message.", "Write the message first."}));
    return std::nullopt;
  }
  return console::messageCandidate(session_, candidate_, text.toStdString());
}

std::optional<console::Order> CandidatePanel::move() {
  const auto seat = base::WorkstationId::fromHex(seats_->currentData().toString().toStdString());
  if (!seat) {
    move_->refuse(context_.say({"Choisissez un poste.", "Choose a seat."}));
    return std::nullopt;
  }
  return console::moveCandidate(session_, candidate_, *seat);
}

void CandidatePanel::show(const console::Outlook& outlook) {
  const console::Room& room = *outlook.room;
  const message::CandidateView* view = room.find(candidate_);
  if (view == nullptr) return;
  showFacts(room, *view);
  showLive(outlook);
  showAlerts(room);
  showSeats(outlook, *view);
  const auto phase = console::candidatePhase(view->phase()).value_or(CandidatePhase::added);
  const bool isOver = phase == CandidatePhase::ended;
  const bool isOpen = room.session() && console::sessionPhase(room.session()->phase()) == exam::SessionPhase::open;
  const bool sits = phase != CandidatePhase::added && !isOver && isOpen;
  const bool roomPaused = room.session() && room.session()->paused();
  confirm_->setVisible(phase <= CandidatePhase::identified && isOpen);
  confirm_->setPossible(phase == CandidatePhase::identified,
                        context_.say({"Possible quand le candidat a confirmé son identité à l'écran",
                                      "Possible once the candidate has confirmed their identity on the screen"}));
  isPaused_ = view->paused() && !roomPaused;
  pause_->setWords(
      {.label = isPaused_ ? context_.say({"Reprendre", "Resume"}) : context_.say({"Mettre en pause", "Pause"}),
       .kind = isPaused_ ? Kind::primary : Kind::plain});
  pause_->setPossible(sits && !roomPaused, context_.say({"Possible pendant le test, hors pause de toute la salle",
                                                         "Possible during the test, unless the whole room is paused"}));
  send_->setPossible(sits,
                     context_.say({"Possible quand le candidat est installé", "Possible once the candidate sits"}));
  credit_->setPossible(phase == CandidatePhase::running && isOpen,
                       context_.say({"Possible pendant le test", "Possible during the test"}));
  move_->setPossible(sits && seats_->count() > 0,
                     context_.say({"Il faut un poste libre et relié", "A free, linked seat is needed"}));
  end_->setPossible(phase == CandidatePhase::running && isOpen,
                    context_.say({"Possible pendant le test", "Possible during the test"}));
}

void CandidatePanel::showFacts(const console::Room& room, const message::CandidateView& view) {
  const console::TileWords words = console::tileWords(room, view, context_.text);
  name_->setText(toQt(words.name));
  QStringList lines;
  lines << toQt(words.state);
  if (!words.question.empty()) lines << toQt(words.question);
  lines << context_.say({"Né(e) le {} · code {}", "Born {} · code {}"}, {view.birth_date(), view.code()});
  if (!words.agreed.empty()) lines << toQt(words.agreed);
  if (!words.place.empty()) lines << toQt(words.place + (words.link.empty() ? "" : " · " + words.link));
  if (!words.question.empty() && !words.isOver) lines << leftWords(context_, view);
  if (view.credited_ms() != 0) lines << creditWords(context_, view);
  if (!view.end_reason().empty()) {
    lines << context_.say({"Fin : {}", "Ended: {}"}, {context_.text.word(view.end_reason())});
  }
  if (view.replaced() != 0) {
    lines << context_.say({"Questions remplacées : {}", "Questions replaced: {}"}, {std::to_string(view.replaced())});
  }
  facts_->setText(lines.join(QStringLiteral("\n")) + resultWords(context_, view));
}

void CandidatePanel::showAlerts(const console::Room& room) {
  std::vector<const message::AlertView*> open;
  for (const message::AlertView* alert : room.openAlerts()) {
    if (alert->candidate() == candidate_.bytes()) open.push_back(alert);
  }
  std::erase_if(boxes_, [&](AlertBox* box) {
    const bool isGone =
        std::none_of(open.begin(), open.end(), [&](const auto* one) { return one->alert() == box->alert(); });
    if (isGone) {
      box->hide();
      box->deleteLater();
    }
    return isGone;
  });
  for (const message::AlertView* alert : open) {
    auto found =
        std::find_if(boxes_.begin(), boxes_.end(), [&](AlertBox* box) { return box->alert() == alert->alert(); });
    if (found == boxes_.end()) {
      boxes_.push_back(new AlertBox(context_, session_, this));
      alerts_->addWidget(boxes_.back());
      found = std::prev(boxes_.end());
    }
    (*found)->show(room, *alert);
  }
}

// Free seats: enrolled, linked, and nobody of this room sits there.
void CandidatePanel::showSeats(const console::Outlook& outlook, const message::CandidateView& view) {
  QStringList labels;
  QStringList ids;
  for (const message::MachineView& machine : outlook.machines) {
    if (machine.role() != "seat" || machine.revoked() || !machine.linked() || machine.machine() == view.workstation())
      continue;
    const auto& people = outlook.room->candidates();
    const bool isTaken = std::any_of(people.begin(), people.end(), [&](const auto& entry) {
      return entry.second.workstation() == machine.machine() && entry.second.phase() != "ended";
    });
    if (isTaken) continue;
    labels << toQt(machine.label());
    ids << toQt(base::toHex(base::bytesOf(machine.machine())));
  }
  QStringList known;
  for (int i = 0; i < seats_->count(); ++i) known << seats_->itemData(i).toString();
  if (known == ids) return;
  const QString chosen = seats_->currentData().toString();
  seats_->clear();
  for (qsizetype i = 0; i < ids.size(); ++i) seats_->addItem(labels[i], ids[i]);
  seats_->setCurrentIndex(std::max(0, seats_->findData(chosen)));
}

void CandidatePanel::setPicture(const QImage& picture, const QString& caption) {
  stored_ = picture;
  storedCaption_ = caption;
  showPicture();
}

void CandidatePanel::showLive(const console::Outlook& outlook) {
  const bool isOurs = outlook.live && outlook.live->candidate == candidate_;
  const message::PictureView* tile = isOurs ? outlook.live->picture.get() : nullptr;
  whyNotLive_ = isOurs && outlook.live->why ? context_.explain(*outlook.live->why) : QString();
  if (tile == nullptr) {
    live_ = {};
  } else if (live_.isNull() || liveMs_ != tile->taken_ms()) {
    liveMs_ = tile->taken_ms();
    live_ = QImage::fromData(reinterpret_cast<const uchar*>(tile->jpeg().data()), static_cast<int>(tile->jpeg().size()),
                             "JPG");
  }
  showPicture();
}

// The words change with what is shown, not each second: a screen reader would never be silent.
void CandidatePanel::showPicture() {
  const bool isLive = !live_.isNull();
  const QImage& shown = isLive ? live_ : stored_;
  const QString caption =
      isLive ? context_.say({"En direct (rien n'est conservé)", "Live (nothing is kept)"}) : storedCaption_;
  picture_->setVisible(!shown.isNull());
  if (!shown.isNull()) {
    const int wide = std::max(200, facts_->width());  // of the column; hidden, it has none itself
    picture_->setPixmap(QPixmap::fromImage(shown.scaledToWidth(wide, Qt::SmoothTransformation)));
  }
  const QString name = context_.say({"{} : {}", "{}: {}"}, {name_->text().toStdString(), caption.toStdString()});
  if (picture_->accessibleName() != name) picture_->setAccessibleName(name);
  QStringList lines;
  if (!caption.isEmpty()) lines << caption;
  if (!isLive && !whyNotLive_.isEmpty()) lines << whyNotLive_;
  const QString words = lines.join(QStringLiteral("\n"));
  if (caption_->text() != words) caption_->setText(words);
  caption_->setVisible(!words.isEmpty());
}

void CandidatePanel::showEvent(QShowEvent* event) {
  QWidget::showEvent(event);
  context_.desk.regard(candidate_);
  QTimer::singleShot(0, this, [this] { showPicture(); });  // once it has its width
}

void CandidatePanel::hideEvent(QHideEvent* event) {
  QWidget::hideEvent(event);
  context_.desk.regard(std::nullopt);
}

void CandidatePanel::focusDecision() {
  if (!boxes_.empty()) return boxes_.front()->focusDecision();
  if (confirm_->isVisible() && confirm_->button().isEnabled()) confirm_->button().setFocus();
}

}  // namespace vigie::window
