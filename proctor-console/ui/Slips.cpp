#include "proctor-console/ui/Slips.hpp"

#include <QPagedPaintDevice>
#include <QTextDocument>

#include "proctor-console/ui/Context.hpp"

namespace vigie::window {
namespace {

// "ABCD EFGH": people read and type four at a time.
QString inFours(const std::string& code) {
  QString out;
  for (std::size_t i = 0; i < code.size(); ++i) {
    if (i != 0 && i % 4 == 0) out += QChar(u' ');
    out += QLatin1Char(code[i]);
  }
  return out;
}

}  // namespace

std::unique_ptr<QTextDocument> slipsOf(const console::Room& room, const console::Text& text) {
  const auto say = [&](const Phrase& phrase) { return toQt(text(phrase)).toHtmlEscaped(); };
  QString html = QStringLiteral("<table width='100%' cellspacing='0' cellpadding='14' border='1'>");
  bool isLeft = true;
  for (const auto* view : room.byName()) {
    if (isLeft) html += QStringLiteral("<tr>");
    html += QStringLiteral(
                "<td width='50%'><p style='font-size:13pt'><b>%1</b></p><p>%2</p>"
                "<p style='font-size:22pt; font-family:monospace'>%3</p><p style='font-size:9pt'>%4</p></td>")
                .arg(toQt(view->family_name() + " " + view->given_name()).toHtmlEscaped(),
                     say({"Votre code", "Your code"}), inFours(view->code()).toHtmlEscaped(),
                     say({"Tapez ce code sur l'écran de votre poste, puis attendez le surveillant.",
                          "Type this code on the screen of your seat, then wait for the invigilator."}));
    if (!isLeft) html += QStringLiteral("</tr>");
    isLeft = !isLeft;
  }
  if (!isLeft) html += QStringLiteral("<td></td></tr>");
  auto document = std::make_unique<QTextDocument>();
  document->setHtml(html + QStringLiteral("</table>"));
  return document;
}

void printSlips(const console::Room& room, const console::Text& text, QPagedPaintDevice& device) {
  slipsOf(room, text)->print(&device);
}

}  // namespace vigie::window
