#include "certs/verify/SessionExplanation.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <sstream>
#include <utility>

#include "certs/verify/Binding.hpp"
#include "certs/verify/CentreHistory.hpp"
#include "common/content/Calibration.hpp"
#include "common/scoring/ItemResponse.hpp"
#include "common/scoring/Model.hpp"

namespace vigie::verify {
namespace {

namespace record = exam::record;
using scoring::AskedOutcome;

constexpr std::size_t kOthersOnAnItem = 5;
constexpr std::size_t kAnswersOfASession = 20;

struct Recorded {  // of one question
  double ability = 0;
  std::uint32_t available = 0;
  double draw = 0;
};

struct Sitting {                       // what the records say of one candidate's test
  std::vector<std::uint8_t> excluded;  // before the first question
  std::vector<Recorded> recorded;
  std::vector<double> seconds;  // per counted answer
  std::vector<scoring::ItemIndex> items;
};

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

// The session as its records leave it, and what the state does not keep.
class Walk {
 public:
  explicit Walk(const exam::Environment& environment) : environment_(environment) {}

  void take(const SessionEntry& entry) {
    exam::evolve(state_, environment_, entry.at(), entry.content);
    if (const auto* started = std::get_if<record::TestStarted>(&entry.content)) {
      if (const exam::Candidate* candidate = find(started->candidate())) {
        sittings_[candidate->ref].excluded = candidate->excluded;
      }
    } else if (const auto* asked = std::get_if<record::QuestionAsked>(&entry.content)) {
      const exam::Candidate* candidate = find(asked->candidate());
      if (candidate == nullptr) return;
      sittings_[candidate->ref].recorded.push_back({asked->ability(), asked->available(), asked->draw()});
    } else if (const auto* accepted = std::get_if<record::AnswerAccepted>(&entry.content)) {
      takeTime(*accepted);
    }
  }

  const exam::SessionState& state() const { return state_; }
  const std::map<base::CandidateRef, Sitting>& sittings() const { return sittings_; }

 private:
  const exam::Candidate* find(const std::string& bytes) const {
    const auto ref = base::CandidateRef::fromBytes(bytes);
    return ref ? state_.find(*ref) : nullptr;
  }

  void takeTime(const record::AnswerAccepted& accepted) {
    const exam::Candidate* candidate = find(accepted.candidate());
    record::AnswerBody body;
    if (candidate == nullptr || candidate->answered.empty() || !body.ParseFromString(accepted.answer().body())) return;
    Sitting& sitting = sittings_[candidate->ref];
    sitting.seconds.push_back(static_cast<double>(body.on_screen_ms()) / 1000);
    sitting.items.push_back(candidate->answered.back());
  }

  const exam::Environment& environment_;
  exam::SessionState state_;
  std::map<base::CandidateRef, Sitting> sittings_;
};

class Explainer {
 public:
  // `bank`: the session's, or null.
  Explainer(const exam::Environment& environment, const Walk& walk, const std::vector<std::string>& competences,
            const content::Bank* bank)
      : environment_(environment), walk_(walk), competences_(competences), bank_(bank) {
    for (const auto& [ref, sitting] : walk.sittings()) {
      all_.insert(all_.end(), sitting.seconds.begin(), sitting.seconds.end());
      for (const auto& [other, ignored] : walk.sittings()) {
        if (other != ref && sharedItems(ref, other).size() >= kLeastShared) ++pairs_;
      }
    }
  }

  base::Result<CandidateExplanation> explain(const base::CandidateRef& ref, const Sitting& sitting) const {
    const exam::Candidate& candidate = *walk_.state().find(ref);
    CandidateExplanation out;
    out.candidate = ref;
    out.seatSeed = environment_.ticketSeed;
    base::append(out.seatSeed, candidate.nonce);
    std::vector<scoring::AskedQuestion> questions;
    for (const exam::Question& question : candidate.questions) {
      questions.push_back({question.item, question.replaced          ? AskedOutcome::replaced
                                          : !question.answer         ? AskedOutcome::open
                                          : question.answer->correct ? AskedOutcome::succeeded
                                                                     : AskedOutcome::failed});
    }
    auto choice = explainChoices(sitting, out.seatSeed, questions);
    if (!choice) return base::fail(choice.error());
    out.choice = std::move(*choice);
    for (std::size_t i = 0; i < out.choice.questions.size() && i < sitting.recorded.size(); ++i) {
      const scoring::QuestionExplanation& question = out.choice.questions[i];
      const Recorded& recorded = sitting.recorded[i];
      const bool same = recorded.ability == question.ability && recorded.available == question.choice.available &&
                        recorded.draw == question.draw;
      if (!same) out.differing.push_back(question.number);
    }
    advise(candidate, sitting, out);
    return out;
  }

 private:
  static constexpr std::size_t kLeastShared = 8;

