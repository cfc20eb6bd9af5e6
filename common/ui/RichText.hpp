// A text of an author, in Markdown, shown as rich text. Nothing in it runs and nothing is fetched: raw HTML is shown as
// text, pictures are replaced by their description, links are words. Grows with its text instead of scrolling.
// Thread: the window's.
#pragma once

#include <QFont>
#include <QTextBrowser>

namespace vigie::ui {

class RichText : public QTextBrowser {
 public:
  explicit RichText(QWidget* parent = nullptr);

  void setMarkdown(const QString& markdown);
  QString plainText() const { return toPlainText(); }

  bool hasHeightForWidth() const override { return true; }
  int heightForWidth(int width) const override;
  QSize sizeHint() const override;
  QSize minimumSizeHint() const override;

 protected:
  QVariant loadResource(int type, const QUrl& name) override;
  void changeEvent(QEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;

 private:
  void compose();

  QString markdown_;
  QTextDocument* composed_ = nullptr;  // owned, as a child
  QFont composedFont_;
  mutable int measuredWidth_ = -1;  // of the newest measure, and what it gave
  mutable int measuredHeight_ = 0;
};

// The words of a short Markdown text without its marks.
QString plainOf(const QString& markdown);

}  // namespace vigie::ui
