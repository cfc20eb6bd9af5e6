#include "proctor-console/ui/SessionsPage.hpp"

#include <QFileDialog>
#include <QGridLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

#include "common/base/File.hpp"
#include "common/base/Text.hpp"
#include "proctor-console/ui/Flow.hpp"

namespace vigie::window {
namespace {

constexpr std::size_t kLargestTicket = 60U << 10;

}  // namespace

SessionsPage::SessionsPage(const Context& context, SessionDoors doors, QWidget* parent)
    : QWidget(parent), context_(context), doors_(std::move(doors)) {
  setObjectName(QStringLiteral("page"));
  auto* outer = new QVBoxLayout(this);
  outer->setContentsMargins(0, 0, 0, 0);
  auto* scroll = new QScrollArea(this);
  scroll->setWidgetResizable(true);
  auto* body = new QWidget(scroll);
  body->setObjectName(QStringLiteral("pageBody"));
  scroll->setWidget(body);
  outer->addWidget(scroll);

  auto* column = new QVBoxLayout(body);
  column->setContentsMargins(24, 20, 24, 20);
  column->setSpacing(14);
  column->addWidget(makeLabel(context_.say({"Les séances d'aujourd'hui", "Today's sessions"}), "title", body));
  column->addWidget(buildReadiness());
  empty_ = makeLabel({}, "quiet", body);
  column->addWidget(empty_);
  cards_ = new QWidget(body);
  cards_->setObjectName(QStringLiteral("pageBody"));
  flow_ = new Flow(14, cards_);
  column->addWidget(cards_);
  load_ = new Action(
      context_,
      {.label = context_.say({"Charger un ticket…", "Load a ticket…"}),
       .done = context_.say({"Le ticket est chargé.", "The ticket was loaded."})},
      [this]() -> std::optional<console::Order> {
        std::filesystem::path file = std::exchange(ticketFile_, {});
        if (file.empty()) {
          file =
              QFileDialog::getOpenFileName(this, context_.say({"Ticket reçu du registre", "Ticket from the registry"}))
                  .toStdString();
        }
        if (file.empty()) return std::nullopt;
        const auto jws = base::readTextFile(file, kLargestTicket);
        if (jws) return console::loadTicket(std::string(base::trim(*jws)));
        load_->refuse(context_.explain(jws.error()), toQt(jws.error().detail));
        return std::nullopt;
      },
      body);
  load_->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Preferred);
  load_->button().setObjectName(QStringLiteral("loadTicket"));
  column->addWidget(load_);
  column->addStretch(1);
}

QWidget* SessionsPage::buildReadiness() {
  auto* card = new QWidget(this);
  card->setObjectName(QStringLiteral("card"));
  card->setAttribute(Qt::WA_StyledBackground);
  auto* grid = new QGridLayout(card);
  grid->setContentsMargins(16, 12, 16, 12);
  grid->setHorizontalSpacing(12);
  grid->setColumnStretch(2, 1);
  int line = 0;
  for (const console::ReadinessLine& one : console::readinessOf({}, context_.text, 0)) {
    auto* sign = new Sign(console::Level::unknown, card);
    auto* name = new QLabel(context_.say(one.name), card);
    name->setObjectName(QStringLiteral("strong"));
    auto* words = makeLabel({}, "words", card);
    grid->addWidget(sign, line, 0, Qt::AlignVCenter);
    grid->addWidget(name, line, 1, Qt::AlignVCenter);
    grid->addWidget(words, line, 2, Qt::AlignVCenter);
    readiness_.push_back({sign, words});
    ++line;
  }
  return card;
}

void SessionsPage::showReadiness(const console::Outlook& outlook) {
  const auto lines = console::readinessOf(outlook, context_.text, context_.clock.now().wallMs);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const QString words = toQt(lines[i].words);
    if (readiness_[i].words->text() == words) continue;
    readiness_[i].sign->show(lines[i].level);
    readiness_[i].words->setText(words);
    // Whoever does not see the sign hears the level.
    const QString level = context_.say(nameOf(lines[i].level));
    readiness_[i].sign->setAccessibleName(level);
    readiness_[i].words->setAccessibleName(context_.say(lines[i].name) + QStringLiteral(", ") + level +
                                           QStringLiteral(" : ") + words);
  }
}

void SessionsPage::show(const console::Outlook& outlook) {
  showReadiness(outlook);
  showCards(outlook);
}

void SessionsPage::showCards(const console::Outlook& outlook) {
  for (const auto& view : outlook.sessions) {
    const auto id = base::SessionId::fromBytes(view.session());
    if (!id) continue;
    SessionCard*& card = sessions_[*id];
    if (card == nullptr) card = new SessionCard(context_, *id, doors_, cards_);
    card->show(view);
  }
  for (const auto& view : outlook.tickets) {
    TicketCard*& card = tickets_[view.number()];
    if (!view.session().empty()) {
      if (card != nullptr) card->deleteLater();
      tickets_.erase(view.number());
      continue;
    }
    if (card == nullptr) card = new TicketCard(context_, view.number(), cards_);
    card->show(view);
  }
  // In the order of the outlook: the most urgent session first, tickets last.
  while (flow_->count() != 0) delete flow_->takeAt(0);
  for (const auto& view : outlook.sessions) {
    const auto id = base::SessionId::fromBytes(view.session());
    if (id) flow_->addWidget(sessions_.at(*id));
  }
  for (const auto& [number, card] : tickets_) flow_->addWidget(card);
  for (const auto& [id, card] : sessions_) card->setVisible(true);
  for (const auto& [number, card] : tickets_) card->setVisible(true);
  const bool isEmpty = sessions_.empty() && tickets_.empty();
  empty_->setVisible(isEmpty);
  empty_->setText(
      outlook.isComplete
          ? context_.say(
                {"Aucune séance. Chargez le ticket que le registre vous a envoyé : il donne droit à une séance.",
                 "No session. Load the ticket that the registry sent you: it entitles you to one session."})
          : context_.say({"Les séances arrivent…", "The sessions are on their way…"}));
}

void SessionsPage::tick() {
  showReadiness(context_.desk.outlook());
}

void SessionsPage::loadTicket(const std::filesystem::path& file) {
  ticketFile_ = file;
  load_->button().click();
}

}  // namespace vigie::window