  base::Result<scoring::Explanation> explainChoices(const Sitting& sitting, base::ByteView seatSeed,
                                                    std::span<const scoring::AskedQuestion> questions) const {
    if (!environment_.planned) {
      return scoring::explainTest({environment_.bank, environment_.rules, sitting.excluded, seatSeed, questions});
    }
    const auto& [bank, plan, solver] = *environment_.planned;
    return scoring::explainPlan({bank, plan, sitting.excluded, seatSeed, questions, solver});
  }

  std::vector<scoring::Answer> answersOf(const exam::Candidate& candidate) const {
    std::vector<scoring::Answer> answers;
    for (const exam::Question& question : candidate.questions) {
      if (!question.answer || question.replaced) continue;
      answers.push_back(
          {question.item, question.answer->correct ? scoring::Outcome::succeeded : scoring::Outcome::failed});
    }
    return answers;
  }

  void advise(const exam::Candidate& candidate, const Sitting& sitting, CandidateExplanation& out) const {
    const std::vector<scoring::Answer> answers = answersOf(candidate);
    if (const auto measure = misfitOf(answers)) out.advice.push_back(*measure);
    const std::vector<scoring::TimedAnswer> times = timesOf(candidate.ref, sitting);
    if (const auto measure = scoring::rapidAnswers(times)) out.advice.push_back(*measure);
    if (const auto measure = scoring::suddenChange(times)) out.advice.push_back(*measure);
    if (!answers.empty()) adviseOnCopying(candidate, abilityOf(answers), out);
    const auto areas = areasOf(answers);
    for (std::size_t k = 0; areas && k < areas->size(); ++k) {
      if ((*areas)[k].isShown) {
        out.areas.push_back({competences_[k], (*areas)[k]});
      } else if ((*areas)[k].answers > 0) {
        ++out.areasWithheld;
      }
    }
  }

  // By the session's models: those of its plan, else Pix's two parameters.
  std::optional<scoring::Measure> misfitOf(std::span<const scoring::Answer> answers) const {
    if (environment_.planned) return scoring::misfit(environment_.planned->bank, modelAnswers(answers));
    return scoring::misfit(fitAnswers(answers));
  }

  double abilityOf(std::span<const scoring::Answer> answers) const {
    if (!environment_.planned) return scoring::weightedLikelihoodAbility(fitAnswers(answers));
    return scoring::estimate(environment_.planned->bank, {.kind = scoring::EstimatorKind::wle}, modelAnswers(answers))
        .ability;
  }

  double rightAt(scoring::ItemIndex item, double ability) const {
    if (environment_.planned) {
      return scoring::categoryCurves(environment_.planned->bank.item(item), ability).probability[1];
    }
    const auto [a, b] = environment_.bank.parameters(item);
    return scoring::successProbability(a, b, ability);
  }

  base::Result<std::vector<scoring::AreaEstimate>> areasOf(std::span<const scoring::Answer> answers) const {
    const auto areas = static_cast<std::uint32_t>(competences_.size());
    if (environment_.planned) {
      return scoring::reportAreas(environment_.planned->bank, modelAnswers(answers), areas, {});
    }
    return scoring::reportAreas(environment_.bank, answers, areas, {});
  }

  std::vector<scoring::FitAnswer> fitAnswers(std::span<const scoring::Answer> answers) const {
    std::vector<scoring::FitAnswer> out;
    for (const auto& [item, outcome] : answers) out.push_back({environment_.bank.parameters(item), outcome});
    return out;
  }

  static std::vector<scoring::ModelAnswer> modelAnswers(std::span<const scoring::Answer> answers) {
    std::vector<scoring::ModelAnswer> out;
    for (const auto& [item, outcome] : answers) {
      out.push_back({item, static_cast<std::uint8_t>(outcome == scoring::Outcome::succeeded ? 1 : 0)});
    }
    return out;
  }

  std::vector<scoring::TimedAnswer> timesOf(const base::CandidateRef& ref, const Sitting& sitting) const {
    std::vector<scoring::TimedAnswer> times;
    for (std::size_t i = 0; i < sitting.seconds.size(); ++i) {
      std::vector<double> others;
      for (const auto& [other, theirs] : walk_.sittings()) {
        for (std::size_t k = 0; other != ref && k < theirs.items.size(); ++k) {
          if (theirs.items[k] == sitting.items[i]) others.push_back(theirs.seconds[k]);
        }
      }
      scoring::TimedAnswer answer;
      answer.seconds = sitting.seconds[i];
      answer.leastReadingSeconds = readingSecondsOf(sitting.items[i], walk_.state().find(ref)->language);
      if (others.size() >= kOthersOnAnItem) {
        answer.typicalSeconds = median(others);
      } else if (all_.size() >= kAnswersOfASession) {
        answer.typicalSeconds = median(all_);
      }
      times.push_back(answer);
    }
    return times;
  }

