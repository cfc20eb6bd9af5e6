#include "proctor-console/ui/SessionCard.hpp"

#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include "common/crypto/Random.hpp"
#include "proctor-console/ui/Flow.hpp"

namespace vigie::window {
namespace {

namespace message = protocol::message;

constexpr int kCardWidth = 46;  // characters

QString peopleWords(const Context& context, const message::SessionView& view) {
  if (view.candidates() == 0) return context.say({"Personne n'est inscrit", "Nobody was added"});
  QString words = view.candidates() == 1
                      ? context.say({"1 candidat", "1 candidate"})
                      : context.say({"{} candidats", "{} candidates"}, {std::to_string(view.candidates())});
  const auto add = [&](std::uint32_t count, const Phrase& phrase) {
    if (count != 0) words += QStringLiteral(" · ") + context.say(phrase, {std::to_string(count)});
  };
  add(view.running(), {"en cours : {}", "running: {}"});
  add(view.ended(), {"terminés : {}", "finished: {}"});
  add(view.open_alerts(), {"signalements à trancher : {}", "reports to decide: {}"});
  add(view.certificates(), {"certificats : {}", "certificates: {}"});
  return words;
}

QString stateWords(const Context& context, const message::SessionView& view) {
  QString words = context.say({"Séance {}", "Session {}"}, {context.text.word(view.phase())});
  if (view.paused()) words += context.say({", en pause", ", paused"});
  if (view.anchored()) words += context.say({", enregistrée au registre", ", logged by the registry"});
  return words + QStringLiteral("\n") + peopleWords(context, view);
}

QVBoxLayout* asCard(QWidget& card) {
  card.setObjectName(QStringLiteral("card"));
  card.setAttribute(Qt::WA_StyledBackground);
  auto* column = new QVBoxLayout(&card);
  column->setContentsMargins(16, 14, 16, 14);
  column->setSpacing(8);
  return column;
}

QLabel* stamp(const Context& context, QWidget* parent) {
  auto* label = new QLabel(context.say({"DÉMONSTRATION", "DEMONSTRATION"}), parent);
  label->setObjectName(QStringLiteral("stamp"));
  label->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
  return label;
}

QSize cardSize(const QWidget& card) {
  const int wide = card.fontMetrics().averageCharWidth() * kCardWidth;
  return {wide, card.layout()->heightForWidth(wide)};
}

}  // namespace

SessionCard::SessionCard(const Context& context, const base::SessionId& session, SessionDoors doors, QWidget* parent)
    : QWidget(parent), context_(context), session_(session), doors_(std::move(doors)) {
  QVBoxLayout* column = asCard(*this);
  title_ = makeLabel({}, "subtitle", this);
  column->addWidget(title_);
  demonstration_ = stamp(context_, this);
  column->addWidget(demonstration_);
  state_ = makeLabel({}, "quiet", this);
  column->addWidget(state_);
  action_ = makeSessionAction(context_, session_, this);
  column->addWidget(action_);
  go_ = makeButton({}, Kind::primary, [this] { go(); }, this);
  go_->setObjectName(QStringLiteral("next"));
  column->addWidget(go_);
  // Links, not buttons: the button is what to do next, these are where else one may look.
  links_ = makeLabel({}, "links", this);
  links_->setTextFormat(Qt::RichText);
  links_->setTextInteractionFlags(Qt::LinksAccessibleByKeyboard | Qt::LinksAccessibleByMouse);
  links_->setFocusPolicy(Qt::TabFocus);
  links_->setText(
      QStringLiteral("<a style='color:#174a96' href='room'>%1</a> &nbsp; <a style='color:#174a96' "
                     "href='candidates'>%2</a>")
          .arg(context_.say({"La salle", "The room"}), context_.say({"Candidats et codes", "Candidates and codes"})));
  QObject::connect(links_, &QLabel::linkActivated, this, [this](const QString& where) {
    where == QLatin1String("room") ? doors_.toRoom(session_) : doors_.toCandidates(session_);
  });
  column->addWidget(links_);
}

void SessionCard::show(const message::SessionView& view) {
  title_->setText(context_.say({"Séance {}", "Session {}"}, {view.ticket()}));
  demonstration_->setVisible(view.kind() == "demonstration");
  state_->setText(stateWords(context_, view));
  const console::NextStep step = console::nextStep(view);
  showSessionAction(context_, *action_, view);
  go_->setVisible(!isOrder(step));
  go_->setText(context_.say(console::buttonOf(step)));
  const QString whose = QStringLiteral(" : ") + title_->text();
  go_->setAccessibleName(go_->text() + whose);
  action_->button().setAccessibleName(action_->button().text() + whose);
  updateGeometry();
}

void SessionCard::go() {
  const auto* view = context_.desk.outlook().session(session_.bytes());
  const bool adds = view != nullptr && console::nextStep(*view) == console::NextStep::addCandidates;
  adds ? doors_.toCandidates(session_) : doors_.toRoom(session_);
}

QPushButton& SessionCard::button() {
  return go_->isHidden() ? action_->button() : *go_;
}

QSize SessionCard::sizeHint() const {
  return cardSize(*this);
}

TicketCard::TicketCard(const Context& context, std::string number, QWidget* parent)
    : QWidget(parent), context_(context), number_(std::move(number)) {
  QVBoxLayout* column = asCard(*this);
  column->addWidget(makeLabel(context_.say({"Ticket {}", "Ticket {}"}, {number_}), "subtitle", this));
  demonstration_ = stamp(context_, this);
  column->addWidget(demonstration_);
  state_ = makeLabel({}, "quiet", this);
  column->addWidget(state_);
  auto* create = new Action(
      context_, {.label = context_.say({"Créer la séance", "Create the session"}), .kind = Kind::primary},
      [this] { return std::optional(console::createSession(crypto::randomId<base::SessionId>(), number_)); }, this);
  create->button().setObjectName(QStringLiteral("next"));
  create->button().setAccessibleName(create->button().text() + QStringLiteral(" : ") + toQt(number_));
  column->addWidget(create);
}

void TicketCard::show(const message::TicketView& view) {
  demonstration_->setVisible(view.kind() == "demonstration");
  state_->setText(context_.say({"Pas encore utilisé\nValable du {} au {}", "Not used yet\nValid from {} to {}"},
                               {context_.text.time(view.valid_from_ms()), context_.text.time(view.valid_until_ms())}));
}

QSize TicketCard::sizeHint() const {
  return cardSize(*this);
}

}  // namespace vigie::window
