#include "proctor-console/ui/Banner.hpp"

#include <QHBoxLayout>
#include <QLabel>
#include <QStyle>

#include "proctor-console/ui/Action.hpp"

namespace vigie::window {

using console::LinkPhase;

Banner::Banner(const Context& context, QWidget* parent) : QWidget(parent), context_(context) {
  setObjectName(QStringLiteral("banner"));
  setAttribute(Qt::WA_StyledBackground);
  auto* row = new QHBoxLayout(this);
  sign_ = new Sign(console::Level::attention, this);
  words_ = makeLabel({}, "bannerWords", this);
  row->addWidget(sign_);
  row->addWidget(words_, 1);
  setVisible(false);
}

void Banner::show(const console::Outlook& outlook) {
  const console::LinkState& link = outlook.link;
  QString words;
  console::Level level = console::Level::attention;
  if (link.phase == LinkPhase::connecting && link.why) {
    words = context_.say({"Le serveur ne répond pas encore, nouvel essai en cours. ",
                          "The server does not answer yet, trying again. "}) +
            context_.say(console::explanationOf("unreachable").sentence);
  } else if (link.phase == LinkPhase::lost) {
    const std::int64_t ms = context_.clock.now().wallMs - link.sinceMs;
    words = context_.say(
        {"Liaison avec le serveur perdue depuis {}. Ce qui est affiché date d'avant ; les tests continuent "
         "sur les postes reliés. Nouvel essai en cours.",
         "The link with the server was lost {} ago. What is shown is from before; tests go on at the seats "
         "that are linked. Trying again."},
        {context_.text.duration(ms)});
    level = console::Level::bad;
  } else if (link.phase == LinkPhase::refused) {
    words = context_.explain(*link.why);
    level = console::Level::bad;
  } else if (!outlook.notices.empty()) {
    words = context_.explain(outlook.notices.back());
  }
  setVisible(!words.isEmpty());
  if (words == words_->text()) return;
  words_->setText(words);
  words_->setAccessibleName(words);
  sign_->show(level);
  setProperty("grave", level == console::Level::bad);
  style()->unpolish(this);
  style()->polish(this);
}

void Banner::tick() {
  show(context_.desk.outlook());
}

}  // namespace vigie::window
