#include "proctor-console/ui/CandidatesPage.hpp"

#include <QCheckBox>
#include <QComboBox>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPdfWriter>
#include <QPointer>
#include <QPrintDialog>
#include <QPrinter>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QSpinBox>
#include <QStyle>
#include <QTableWidget>
#include <QVBoxLayout>

#include "common/base/File.hpp"
#include "common/exam/Accommodations.hpp"
#include "proctor-console/ui/Flow.hpp"
#include "proctor-console/ui/Slips.hpp"

namespace vigie::window {
namespace {

namespace message = protocol::message;

constexpr std::size_t kLargestList = 1U << 20;
constexpr int kCodeDraws = 3;  // two of the candidates may draw the same code: the second draws again

}  // namespace

CandidatesPage::CandidatesPage(const Context& context, const base::SessionId& session, std::function<void()> back,
                               QWidget* parent)
    : QWidget(parent), context_(context), session_(session) {
  setObjectName(QStringLiteral("page"));
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(24, 16, 24, 16);
  column->setSpacing(12);
  title_ = makeLabel(context_.say({"Candidats et codes", "Candidates and codes"}), "title", this);
  column->addWidget(title_);
  auto* tools = new Flow(8);
  tools->addWidget(makeButton(context_.say({"← Retour", "← Back"}), Kind::plain, std::move(back), this));
  auto* fromFile = makeButton(
      context_.say({"Importer une liste (CSV)…", "Import a list (CSV)…"}), Kind::plain,
      [this] {
        const QString file = QFileDialog::getOpenFileName(
            this, context_.say({"Liste de candidats", "List of candidates"}), {}, QStringLiteral("CSV (*.csv *.txt)"));
        if (!file.isEmpty()) importFrom(file.toStdString());
      },
      this);
  tools->addWidget(fromFile);
  tools->addWidget(makeButton(
      context_.say({"Imprimer les papillons…", "Print the slips…"}), Kind::plain, [this] { printOrSave(false); },
      this));
  tools->addWidget(makeButton(
      context_.say({"Papillons en PDF…", "Slips as PDF…"}), Kind::plain, [this] { printOrSave(true); }, this));
  column->addLayout(tools);
  importOutcome_ = makeLabel({}, "fine", this);
  importOutcome_->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
  importOutcome_->hide();
  column->addWidget(importOutcome_);
  auto* row = new QHBoxLayout();
  row->setSpacing(14);
  auto* scroll = new QScrollArea(this);
  scroll->setWidgetResizable(true);
  scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  scroll->setWidget(buildForm());
  form_ = scroll;
  auto* left = new QVBoxLayout();
  left->addWidget(scroll, 1);
  left->addWidget(add_);  // in sight however long the form is
  row->addLayout(left);
  row->addWidget(buildList(), 1);
  column->addLayout(row, 1);
}

QWidget* CandidatesPage::buildForm() {
  auto* card = new QWidget(this);
  card->setObjectName(QStringLiteral("card"));
  card->setAttribute(Qt::WA_StyledBackground);
  auto* column = new QVBoxLayout(card);
  column->addWidget(makeLabel(context_.say({"Inscrire une personne", "Add a person"}), "subtitle", card));
  const auto field = [&](const Phrase& name, QWidget* widget) {
    auto* label = makeLabel(context_.say(name), "strong", card);
    label->setBuddy(widget);
    widget->setAccessibleName(context_.say(name));
    column->addWidget(label);
    column->addWidget(widget);
  };
  family_ = new QLineEdit(card);
  given_ = new QLineEdit(card);
  birth_ = new QLineEdit(card);
  birth_->setPlaceholderText(QStringLiteral("2001-12-31"));
  language_ = new QComboBox(card);
  language_->addItem(context_.say({"Français", "French"}), QStringLiteral("fr"));
  language_->addItem(context_.say({"Anglais", "English"}), QStringLiteral("en"));
  minutes_ = new QSpinBox(card);
  minutes_->setRange(0, 600);
  minutes_->setSuffix(QStringLiteral(" min"));
  accessible_ = new QCheckBox(context_.say({"Questions accessibles seulement", "Accessible questions only"}), card);
  field({"Nom de famille", "Family name"}, family_);
  field({"Prénom", "Given name"}, given_);
  field({"Date de naissance", "Birth date"}, birth_);
  field({"Langue du test", "Language of the test"}, language_);
  field({"Temps supplémentaire", "Extra time"}, minutes_);
  column->addWidget(accessible_);
  buildAgreed(*card, *column);
  add_ = new Action(
      context_,
      {.label = context_.say({"Inscrire", "Add"}),
       .kind = Kind::primary,
       .done = context_.say({"Inscrit : le code est dans la liste.", "Added: the code is in the list."})},
      [this]() -> std::optional<console::Order> {
        const auto person = typed();
        if (!person) return std::nullopt;
        return console::addCandidate(session_, *person).order;
      },
      card);
  add_->button().setObjectName(QStringLiteral("add"));
  add_->onDone([this] {
    for (QLineEdit* one : {family_, given_, birth_}) one->clear();
    minutes_->setValue(0);
    accessible_->setChecked(false);
    for (QCheckBox* one : agreed_) one->setChecked(false);
    family_->setFocus();
  });
  QObject::connect(birth_, &QLineEdit::returnPressed, &add_->button(), &QPushButton::click);
  column->addStretch(1);
  return card;
}

// What was agreed with the person: read by the seat and by staff, never by anybody else.
void CandidatesPage::buildAgreed(QWidget& card, QVBoxLayout& column) {
  column.addWidget(makeLabel(context_.say({"Aménagements", "Accommodations"}), "strong", &card));
  for (const exam::KnownAccommodation& one : exam::knownAccommodations()) {
    const QString words = toQt(context_.text.word(std::string(one.name)));
    auto* box = new QCheckBox(words.left(1).toUpper() + words.mid(1), &card);
    box->setObjectName(toQt(one.name));
    column.addWidget(box);
    agreed_.push_back(box);
  }
}

QWidget* CandidatesPage::buildList() {
  table_ = new QTableWidget(0, 4, this);
  table_->setHorizontalHeaderLabels({context_.say({"Nom", "Name"}), context_.say({"Naissance", "Born"}),
                                     context_.say({"Code", "Code"}), context_.say({"État", "State"})});
  table_->setAccessibleName(context_.say({"Candidats inscrits et leurs codes", "Candidates and their codes"}));
  table_->setEditTriggers(QAbstractItemView::NoEditTriggers);
  table_->setSelectionBehavior(QAbstractItemView::SelectRows);
  table_->setTabKeyNavigation(false);
  table_->verticalHeader()->hide();
  table_->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
  table_->horizontalHeader()->setStretchLastSection(true);  // a name is never cut: the table scrolls sideways instead
  return table_;
}

// The same rules as a list from a file, field by field.
std::optional<console::NewCandidate> CandidatesPage::typed() {
  QStringList agreed;
  for (const QCheckBox* one : agreed_) {
    if (one->isChecked()) agreed << one->objectName();
  }
  const std::map<std::string, QString> values = {
      {"family", family_->text()},
      {"given", given_->text()},
      {"birth", birth_->text()},
      {"language", language_->currentData().toString()},
      {"extra-minutes", QString::number(minutes_->value())},
      {"accessible", accessible_->isChecked() ? QStringLiteral("yes") : QStringLiteral("no")},
      {"accommodations", agreed.join(QChar(u' '))}};
  console::NewCandidate person;
  QStringList expected;
  for (const console::CandidateField& one : console::candidateFields()) {
    const auto fault = console::readField(one, person, values.at(std::string(one.columns[0])).toStdString(),
                                          context_.clock.now().wallMs);
    if (fault) expected << context_.say(*fault);
  }
  if (expected.isEmpty()) return person;
  add_->refuse(context_.say({"Il faut {}.", "Needed: {}."}, {expected.join(QStringLiteral(" ; ")).toStdString()}));
  return std::nullopt;
}

void CandidatesPage::importFrom(const std::filesystem::path& file) {
  const auto content = base::readTextFile(file, kLargestList);
  if (!content)
    return tell(context_.explain(content.error()) + QStringLiteral("\n") + toQt(content.error().detail), "refusal");
  const auto people = console::readCandidates(*content, context_.text, context_.clock.now().wallMs);
  if (!people) {
    return tell(context_.explain(people.error()) + QStringLiteral("\n") + toQt(people.error().detail), "refusal");
  }
  imported_ = 0;
  toImport_ = people->size();
  importFaults_.clear();
  for (const console::CandidateLine& one : *people) add(one.candidate, one.line, kCodeDraws);
}

void CandidatesPage::add(console::NewCandidate person, std::size_t line, int draws) {
  const QPointer<CandidatesPage> self(this);
  context_.desk.give(console::addCandidate(session_, person).order,
                     [self, person, line, draws](const std::optional<base::Error>& refusal) {
                       if (!self) return;
                       if (refusal && refusal->code == "code-taken" && draws > 1)
                         return self->add(person, line, draws - 1);
                       const Context& context = self->context_;
                       if (refusal) {
                         self->importFaults_ << context.say({"Ligne {} : ", "Line {}: "}, {std::to_string(line)}) +
                                                    context.explain(*refusal);
                       } else {
                         ++self->imported_;
                       }
                       QString words = context.say({"{} inscrits sur {}.", "{} added of {}."},
                                                   {std::to_string(self->imported_), std::to_string(self->toImport_)});
                       if (!self->importFaults_.isEmpty())
                         words += QStringLiteral("\n") + self->importFaults_.join(QChar(u'\n'));
                       self->tell(words, self->importFaults_.isEmpty() ? "fine" : "refusal");
                     });
}

void CandidatesPage::tell(const QString& words, const char* style) {
  importOutcome_->setObjectName(QString::fromLatin1(style));
  importOutcome_->style()->unpolish(importOutcome_);
  importOutcome_->style()->polish(importOutcome_);
  importOutcome_->setText(words);
  importOutcome_->show();
}

void CandidatesPage::show(const console::Outlook& outlook) {
  form_->setFixedWidth(form_->widget()->minimumSizeHint().width() + form_->verticalScrollBar()->sizeHint().width());
  add_->setFixedWidth(form_->width());
  table_->setMinimumWidth(fontMetrics().averageCharWidth() * 24);
  if (!outlook.room || outlook.room->id() != session_) return;
  const auto people = outlook.room->byName();
  const auto phase = outlook.room->session() ? console::sessionPhase(outlook.room->session()->phase()) : std::nullopt;
  add_->setPossible(phase && *phase <= exam::SessionPhase::open,
                    context_.say({"La séance est terminée", "The session has ended"}));
  title_->setText(
      context_.say({"Candidats et codes ({})", "Candidates and codes ({})"}, {std::to_string(people.size())}));
  table_->setRowCount(static_cast<int>(people.size()));
  int row = 0;
  for (const message::CandidateView* view : people) {
    const QString cells[] = {toQt(view->family_name() + " " + view->given_name()), toQt(view->birth_date()),
                             toQt(view->code()), toQt(context_.text.word(view->phase()))};
    int column = 0;
    for (const QString& cell : cells) {
      QTableWidgetItem* item = table_->item(row, column);
      if (item == nullptr) table_->setItem(row, column, item = new QTableWidgetItem());
      if (item->text() != cell) item->setText(cell);
      ++column;
    }
    ++row;
  }
}

void CandidatesPage::printOrSave(bool toFile) {
  const console::Outlook& outlook = context_.desk.outlook();
  if (!outlook.room || outlook.room->candidates().empty()) {
    return tell(
        context_.say({"Personne n'est encore inscrit : rien à imprimer.", "Nobody was added yet: nothing to print."}),
        "refusal");
  }
  if (toFile) {
    const QString file = QFileDialog::getSaveFileName(this, context_.say({"Papillons en PDF", "Slips as PDF"}),
                                                      QStringLiteral("papillons.pdf"), QStringLiteral("PDF (*.pdf)"));
    if (file.isEmpty()) return;
    QPdfWriter writer(file);
    writer.setPageSize(QPageSize(QPageSize::A4));
    printSlips(*outlook.room, context_.text, writer);
    return;
  }
  QPrinter printer;
  QPrintDialog dialog(&printer, this);
  if (dialog.exec() == QDialog::Accepted) printSlips(*outlook.room, context_.text, printer);
}

}  // namespace vigie::window
