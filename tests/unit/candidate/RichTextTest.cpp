// An author's text, also one that means harm.
#include <gtest/gtest.h>

#include <QAbstractTextDocumentLayout>
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

TEST(RichText, DoesNotFreezeOnManyLinks) {
  QString markdown;
  for (int i = 0; i < 5'000; ++i) markdown += "[a](b) ";
  EXPECT_EQ(shown(markdown).count('a'), 5'000);
}

}  // namespace
}  // namespace vigie::ui
