// The centre's views as JSON with the names that scripts rely on, and as lines for people. Thread: any.
#pragma once

#include <nlohmann/json.hpp>

#include "common/protocol/Messages.hpp"
#include "proctor-console/cli/Text.hpp"

namespace vigie::cli {

using Json = nlohmann::ordered_json;

Json toJson(const protocol::message::SessionView& session);
Json toJson(const protocol::message::CandidateView& candidate);
Json toJson(const protocol::message::AlertView& alert);
Json toJson(const protocol::message::MachineView& machine);
Json toJson(const protocol::message::TicketView& ticket);
Json toJson(const protocol::message::StreamView& stream);

template <class Views>
Json toJsonArray(const Views& views) {
  Json out = Json::array();
  for (const auto& view : views) out.push_back(toJson(view));
  return out;
}

using CandidateViews = google::protobuf::RepeatedPtrField<protocol::message::CandidateView>;
using SessionViews = google::protobuf::RepeatedPtrField<protocol::message::SessionView>;
using AlertViews = google::protobuf::RepeatedPtrField<protocol::message::AlertView>;
using MachineViews = google::protobuf::RepeatedPtrField<protocol::message::MachineView>;
using TicketViews = google::protobuf::RepeatedPtrField<protocol::message::TicketView>;
using StreamViews = google::protobuf::RepeatedPtrField<protocol::message::StreamView>;

std::string describe(const Text& text, const SessionViews& sessions);
std::string describe(const Text& text, const protocol::message::SessionView& session);
std::string describe(const Text& text, const CandidateViews& candidates);
std::string describe(const Text& text, const protocol::message::CandidateView& candidate);
std::string describe(const Text& text, const AlertViews& alerts, const CandidateViews& candidates);
std::string describe(const Text& text, const MachineViews& machines);
std::string describe(const Text& text, const TicketViews& tickets);
std::string describe(const Text& text, const StreamViews& streams);

std::string nameOf(const protocol::message::CandidateView& candidate);  // "Ada Noël"
std::string streamName(const std::string& stream);                      // "centre", or the session's 32 digits
std::string hexOf(const std::string& raw);

}  // namespace vigie::cli
