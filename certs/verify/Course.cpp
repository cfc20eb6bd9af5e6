#include "certs/verify/Course.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "certs/verify/Reconstruction.hpp"
#include "common/base/Clock.hpp"
#include "common/content/Presentation.hpp"

namespace vigie::verify {
namespace {

namespace record = exam::record;

// What a refusal of decide() means when the records say that the command was carried out.
Code codeOf(const base::Error& refusal) {
  static constexpr std::array<std::pair<std::string_view, Code>, 10> kCodes = {{
      {"answer-chain", Code::answerChain},
      {"answer-mismatch", Code::answerMismatch},
      {"answer-conflict", Code::answerMismatch},
      {"simulated-seat", Code::ticketSimulated},
      {"code-in-use", Code::seatConflict},
      {"workstation-taken", Code::seatConflict},
      {"workstation-unknown", Code::seatUnknown},
      {"clock-wrong", Code::ticketDates},
      {"ticket-expired", Code::ticketDates},
      {"command-reused", Code::commandRepeated},
  }};
  const auto found =
      std::find_if(kCodes.begin(), kCodes.end(), [&](const auto& one) { return one.first == refusal.code; });
  return found == kCodes.end() ? Code::courseWrong : found->second;
}

Place placeOf(const SessionEntry& entry) {
  Place place = inSession(entry.record.sequence);
  std::visit(
      [&](const auto& content) {
        if constexpr (requires { content.candidate(); })
          place.candidate = base::toHex(base::bytesOf(content.candidate()));
        if constexpr (requires { content.number(); }) place.question = content.number();
      },
      entry.content);
  return place;
}

std::string resultText(const record::ResultDecided& result) {
  return result.status() + (result.has_score() ? ", score " + std::to_string(result.score()) : std::string());
}

}  // namespace

bool Course::seatEnrolled(const SessionEntry& entry) const {
  const auto* moved = std::get_if<record::CandidateMoved>(&entry.content);
  if (moved == nullptr) return false;
  const std::string id = base::toHex(base::bytesOf(moved->workstation()));
  const exam::Machine* machine = history_.machine(id);
  return machine != nullptr && machine->role == "seat" && !history_.wasRevoked(id, entry.at());
}

bool Course::decideAgain(std::size_t index) {
  if (index == 0 || index < decidedUntil_) return true;  // the first record is held against the centre's stream
  const SessionEntry& entry = stream_.entries[index];
  const auto rest = std::span(stream_.entries).subspan(index);
  const Reconstruction led = reconstruct(rest, state_, seatEnrolled(entry));
  if (!led.command) {
    findings_.add(Code::courseWrong, placeOf(entry), exam::nameOf(entry.content),
                  "no command leads to this record at this place");
    return false;
  }
  if (std::holds_alternative<record::SessionOpened>(entry.content)) checkOpening(entry);
  const exam::Decision decision = exam::decide(state_, *binding_.environment, *led.command, entry.at());
  if (decision.repeated) {
    findings_.add(Code::commandRepeated, placeOf(entry));
    return false;
  }
  // Only a wrong code is refused with the very record that stands here.
  if (decision.refusal && !std::holds_alternative<record::CheckInRefused>(entry.content)) {
    findings_.add(codeOf(*decision.refusal), placeOf(entry), exam::nameOf(entry.content),
                  decision.refusal->code + ": " + decision.refusal->detail);
    return false;
  }
  decidedUntil_ = index + decision.records.size();
  return compare(index, decision);
}

// Between the ticket's two dates, whatever the clock said at other moments.
void Course::checkOpening(const SessionEntry& entry) {
  const credential::Ticket& ticket = *binding_.ticket;
  if (entry.record.wallMs >= ticket.validFromMs && entry.record.wallMs <= ticket.validUntilMs) return;
  findings_.add(Code::ticketDates, placeOf(entry), base::formatUtc(entry.record.wallMs));
}

bool Course::compare(std::size_t index, const exam::Decision& decision) {
  for (std::size_t i = 0; i < decision.records.size(); ++i) {
    const exam::Draft& draft = decision.records[i];
    if (index + i >= stream_.entries.size()) {
      findings_.add(Code::courseWrong, inSession(stream_.size()), exam::nameOf(draft.content),
                    "the stream ends in the middle of a decision");
      return false;
    }
    const SessionEntry& entry = stream_.entries[index + i];
    const Place place = placeOf(entry);
    if (draft.content.index() != entry.content.index()) {
      findings_.add(Code::courseWrong, place, exam::nameOf(entry.content),
                    std::string("expected ") + exam::nameOf(draft.content));
      return false;
    }
    if (const auto* asked = std::get_if<record::QuestionAsked>(&draft.content)) {
      compareQuestion(place, *asked, std::get<record::QuestionAsked>(entry.content));
      continue;
    }
    if (exam::payloadOf(draft.content) == entry.record.payload && draft.privateHash == entry.record.privateHash)
      continue;
    if (const auto* result = std::get_if<record::ResultDecided>(&draft.content)) {
      findings_.add(Code::resultDiffers, place, resultText(std::get<record::ResultDecided>(entry.content)),
                    resultText(*result));
      continue;
    }
    findings_.add(Code::courseWrong, place, exam::nameOf(entry.content),
                  "the command says something else than the record");
    return false;
  }
  return true;
}

void Course::compareQuestion(const Place& place, const record::QuestionAsked& decided,
                             const record::QuestionAsked& recorded) {
  if (recorded.candidate() != decided.candidate() || recorded.number() != decided.number() ||
      recorded.language() != decided.language()) {
    return findings_.add(Code::courseWrong, place, "QuestionAsked",
                         "it was for somebody else, or bears another number or language");
  }
  if (recorded.item() != decided.item() || recorded.item_version() != decided.item_version() ||
      recorded.available() != decided.available() || recorded.draw() != decided.draw() ||
      recorded.ability() != decided.ability()) {
    return findings_.add(Code::questionChoice, place, recorded.item(), decided.item());
  }
  if (recorded.content() != decided.content()) return findings_.add(Code::questionContent, place, recorded.item());
  // Without the bank the order of the choices is taken as recorded; that it was shown so is signed by the seat.
  const std::vector<std::string> order(recorded.order().begin(), recorded.order().end());
  crypto::Digest content{};
  crypto::toDigest(decided.content(), content);
  const bool same =
      binding_.withChoices
          ? exam::payloadOf(exam::SessionRecord(decided)) == exam::payloadOf(exam::SessionRecord(recorded))
          : recorded.shown() == base::textOf(content::shownDigest(content, recorded.language(), order));
  if (!same) findings_.add(Code::questionShown, place, recorded.item());
}

void Course::apply(std::size_t index) {
  const SessionEntry& entry = stream_.entries[index];
  exam::evolve(state_, *binding_.environment, entry.at(), entry.content);
}

}  // namespace vigie::verify
