// An author's text, also one that means harm.
#include <gtest/gtest.h>

#include <QAbstractTextDocumentLayout>
#include <QFontInfo>
#include <QTextCursor>
#include <QTextDocument>

#include "common/ui/RichText.hpp"
#include "tests/support/WindowHand.hpp"

namespace vigie::ui {
namespace {

QString shown(const QString& markdown) {
  support::qtApplication();
  RichText text;
  text.setMarkdown(markdown);
  text.resize(600, 400);
  text.show();
  support::settle();
  EXPECT_FALSE(text.document()->toHtml().contains("<img")) << markdown.toStdString();
  EXPECT_FALSE(text.document()->toHtml().contains("href=")) << markdown.toStdString();
  return text.toPlainText();
}

TEST(RichText, ShowsMarkdownAsWords) {
  EXPECT_EQ(shown("Retrouver le mot **inscription** dans `la page`"), "Retrouver le mot inscription dans la page");
  EXPECT_EQ(plainOf("Premier **champ** :"), "Premier champ :");
}

TEST(RichText, ReplacesPicturesByTheirDescriptionAndLinksByTheirWords) {
  EXPECT_EQ(shown("A ![a red square](http://192.0.2.1/x.png) B"), "A a red square B");
  EXPECT_EQ(shown("A [link](http://192.0.2.1/) B"), "A link B");
  EXPECT_EQ(shown("![](file:///etc/passwd)"), "");
}

TEST(RichText, ShowsHtmlAsTextAndRunsNothing) {
  for (const char* html : {"<script>alert(1)</script>", "<img src=http://192.0.2.1/x.png>", "<b>bold</b> text"}) {
    const QString text = shown(html);
    EXPECT_TRUE(text.isEmpty() || text.contains('<') || text.contains("text"))
        << html << " became " << text.toStdString();
  }
}

// A text is composed before its window has its fonts, and again at every change of size.
TEST(RichText, ShowsFixedLettersAsLargeAsTheOthers) {
  support::qtApplication();
  RichText text;
  text.setMarkdown("Les mots et `le code`");
  for (const int pixels : {20, 44, 18}) {
    text.setStyleSheet(QStringLiteral("font-size: %1px").arg(pixels));
    text.show();
    support::settle();
    QTextCursor cursor(text.document());
    cursor.movePosition(QTextCursor::End);
    EXPECT_EQ(QFontInfo(cursor.charFormat().font()).pixelSize(), pixels);
  }
}

TEST(RichText, KeepsDeepListsAndLongLinesOfCodeInsideItsWidth) {
  QString deep;
  for (int i = 0; i < 40; ++i) deep += QString(2 * i, ' ') + "- niveau\n";
  for (const QString& markdown :
       {deep, QString(40, '>') + " profond", "```\n" + QString("mot ").repeated(100) + "\n```"}) {
    support::qtApplication();
    RichText text;
    text.setMarkdown(markdown);
    text.resize(800, 400);
    text.show();
    support::settle();
    EXPECT_LE(text.document()->size().width(), 800) << markdown.left(20).toStdString();
  }
}

TEST(RichText, DoesNotFreezeOnManyLinks) {
  QString markdown;
  for (int i = 0; i < 5'000; ++i) markdown += "[a](b) ";
  EXPECT_EQ(shown(markdown).count('a'), 5'000);
}

}  // namespace
}  // namespace vigie::ui
