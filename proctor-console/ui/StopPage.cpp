#include "proctor-console/ui/StopPage.hpp"

#include <QLabel>
#include <QScrollArea>
#include <QVBoxLayout>

#include "proctor-console/ui/Action.hpp"
#include "proctor-console/ui/Theme.hpp"

namespace vigie::window {
namespace {

QString describe(const Context& context, const console::Fork& fork) {
  const std::string stream = fork.known.stream.isNull() ? context.text({"centre", "centre"}) : fork.known.stream.hex();
  const std::string known = std::to_string(fork.known.position);
  if (fork.known.position == fork.shown.position) {
    return context.say({"Journal {} : à la position {}, le serveur montre autre chose qu'avant.",
                        "Journal {}: at position {}, the server shows something else than before."},
                       {stream, known});
  }
  return context.say({"Journal {} : il allait jusqu'à {}, le serveur n'en montre plus que {}.",
                      "Journal {}: it reached {}, the server shows no more than {}."},
                     {stream, known, std::to_string(fork.shown.position)});
}

}  // namespace

StopPage::StopPage(const Context& context, const console::Fork& fork, QWidget* parent) : QWidget(parent) {
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
  column->setContentsMargins(40, 40, 40, 40);
  column->setSpacing(14);
  column->addWidget(new Sign(console::Level::bad, body));
  column->addWidget(makeLabel(context.say({"Arrêtez-vous ici", "Stop here"}), "title", body));
  column->addWidget(makeLabel(context.say(console::explanationOf("fork").sentence), "subtitle", body));
  column->addWidget(makeLabel(describe(context, fork), "strong", body));
  column->addWidget(makeLabel(
      context.say(
          {"Cette console n'envoie plus rien. Laissez les candidats où ils sont, notez l'heure, et appelez "
           "l'administrateur du centre : il saura si le serveur a été restauré. Une fois la cause établie, il "
           "lance « proctor-cli journal accept » avec le dossier de cette console, puis ouvre la console de nouveau.",
           "This console sends nothing any more. Leave the candidates where they are, note the time, and call the "
           "centre's administrator, who will know whether the server was restored. Once the cause is known, they "
           "run \"proctor-cli journal accept\" with this console's folder, then open the console again."}),
      "quiet", body));
  column->addStretch(1);
}

}  // namespace vigie::window
