#include <algorithm>
#include <array>

#include "common/exam/DecideParts.hpp"

namespace vigie::exam {
namespace {

constexpr int kMostFlags = 16;
constexpr int kMostMeasures = 32;
constexpr std::size_t kLongestName = 40;

bool isWord(const std::string& word) {
  return !word.empty() && word.size() <= kLongestName &&
         std::all_of(word.begin(), word.end(), [](char c) { return (c >= 'a' && c <= 'z') || c == '-'; });
}

// Names of facts go into the journal and onto screens: words only, so that nothing about a person can travel in them.
bool areFactsWellFormed(const record::PictureFacts& facts) {
  static constexpr std::array<std::string_view, 5> kStates = {"", "none", "one", "several", "unknown"};
  if (std::find(kStates.begin(), kStates.end(), facts.state()) == kStates.end()) return false;
  if (facts.flags_size() > kMostFlags || facts.measures_size() > kMostMeasures) return false;
  return std::all_of(facts.flags().begin(), facts.flags().end(), isWord) &&
         std::all_of(facts.measures().begin(), facts.measures().end(),
                     [](const record::PictureMeasure& measure) { return isWord(measure.name()); });
}

Decision announce(const SessionState& state, const Environment& environment, const Candidate& candidate,
                  const AnnouncePicture& command) {
  const record::PictureBody& body = command.body;
  crypto::Digest digest{};
  const bool wellFormed = body.number() > 0 && body.number() <= kLargestPictureNumber && body.size() > 0 &&
                          body.size() <= kLargestSealedPicture && crypto::toDigest(body.digest(), digest) &&
                          (body.source() == "device" || body.source() == "file") && areFactsWellFormed(body.facts());
  if (!wellFormed)
    return refuse("picture-malformed", "the announcement of a picture cannot be right; see records.proto, PictureBody");
  if (body.source() == "file" && environment.kind != SessionKind::demonstration) {
    return refuse("camera-simulated", "a file in place of a camera is accepted only under a demonstration ticket");
  }
  const Evidence& evidence = state.evidenceOf(candidate.ref);
  if (const Picture* known = evidence.find(body.number())) {
    if (known->digest == digest) return {.records = {}, .refusal = {}, .repeated = true};
    record::IncidentRecorded incident;
    incident.set_candidate(candidate.ref.bytes());
    incident.set_workstation(command.workstation.bytes());
    incident.set_kind("picture-conflict");
    incident.set_facts("picture " + std::to_string(body.number()));
    Decision decision =
        refuse("picture-conflict", "another picture was announced under this number, and the first one counts");
    decision.records.push_back({std::move(incident), {}});
    return decision;
  }
  if (body.number() < evidence.newestAnnounced()) {
    return refuse("picture-order", "a later picture was announced before; what was left out stays left out");
  }
  record::PictureAnnounced announced;
  announced.set_candidate(candidate.ref.bytes());
  announced.set_number(body.number());
  announced.set_digest(body.digest());
  announced.set_size(body.size());
  *announced.mutable_announcement() = toRecord(command.message);
  return accept(std::move(announced));
}

Decision stateCapture(const SessionState& state, const Candidate& candidate, const AnnouncePicture& command) {
  static constexpr std::array<std::string_view, 3> kReasons = {"refused", "no-camera", "failed"};
  const record::PictureBody& body = command.body;
  const bool known = std::find(kReasons.begin(), kReasons.end(), body.capture()) != kReasons.end();
  if (!known || body.number() != 0 || !body.digest().empty()) {
    return refuse("picture-malformed", "without a picture the reason must be refused, no-camera or failed");
  }
  if (state.evidenceOf(candidate.ref).capture == body.capture())
    return {.records = {}, .refusal = {}, .repeated = true};
  record::CaptureStated stated;
  stated.set_candidate(candidate.ref.bytes());
  stated.set_capture(body.capture());
  *stated.mutable_statement() = toRecord(command.message);
  return accept(std::move(stated));
}

}  // namespace

Decision decideSeat(const SessionState& state, const Environment& environment, const AnnouncePicture& command) {
  const Candidate* candidate = state.findByLease(command.workstation);
  if (candidate == nullptr || command.body.candidate() != candidate->ref.bytes() ||
      command.body.session() != state.id.bytes()) {
    return refuse("no-lease", "this picture is of somebody who does not sit at this workstation");
  }
  if (candidate->lease->number != command.lease) {
    return refuse("lease-stale", "this candidate continues elsewhere, or in a newer start of the program");
  }
  return command.body.capture() == "pictures" ? announce(state, environment, *candidate, command)
                                              : stateCapture(state, *candidate, command);
}

Decision decidePictures(const SessionState& state, const AddPictures& command) {
  if (state.phase != SessionPhase::open && state.phase != SessionPhase::ended) {
    return refuse("session-phase", "after the finalisation no picture is taken in");
  }
  record::PicturesStored group = command.group;
  group.clear_pictures();
  for (const record::StoredPicture& picture : command.group.pictures()) {
    const auto ref = base::CandidateRef::fromBytes(picture.candidate());
    const Picture* announced = ref ? state.evidenceOf(*ref).find(picture.number()) : nullptr;
    if (announced == nullptr || announced->place || base::textOf(announced->digest) != picture.digest()) continue;
    *group.add_pictures() = picture;
  }
  if (group.pictures().empty())
    return refuse("picture-unannounced", "nobody announced these pictures, or they are stored already");
  return accept(std::move(group));
}

std::vector<Draft> draftMissingPictures(const SessionState& state) {
  std::vector<Draft> drafts;
  for (const auto& [ref, evidence] : state.evidence) {
    record::PicturesMissing missing;
    missing.set_candidate(ref.bytes());
    for (const auto& [number, picture] : evidence.pictures) {
      if (!picture.place) missing.add_numbers(number);
    }
    if (!missing.numbers().empty()) drafts.push_back({std::move(missing), {}});
  }
  return drafts;
}

}  // namespace vigie::exam
