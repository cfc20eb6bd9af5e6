#include "common/ui/RichText.hpp"

#include <QEvent>
#include <QTextBlock>
#include <QTextCursor>
#include <QTextDocument>
#include <QTextList>
#include <QTextTable>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>
#include <memory>
#include <utility>
#include <vector>

#include "common/ui/Theme.hpp"

namespace vigie::ui {
namespace {

constexpr QTextDocument::MarkdownFeatures kFeatures =
    QTextDocument::MarkdownFeatures(QTextDocument::MarkdownDialectGitHub) | QTextDocument::MarkdownNoHTML;

// A document that never asks anybody for a picture.
class ClosedDocument : public QTextDocument {
 public:
  using QTextDocument::QTextDocument;

 protected:
  QVariant loadResource(int, const QUrl&) override { return {}; }
};

struct Replacement {
  int position, length;
  QString words;
  QTextCharFormat format;
};

// Pictures become their description, links become words.
void disarm(QTextDocument& document) {
  std::vector<Replacement> found;
  for (QTextBlock block = document.begin(); block.isValid(); block = block.next()) {
    for (auto at = block.begin(); !at.atEnd(); ++at) {
      const QTextFragment fragment = at.fragment();
      const QTextCharFormat format = fragment.charFormat();
      if (!format.isAnchor() && !format.isImageFormat()) continue;
      const bool picture = format.isImageFormat();
      QTextCharFormat plain;
      plain.setFontItalic(picture);
      plain.setFontWeight(format.fontWeight());
      const QString words =
          picture ? format.toImageFormat().property(QTextFormat::ImageAltText).toString() : fragment.text();
      found.push_back({fragment.position(), fragment.length(), words, plain});
    }
  }
  QTextCursor whole(&document);
  whole.beginEditBlock();  // one layout for all of them
  for (auto one = found.rbegin(); one != found.rend(); ++one) {
    QTextCursor cursor(&document);
    cursor.setPosition(one->position);
    cursor.setPosition(one->position + one->length, QTextCursor::KeepAnchor);
    cursor.insertText(one->words, one->format);
  }
  whole.endEditBlock();
}

constexpr int kDeepest = 6;  // levels of lists and quotations that still go to the right

// Lines between the cells once, and room around their words.
void spaceTables(QTextDocument& document, const Look& look) {
  for (QTextFrame* frame : document.rootFrame()->childFrames()) {
    auto* table = qobject_cast<QTextTable*>(frame);
    if (table == nullptr) continue;
    QTextTableFormat format = table->format();
    format.setBorderCollapse(true);
    format.setCellSpacing(0);
    format.setCellPadding(look.px(6));
    format.setBorder(1);
    format.setBorderBrush(look.colours().edge);
    format.setTopMargin(look.px(6));
    format.setBottomMargin(look.px(12));
    table->setFormat(format);
  }
}

void limitDepth(QTextBlock& block, QTextBlockFormat& format, const Look& look) {
  format.setLeftMargin(std::min<qreal>(format.leftMargin(), look.px(40 * kDeepest)));
  QTextList* list = block.textList();
  if (list == nullptr || list->format().indent() <= kDeepest) return;
  QTextListFormat shallow = list->format();
  shallow.setIndent(kDeepest);
  list->setFormat(shallow);
}

bool isCode(const QTextBlock& block) {
  const QTextBlockFormat format = block.blockFormat();
  return block.isValid() && (format.hasProperty(QTextFormat::BlockCodeFence) ||
                             format.hasProperty(QTextFormat::BlockCodeLanguage) || format.nonBreakableLines());
}

void space(QTextDocument& document, const Look& look) {
  for (QTextBlock block = document.begin(); block.isValid(); block = block.next()) {
    QTextCursor cursor(block);
    QTextBlockFormat format = block.blockFormat();
    const bool code = isCode(block);
    const int usual = look.spacing == Spacing::wide ? 150 : 120;
    format.setLineHeight(code ? 115 : usual, QTextBlockFormat::ProportionalHeight);
    format.setTopMargin(0);
    const bool inTable = cursor.currentTable() != nullptr;
    const bool goesOn = code && isCode(block.next());
    format.setBottomMargin(goesOn || inTable ? 0 : look.px(10));
    limitDepth(block, format, look);
    if (code) {
      format.setBackground(look.colours().page);
      format.setLeftMargin(look.px(12));
      format.setNonBreakableLines(false);  // nothing scrolls sideways
    }
    cursor.setBlockFormat(format);
  }
}

}  // namespace

RichText::RichText(QWidget* parent) : QTextBrowser(parent) {
  setOpenLinks(false);
  setOpenExternalLinks(false);
  setUndoRedoEnabled(false);
  setTextInteractionFlags(Qt::TextSelectableByKeyboard);
  setFocusPolicy(Qt::TabFocus);
  setFrameShape(QFrame::NoFrame);
  setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setSizeAdjustPolicy(QAbstractScrollArea::AdjustIgnored);
  QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Preferred);
  policy.setHeightForWidth(true);
  setSizePolicy(policy);
}

void RichText::setMarkdown(const QString& markdown) {
  markdown_ = markdown;
  compose();
}

void RichText::compose() {
  auto* document = new ClosedDocument(this);
  document->setDefaultFont(font());
  document->setDocumentMargin(0);
  document->setMarkdown(markdown_, kFeatures);
  disarm(*document);
  space(*document, look());
  spaceTables(*document, look());
  composedFont_ = font();
  setDocument(document);
  delete std::exchange(composed_, document);
  measuredWidth_ = -1;
  setAccessibleName(toPlainText());
  updateGeometry();
}

int RichText::heightForWidth(int width) const {
  if (width == measuredWidth_) return measuredHeight_;
  const std::unique_ptr<QTextDocument> measure(document()->clone());
  const QMargins frame = contentsMargins();
  const int border = 2 * look().px(3);
  measure->setTextWidth(width - border - frame.left() - frame.right());
  measuredWidth_ = width;
  measuredHeight_ = static_cast<int>(std::ceil(measure->size().height())) + border + frame.top() + frame.bottom();
  return measuredHeight_;
}

QSize RichText::sizeHint() const {
  const int width = look().px(640);
  return {width, heightForWidth(width)};
}

QSize RichText::minimumSizeHint() const {
  return {look().px(200), look().px(24)};
}

QVariant RichText::loadResource(int, const QUrl&) {
  return {};
}

void RichText::changeEvent(QEvent* event) {
  QTextBrowser::changeEvent(event);
  const bool looks = event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange;
  // Not the document's font, which the base class has changed by now: fixed letters keep the size they were made with.
  if (looks && !markdown_.isEmpty() && composedFont_ != font()) compose();
}

// The page around it scrolls.
void RichText::wheelEvent(QWheelEvent* event) {
  event->ignore();
}

QString plainOf(const QString& markdown) {
  ClosedDocument document;
  document.setMarkdown(markdown, kFeatures);
  disarm(document);
  return document.toPlainText();
}

}  // namespace vigie::ui
