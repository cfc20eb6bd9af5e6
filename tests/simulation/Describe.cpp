#include <bit>

#include "tests/simulation/Ledger.hpp"

namespace vigie::simulation {
namespace {

class Text {
 public:
  void put(std::string_view name, std::string_view value) { text_.append(name).append("=").append(value).append(" "); }
  template <class Number>
    requires std::is_integral_v<Number>
  void put(std::string_view name, Number value) {
    put(name, std::string_view(std::to_string(value)));
  }
  void put(std::string_view name, double value) { put(name, std::bit_cast<std::uint64_t>(value)); }
  void put(std::string_view name, const crypto::Digest& digest) { put(name, base::textOf(digest)); }
  std::string take() { return std::move(text_); }

 private:
  std::string text_;
};

void put(Text& text, const exam::Question& question) {
  text.put("q", question.number);
  text.put("item", question.item);
  text.put("shown", question.shown);
  text.put("lang", question.language);
  for (const std::string& choice : question.order) text.put("o", choice);
  text.put("replaced", question.replaced);
  if (!question.answer) return;
  text.put("answer", question.answer->answerDigest);
  text.put("signed", question.answer->signedDigest);
  text.put("correct", question.answer->correct);
}

void put(Text& text, const exam::Candidate& candidate) {
  text.put("ref", candidate.ref.bytes());
  text.put("code", candidate.codeDigest);
  text.put("phase", exam::phaseName(candidate.phase));
  text.put("paused", candidate.paused);
  text.put("linked", candidate.linked);
  if (candidate.lease) {
    text.put("at", candidate.lease->workstation.bytes());
    text.put("lease", candidate.lease->number);
  }
  for (const base::Bytes& key : candidate.seatKeys) text.put("key", base::textOf(key));
  text.put("nonce", base::textOf(candidate.nonce));
  for (const exam::Question& question : candidate.questions) put(text, question);
  for (const scoring::ItemIndex item : candidate.answered) text.put("did", item);
  text.put("excluded", base::textOf(candidate.excluded));
  if (candidate.estimate) {
    text.put("ability", candidate.estimate->ability());
    text.put("error", candidate.estimate->errorRate());
  }
  text.put("newest", candidate.newestSigned);
  text.put("allowed", candidate.clock.allowedMs());
  text.put("counted", candidate.clock.countedMs());
  for (std::size_t i = 0; i < exam::kCreditReasons; ++i) {
    text.put("credit", candidate.clock.creditedMs(static_cast<exam::CreditReason>(i)));
  }
  text.put("running", candidate.clock.isRunning());
  text.put("end", candidate.endReason);
  text.put("result", candidate.result.has_value());
  text.put("certificate", candidate.certificateCode);
}

}  // namespace

std::string describe(const exam::SessionState& state) {
  Text text;
  text.put("id", state.id.bytes());
  text.put("phase", exam::phaseName(state.phase));
  text.put("paused", state.paused);
  for (const auto& [ref, candidate] : state.candidates) put(text, candidate);
  for (const exam::Alert& alert : state.alerts) {
    text.put("alert", alert.number);
    text.put("of", alert.candidate.bytes());
    text.put("question", alert.question);
    text.put("open", alert.open);
    text.put("outcome", alert.outcome);
  }
  for (const auto& [id, digest] : state.commands) {
    text.put("command", id.bytes());
    text.put("digest", digest);
  }
  text.put("wall", state.newestWallMs);
  text.put("checkpoint", state.checkpointPosition);
  text.put("incidents", state.incidents);
  text.put("anchored", state.anchored);
  return text.take();
}

}  // namespace vigie::simulation
