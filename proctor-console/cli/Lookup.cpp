#include "proctor-console/cli/Lookup.hpp"

#include <algorithm>
#include <cctype>

#include "proctor-console/model/Room.hpp"

namespace vigie::cli {
namespace {

namespace message = protocol::message;

std::string lower(std::string text) {
  for (char& one : text) one = static_cast<char>(std::tolower(static_cast<unsigned char>(one)));
  return text;
}

// As slips show it: upper case, without the blanks and dashes that people put in.
std::string asCode(const std::string& typed) {
  std::string out;
  for (const char one : typed) {
    if (one != ' ' && one != '-') out += static_cast<char>(std::toupper(static_cast<unsigned char>(one)));
  }
  return out;
}

bool startsId(const std::string& raw, const std::string& named) {
  return named.size() >= kShortestPrefix && hexOf(raw).starts_with(lower(named));
}

std::string listOf(const std::vector<std::string>& ids) {
  std::string out;
  for (const std::string& id : ids) out += (out.empty() ? "" : ", ") + id;
  return out;
}

// Exactly one id, or why not.
template <class IdType>
base::Result<IdType> only(const std::vector<std::string>& raw, const std::string& kind, const std::string& named) {
  if (raw.size() == 1) return IdType::fromBytes(raw.front());
  if (raw.empty()) {
    return base::fail(kind + "-unknown", "nothing matches " + (named.empty() ? std::string("this command") : named) +
                                             "; give an id, or at least its first " + std::to_string(kShortestPrefix) +
                                             " digits");
  }
  std::vector<std::string> ids;
  for (const std::string& one : raw) ids.push_back(hexOf(one));
  return base::fail(kind + "-ambiguous",
                    (named.empty() ? std::string("several are possible: ") : named + " may be: ") + listOf(ids));
}

}  // namespace

base::Result<base::SessionId> findSession(const SessionViews& sessions, const std::string& named,
                                          const std::vector<exam::SessionPhase>& preferred) {
  std::vector<std::string> found;
  if (!named.empty()) {
    for (const auto& session : sessions) {
      if (startsId(session.session(), named)) found.push_back(session.session());
    }
    return only<base::SessionId>(found, "session", named);
  }
  for (const exam::SessionPhase phase : preferred) {
    for (const auto& session : sessions) {
      if (console::sessionPhase(session.phase()) == phase) found.push_back(session.session());
    }
    if (!found.empty()) break;
  }
  if (!found.empty()) return only<base::SessionId>(found, "session", named);
  std::vector<std::string> words;
  for (const exam::SessionPhase phase : preferred) words.emplace_back(exam::phaseName(phase));
  return base::fail(sessions.empty() ? "session-unknown" : "session-phase",
                    "there is no session that is " + listOf(words));
}

base::Result<base::CandidateRef> findCandidate(const CandidateViews& candidates, const std::string& named) {
  std::vector<std::string> found;
  for (const auto& candidate : candidates) {
    const bool isCode = !candidate.code().empty() && candidate.code() == asCode(named);
    if (isCode || startsId(candidate.candidate(), named)) found.push_back(candidate.candidate());
  }
  return only<base::CandidateRef>(found, "candidate", named);
}

base::Result<base::WorkstationId> findMachine(const MachineViews& machines, const std::string& named,
                                              const std::string& role) {
  std::vector<std::string> byLabel;
  std::vector<std::string> byId;
  for (const auto& machine : machines) {
    if (!role.empty() && machine.role() != role) continue;
    if (!machine.revoked() && lower(machine.label()) == lower(named)) byLabel.push_back(machine.machine());
    if (startsId(machine.machine(), named)) byId.push_back(machine.machine());
  }
  return only<base::WorkstationId>(byLabel.empty() ? byId : byLabel, "workstation", named);
}

}  // namespace vigie::cli
