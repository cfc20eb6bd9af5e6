// The views of each sort of attachment.
#include <QHBoxLayout>
#include <QHeaderView>
#include <QPlainTextEdit>
#include <QTableWidget>

#include "candidate-client/documents/Document.hpp"
#include "candidate-client/ui/document/DocumentView.hpp"
#include "candidate-client/ui/document/PictureBox.hpp"
#include "common/ui/Theme.hpp"
#include "common/ui/Widgets.hpp"

namespace vigie::candidate {
namespace {

using content::Attachment;
using ui::Action;
using ui::Language;

constexpr int kPageWidth = 1'400;  // pixels that a page is drawn with: sharp at twice the width of the panel

QString wordsIn(const content::Localised& texts, const std::string& language) {
  const auto found = texts.find(language);
  return found == texts.end() ? QString() : QString::fromStdString(found->second);
}

QVBoxLayout* makeColumn(QWidget& view) {
  auto* column = new QVBoxLayout(&view);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(ui::look().px(6));
  return column;
}

QPlainTextEdit* makeWords(const QString& words, const QString& name) {
  auto* text = new QPlainTextEdit;
  text->setReadOnly(true);
  text->setTabChangesFocus(true);
  text->setTextInteractionFlags(Qt::TextSelectableByKeyboard | Qt::TextSelectableByMouse);
  text->setContextMenuPolicy(Qt::NoContextMenu);
  text->setPlainText(words);
  text->setAccessibleName(name);
  return text;
}

class WordsView final : public DocumentView {
 public:
  WordsView(const QString& words, const QString& name) {
    makeColumn(*this)->addWidget(makeWords(words, name));
    ready();
  }
  void speak(Language) override {}
};

class TableView final : public DocumentView {
 public:
  TableView(const QString& words, const QString& name) : table_(new QTableWidget) {
    const documents::Table table = documents::readTable(words);
    table_->setColumnCount(static_cast<int>(table.header.size()));
    table_->setRowCount(static_cast<int>(table.rows.size()));
    table_->setHorizontalHeaderLabels(table.header);
    for (int row = 0; row < table_->rowCount(); ++row) {
      const QStringList& cells = table.rows[static_cast<std::size_t>(row)];
      for (int column = 0; column < cells.size(); ++column) {
        auto* cell = new QTableWidgetItem(cells[column]);
        bool isNumber = false;
        QString(cells[column]).remove(' ').replace(',', '.').toDouble(&isNumber);
        if (isNumber) cell->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
        table_->setItem(row, column, cell);
      }
    }
    table_->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table_->setTabKeyNavigation(false);
    table_->setAccessibleName(name);
    table_->verticalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    table_->verticalHeader()->hide();
    table_->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    table_->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    makeColumn(*this)->addWidget(table_);
    ready();
  }
  void speak(Language) override {}
  void looksChanged() override {
    table_->resizeColumnsToContents();
    table_->resizeRowsToContents();
  }

 private:
  QTableWidget* table_;
};

class PictureView final : public DocumentView {
 public:
  PictureView(const Attachment& attachment, const QString& description)
      : box_(new PictureBox(PictureBox::Fit::whole)),
        description_(ui::makeText(ui::Weight::plain, description)),
        larger_(ui::makeButton(Action::tool)),
        describe_(ui::makeButton(Action::tool)) {
    box_->describe(description);
    description_->hide();
    auto* column = makeColumn(*this);
    column->addWidget(box_, 1);
    column->addWidget(description_);
    auto* tools = new QHBoxLayout;
    tools->addStretch(1);
    tools->addWidget(describe_);
    tools->addWidget(larger_);
    column->addLayout(tools);
    connect(larger_, &QPushButton::clicked, this, [this] {
      box_->enlarge(!box_->isEnlarged());
      speak(language_);
    });
    connect(describe_, &QPushButton::clicked, this, [this] {
      description_->setVisible(description_->isHidden());
      speak(language_);
    });
    inBackground([attachment] { return documents::readPicture(attachment); },
                 [this](const base::Result<QImage>& picture) {
                   if (!picture) return failed(picture.error());
                   box_->setPicture(*picture);
                   ready();
                 });
  }

  void speak(Language language) override {
    language_ = language;
    larger_->setText(say(box_->isEnlarged() ? Text::pictureSmaller : Text::pictureLarger, language));
    describe_->setText(say(description_->isHidden() ? Text::describeShow : Text::describeHide, language));
  }