  // Nobody answers before reading what is asked; choices and attachments may be skipped. 0 without the bank.
  double readingSecondsOf(scoring::ItemIndex item, const std::string& language) const {
    if (bank_ == nullptr) return 0;
    const auto& locales = bank_->items()[item].locales;
    const auto block = locales.find(language);
    if (block == locales.end()) return 0;
    std::istringstream text(block->second.instruction);
    return scoring::readingSeconds(static_cast<std::uint32_t>(
        std::distance(std::istream_iterator<std::string>(text), std::istream_iterator<std::string>())));
  }

  // Right answers of `source` to items that `copier` answered too.
  std::vector<std::pair<scoring::ItemIndex, std::pair<bool, bool>>> sharedItems(
      const base::CandidateRef& copier, const base::CandidateRef& source) const {
    std::map<scoring::ItemIndex, bool> theirs;
    for (const auto& [item, outcome] : answersOf(*walk_.state().find(source))) {
      theirs[item] = outcome == scoring::Outcome::succeeded;
    }
    std::vector<std::pair<scoring::ItemIndex, std::pair<bool, bool>>> shared;
    for (const auto& [item, outcome] : answersOf(*walk_.state().find(copier))) {
      const auto found = theirs.find(item);
      if (found != theirs.end()) shared.push_back({item, {outcome == scoring::Outcome::succeeded, found->second}});
    }
    return shared;
  }

  void adviseOnCopying(const exam::Candidate& candidate, double ability, CandidateExplanation& out) const {
    const double threshold = scoring::kCopyingThreshold +
                             scoring::log(static_cast<double>(std::max<std::size_t>(1, pairs_))) / scoring::log(10);
    std::optional<scoring::Measure> largest;
    for (const auto& [source, ignored] : walk_.sittings()) {
      if (source == candidate.ref) continue;
      std::vector<scoring::SharedItem> items;
      for (const auto& [item, right] : sharedItems(candidate.ref, source)) {
        items.push_back({rightAt(item, ability), right.second, right.first && right.second, 0});
      }
      const auto measure = scoring::copying(items, threshold);
      if (measure && (!largest || measure->measure.value > largest->value)) largest = measure->measure;
    }
    if (largest) out.advice.push_back(*largest);
  }

  const exam::Environment& environment_;
  const Walk& walk_;
  const std::vector<std::string>& competences_;
  const content::Bank* bank_;
  std::vector<double> all_;  // seconds of all answers
  std::size_t pairs_ = 0;    // ordered, with enough shared items
};

}  // namespace

base::Result<SessionExplanation> explainSession(const SessionFiles& files, const Anchors& anchors,
                                                const content::Bank* bank, const std::string& candidate) {
  std::vector<Finding> found;
  Findings findings(found);
  const auto unusable = [&found] {
    const Finding first = found.empty() ? Finding{} : found.front();
    return base::fail("explanation-records",
                      "the records cannot be explained: " + sentenceOf(first, Language::english));
  };
  const auto streams = readStreams(files.bundle, findings);
  if (!streams) return unusable();
  const auto& created = std::get<record::SessionCreated>(streams->session.entries.front().content);
  const CentreHistory history = CentreHistory::follow(streams->centre, findings);
  const Binding binding = bind({files, *streams, history, anchors, bank}, findings);
  const auto isOfArithmetic = [](const Finding& finding) { return finding.code == Code::arithmeticUnknown; };
  if (std::any_of(found.begin(), found.end(), isOfArithmetic)) {
    return base::fail("explanation-arithmetic",
                      "the session's arithmetic is " + created.arithmetic() + ", which this program does not have");
  }
  if (!binding.environment) return unusable();
  crypto::Digest digest{};
  crypto::toDigest(created.bank_calibration(), digest);
  const auto calibration = files.bundle.bankCalibration.empty() && bank != nullptr
                               ? base::Result<content::Calibration>(bank->calibration())
                               : content::Calibration::loadByDigest(files.bundle.bankCalibration, digest);
  if (!calibration) return base::fail("explanation-records", calibration.error().detail);

  SessionExplanation out;
  out.bankName = calibration->bank();
  out.competences = calibration->competences();
  out.bank = calibration->scoringBank();
  for (const content::CalibratedItem& item : calibration->items()) out.items.push_back(item.id);
  Walk walk(*binding.environment);
  for (const SessionEntry& entry : streams->session.entries) walk.take(entry);
  const bool isSessionsBank = bank != nullptr && bank->calibration().digest() == calibration->digest();
  const Explainer explainer(*binding.environment, walk, out.competences, isSessionsBank ? bank : nullptr);
  for (const auto& [ref, sitting] : walk.sittings()) {
    if (!candidate.empty() && ref.hex() != candidate) continue;
    auto explained = explainer.explain(ref, sitting);
    if (!explained) return base::fail(explained.error());
    out.candidates.push_back(std::move(*explained));
  }
  if (out.candidates.empty() && !candidate.empty()) {
    return base::fail("explanation-candidate",
                      "no candidate " + candidate + " began a test in this session; a reference has 32 hex digits");
  }
  return out;
}

}  // namespace vigie::verify
