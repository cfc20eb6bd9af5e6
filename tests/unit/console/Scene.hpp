// What the console's tests share: a folder that goes away, standings, views and a centre's signed words.
#pragma once

#include "common/crypto/Random.hpp"
#include "common/exam/Records.hpp"
#include "proctor-console/model/Checkpoint.hpp"
#include "tests/support/TemporaryFolder.hpp"

namespace vigie::console::test {

namespace message = protocol::message;

using support::TemporaryFolder;

template <class IdType>
IdType idOf(std::uint8_t first) {
  IdType id;
  id.value[0] = first;
  id.value[15] = 1;
  return id;
}

inline Standing standingAt(std::uint64_t position, std::uint8_t head = 0, std::uint8_t stream = 0) {
  Standing standing{idOf<StreamId>(stream), idOf<base::EpochId>(1), position, {}};
  standing.head.fill(head != 0 ? head : static_cast<std::uint8_t>(position));
  return standing;
}

inline message::CandidateView candidateView(const base::CandidateRef& ref, const std::string& family,
                                            const std::string& phase) {
  message::CandidateView view;
  view.set_candidate(ref.bytes());
  view.set_family_name(family);
  view.set_given_name("Ada");
  view.set_phase(phase);
  view.set_linked(true);
  return view;
}

inline message::SessionView sessionView(const base::SessionId& id, const std::string& phase) {
  message::SessionView view;
  view.set_session(id.bytes());
  view.set_phase(phase);
  return view;
}

inline message::AlertView alertView(std::uint32_t number, const base::CandidateRef& candidate, bool open) {
  message::AlertView view;
  view.set_alert(number);
  view.set_candidate(candidate.bytes());
  view.set_open(open);
  return view;
}

inline exam::record::SignedBytes signedCheckpoint(const crypto::Signer& signer, const Standing& standing,
                                                  const std::string& purpose = "checkpoint") {
  exam::record::CheckpointBody body;
  body.set_stream(standing.stream.bytes());
  body.set_epoch(standing.epoch.bytes());
  body.set_position(standing.position);
  body.set_head(base::toString(standing.head));
  body.set_wall_ms(1'700'000'000'000);
  return exam::toRecord(crypto::signMessage(signer, purpose, exam::bytesOf(body)));
}

}  // namespace vigie::console::test