 private:
  Language language_ = Language::french;
  PictureBox* box_;
  QLabel* description_;
  QPushButton *larger_, *describe_;
};

class PagesView final : public DocumentView {
 public:
  PagesView(Attachment attachment, QString name)
      : attachment_(std::move(attachment)),
        name_(std::move(name)),
        box_(new PictureBox(PictureBox::Fit::width)),
        words_(makeWords({}, name_)),
        place_(ui::makeText(ui::Weight::quiet)),
        previous_(ui::makeButton(Action::tool)),
        next_(ui::makeButton(Action::tool)),
        larger_(ui::makeButton(Action::tool)),
        asWords_(ui::makeButton(Action::tool)) {
    place_->setWordWrap(false);
    previous_->setText("◀");
    next_->setText("▶");
    words_->hide();
    auto* column = makeColumn(*this);
    column->addWidget(box_, 1);
    column->addWidget(words_, 1);
    auto* pages = new QHBoxLayout;
    for (QWidget* one : {static_cast<QWidget*>(previous_), static_cast<QWidget*>(place_), static_cast<QWidget*>(next_)})
      pages->addWidget(one);
    pages->addStretch(1);
    column->addLayout(pages);
    auto* tools = new QHBoxLayout;
    tools->addStretch(1);
    tools->addWidget(asWords_);
    tools->addWidget(larger_);
    column->addLayout(tools);
    connect(previous_, &QPushButton::clicked, this, [this] { open(page_ - 1); });
    connect(next_, &QPushButton::clicked, this, [this] { open(page_ + 1); });
    connect(larger_, &QPushButton::clicked, this, [this] {
      box_->enlarge(!box_->isEnlarged());
      speak(language_);
    });
    connect(asWords_, &QPushButton::clicked, this, [this] {
      words_->setVisible(words_->isHidden());
      box_->setVisible(words_->isHidden());
      speak(language_);
    });
    open(0);
  }

  void speak(Language language) override {
    language_ = language;
    place_->setText(say(Text::pageOf, language).arg(page_ + 1).arg(pages_));
    previous_->setAccessibleName(say(Text::pagePrevious, language));
    previous_->setToolTip(say(Text::pagePrevious, language));
    next_->setAccessibleName(say(Text::pageNext, language));
    next_->setToolTip(say(Text::pageNext, language));
    previous_->setVisible(pages_ > 1);
    next_->setVisible(pages_ > 1);
    previous_->setEnabled(page_ > 0);
    next_->setEnabled(page_ + 1 < pages_);
    larger_->setText(say(box_->isEnlarged() ? Text::pictureSmaller : Text::pictureLarger, language));
    larger_->setVisible(words_->isHidden());
    asWords_->setText(say(words_->isHidden() ? Text::pageWords : Text::pagePicture, language));
  }

 private:
  void open(int page) {
    if (page < 0 || (isReady() && page >= pages_)) return;
    inBackground([attachment = attachment_, page] { return documents::readPage(attachment, page, kPageWidth); },
                 [this, page](const base::Result<documents::Page>& drawn) {
                   if (!drawn) return failed(drawn.error());
                   page_ = page;
                   pages_ = drawn->pages;
                   box_->setPicture(drawn->picture);
                   box_->describe(name_ + "\n" + drawn->words);
                   words_->setPlainText(drawn->words);
                   speak(language_);
                   ready();
                 });
  }

  const Attachment attachment_;
  const QString name_;
  Language language_ = Language::french;
  int page_ = 0, pages_ = 1;
  PictureBox* box_;
  QPlainTextEdit* words_;
  QLabel* place_;
  QPushButton *previous_, *next_, *larger_, *asWords_;
};

}  // namespace

std::unique_ptr<DocumentView> makeDocumentView(const Attachment& attachment, const std::string& language) {
  const QString alternative = wordsIn(attachment.alternative, language);
  const QString name = QString::fromStdString(attachment.name) + ". " + alternative;
  switch (documents::lookOf(attachment)) {
    case documents::Look::picture:
      return std::make_unique<PictureView>(attachment, alternative);
    case documents::Look::pages:
      return std::make_unique<PagesView>(attachment, name);
    case documents::Look::table:
      return std::make_unique<TableView>(wordsIn(attachment.text, language), name);
    case documents::Look::text:
      break;
  }
  return std::make_unique<WordsView>(wordsIn(attachment.text, language), name);
}

}  // namespace vigie::candidate
