#include "candidate-client/preview/Preview.hpp"

#include "candidate-client/preview/ItemsFile.hpp"
#include "candidate-client/ui/question/Showable.hpp"
#include "common/content/Template.hpp"

namespace vigie::candidate {
namespace {

using ui::Language;
using ui::Phrase;

constexpr Phrase kRight = {"Verdict : juste", "Verdict: right"};
constexpr Phrase kWrong = {"Verdict : faux", "Verdict: wrong"};
constexpr Phrase kReported = {"Signalement reçu : %1. Ici, la question reste.",
                              "Report received: %1. Here, the question stays."};
constexpr Phrase kAgrees = {"d’accord", "agrees"};
constexpr Phrase kDiffers = {"EN DÉSACCORD", "DIFFERS"};
constexpr Phrase kExpectedRight = {"juste", "right"};
constexpr Phrase kExpectedWrong = {"faux", "wrong"};

QString wordsOf(const content::Answer& answer) {
  QStringList parts;
  for (const std::string& id : answer.selected) parts << QString::fromStdString(id);
  for (const auto& [name, text] : answer.fields) {
    parts << QString::fromStdString(name) + " = " + QString::fromStdString(text).simplified();
  }
  return parts.isEmpty() ? QStringLiteral("∅") : parts.join(", ");
}

QString kindOf(const content::Item& item) {
  QString kind = QString::fromUtf8(content::kindName(item.kind));
  if (item.timerSeconds) kind += QString(" · %1 s").arg(*item.timerSeconds);
  if (item.focused) kind += " · focus";
  return kind + QString(" · %1 L%2").arg(QString::fromStdString(item.competence)).arg(item.level);
}

QStringList idsOf(const std::vector<content::Item>& items) {
  QStringList ids;
  for (const content::Item& item : items) ids << QString::fromStdString(item.id);
  return ids;
}

}  // namespace

Preview::Preview(std::vector<content::Item> items, WindowSettings settings)
    : items_(std::move(items)), language_(settings.language) {
  settings.mayClose = true;
  actions_.answer = [this](const content::Answer& answer) { judged(answer); };
  actions_.report = [this](const std::string& category, const std::string& comment) { reported(category, comment); };
  // A verdict is of what stands there now.
  actions_.typed = [this](std::uint32_t, const content::Answer&) {
    verdict_.reset();
    bar_->tell({});
  };
  window_ = std::make_unique<Window>(actions_, settings);
  PreviewActions acts;
  acts.choose = [this](int item) { choose(item); };
  acts.step = [this](int by) { choose(item_ + by); };
  acts.otherLanguage = [this] {
    language_ = language_ == Language::french ? Language::english : Language::french;
    window_->setLanguage(language_);
    ask();
  };
  acts.otherValues = [this] {
    variant_ = (variant_ + 1) % shown_.variants;
    ask();
  };
  acts.tryExample = [this](int row) {
    if (row < static_cast<int>(outcomes_.size())) {
      ask(shown_.examples[outcomes_[static_cast<std::size_t>(row)].example].answer);
    }
  };
  bar_ = new PreviewBar(idsOf(items_), std::move(acts));
  window_->setMenuWidget(bar_);
  choose(0);
}

void Preview::choose(int item) {
  const int count = static_cast<int>(items_.size());
  item_ = ((item % count) + count) % count;
  variant_ = 0;
  ask();
}

// The same question again is another one to the window: its number is new, so it comes up empty or filled.
void Preview::ask(std::optional<content::Answer> filled) {
  verdict_.reset();
  const content::Item& item = items_[static_cast<std::size_t>(item_)];
  auto variant = content::variantOf(item, variant_);
  shown_ = variant ? std::move(*variant) : item;
  auto question = questionOf(shown_, language(), ++asked_);
  view_ = {};
  view_.screen = session::Screen::question;
  view_.language = language();
  view_.progress = static_cast<std::uint32_t>(item_) + 1;
  view_.questions = static_cast<std::uint32_t>(items_.size());
  session::Notes notes;
  if (filled) notes.draft = session::Draft{asked_, std::move(*filled)};
  if (!question) {
    window_->present(view_, notes);
    return tellFacts(&question.error());
  }
  const auto showable = checkShowable(*question);
  view_.question = std::make_shared<const session::ShownQuestion>(std::move(*question));
  window_->present(view_, notes);
  tellFacts(showable ? nullptr : &showable.error());
}

void Preview::tellFacts(const base::Error* fault) {
  PreviewFacts facts;
  facts.language = language_;
  facts.item = item_;
  facts.items = static_cast<int>(items_.size());
  facts.variant = variant_;
  facts.variants = shown_.variants;
  facts.kind = kindOf(shown_);
  if (fault != nullptr) facts.fault = QString::fromStdString(fault->detail);
  outcomes_ = content::judgeExamples(shown_);
  std::erase_if(outcomes_, [this](const content::ExampleOutcome& one) { return one.locale != language(); });
  for (const content::ExampleOutcome& one : outcomes_) {
    const Phrase& expected = one.expected ? kExpectedRight : kExpectedWrong;
    if (!one.agrees() && facts.differences++ == 0) facts.firstDifference = static_cast<int>(facts.examples.size());
    facts.examples << QString("%1 (%2) : %3")
                          .arg(expected.in(language_), (one.agrees() ? kAgrees : kDiffers).in(language_),
                               wordsOf(shown_.examples[one.example].answer));
  }
  bar_->show(facts);
}

void Preview::judged(const content::Answer& answer) {
  if (!view_.question) return;
  const auto fits = session::checkFits(*view_.question, answer);
  const auto verdict = content::judge(shown_, language(), answer);
  if (!fits || !verdict) {
    bar_->tell(QString::fromStdString(fits ? verdict.error().detail : fits.error().detail));
    return;
  }
  verdict_ = *verdict;
  const Phrase& words = *verdict == content::Verdict::right ? kRight : kWrong;
  bar_->tell(words.in(language_) + " · " + QString::fromStdString(shown_.id) + " · " + wordsOf(answer));
}

// As after an invigilator's visit, at once.
void Preview::reported(const std::string& category, const std::string& comment) {
  if (category == "item-unshowable") return bar_->tellFault(QString::fromStdString(comment));
  session::View covered = view_;
  covered.screen = session::Screen::alertOpen;
  window_->present(covered, {});
  window_->present(view_, {});
  bar_->tell(kReported.in(language_).arg(QString::fromStdString(category)));
}

}  // namespace vigie::candidate
