#include "candidate-client/preview/PreviewBar.hpp"

#include <QHBoxLayout>
#include <QShortcut>
#include <QVBoxLayout>

#include "common/ui/Widgets.hpp"

namespace vigie::candidate {
namespace {

using ui::Action;
using ui::Phrase;
using ui::Weight;

constexpr Phrase kItem = {"Question de l’aperçu", "Item of the preview"};
constexpr Phrase kPrevious = {"◀ Précédente", "◀ Previous"};
constexpr Phrase kNext = {"Suivante ▶", "Next ▶"};
constexpr Phrase kLanguage = {"Question en français", "Question in English"};
constexpr Phrase kValues = {"Valeurs %1 sur %2", "Values %1 of %2"};
constexpr Phrase kExamples = {"Exemples : %1", "Examples: %1"};
constexpr Phrase kDiffer = {"Exemples : %1, dont %2 en désaccord", "Examples: %1, %2 differ"};
constexpr Phrase kCannotShow = {"Le poste ne peut pas l’afficher : ", "The client cannot show it: "};
constexpr Phrase kTry = {"Exemples de l’auteur ; Entrée place la réponse dans la question",
                         "The author’s examples; Return puts the answer into the question"};

}  // namespace

PreviewBar::PreviewBar(const QStringList& ids, PreviewActions actions)
    : actions_(std::move(actions)),
      ids_(new QComboBox),
      previous_(ui::makeButton(Action::tool)),
      next_(ui::makeButton(Action::tool)),
      language_(ui::makeButton(Action::tool)),
      values_(ui::makeButton(Action::tool)),
      examplesButton_(ui::makeButton(Action::tool)),
      facts_(ui::makeText(Weight::quiet)),
      verdict_(ui::makeText(Weight::plain)),
      examples_(new QListWidget) {
  ui::setKind(*this, "bar");
  ids_->addItems(ids);
  ids_->setEditable(false);
  facts_->setWordWrap(false);
  examples_->setMaximumHeight(180);
  examples_->hide();
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(16, 4, 16, 4);
  layout->setSpacing(2);
  auto* row = new QHBoxLayout;
  row->setSpacing(4);
  row->addWidget(ids_);
  row->addWidget(facts_);
  row->addStretch(1);
  for (QPushButton* button : {previous_, next_, language_, values_, examplesButton_}) row->addWidget(button);
  layout->addLayout(row);
  layout->addWidget(verdict_);
  layout->addWidget(examples_);
  connect(ids_, &QComboBox::activated, this, [this](int index) { actions_.choose(index); });
  connect(previous_, &QPushButton::clicked, this, [this] { actions_.step(-1); });
  connect(next_, &QPushButton::clicked, this, [this] { actions_.step(1); });
  connect(language_, &QPushButton::clicked, this, [this] { actions_.otherLanguage(); });
  connect(values_, &QPushButton::clicked, this, [this] { actions_.otherValues(); });
  connect(examplesButton_, &QPushButton::clicked, this, [this] { examples_->setVisible(!examples_->isVisible()); });
  connect(examples_, &QListWidget::itemActivated, this, [this] { tryChosen(); });
  for (const int by : {-1, 1}) {
    const auto keys = QKeySequence(static_cast<int>(Qt::ALT) | (by < 0 ? Qt::Key_Left : Qt::Key_Right));
    connect(new QShortcut(keys, this), &QShortcut::activated, this, [this, by] { actions_.step(by); });
  }
  tell({});
}

void PreviewBar::tryChosen() {
  if (examples_->currentRow() >= 0) actions_.tryExample(examples_->currentRow());
}

void PreviewBar::show(const PreviewFacts& facts) {
  const ui::Language language = facts.language;
  spoken_ = language;
  ids_->setCurrentIndex(facts.item);
  ids_->setAccessibleName(kItem.in(language));
  facts_->setText(QString("%1/%2 · %3").arg(facts.item + 1).arg(facts.items).arg(facts.kind));
  previous_->setText(kPrevious.in(language));
  next_->setText(kNext.in(language));
  language_->setText(kLanguage.in(language));
  values_->setText(kValues.in(language).arg(facts.variant + 1).arg(facts.variants));
  values_->setVisible(facts.variants > 1);
  const QString count = QString::number(facts.examples.size());
  examplesButton_->setText(facts.differences == 0 ? kExamples.in(language).arg(count)
                                                  : kDiffer.in(language).arg(count).arg(facts.differences));
  examples_->setAccessibleName(kTry.in(language));
  examples_->clear();
  examples_->addItems(facts.examples);
  if (facts.differences > 0) {
    examples_->setCurrentRow(facts.firstDifference);
    examples_->QWidget::show();
  }
  tell({});
  if (!facts.fault.isEmpty()) tellFault(facts.fault);
}

void PreviewBar::tellFault(const QString& why) {
  tell(kCannotShow.in(spoken_) + why);
}

void PreviewBar::tell(const QString& verdict) {
  const bool news = verdict != verdict_->text() && !verdict.isEmpty();
  verdict_->setText(verdict);
  verdict_->setVisible(!verdict.isEmpty());
  if (news) ui::announce(*verdict_, verdict);
}

}  // namespace vigie::candidate
