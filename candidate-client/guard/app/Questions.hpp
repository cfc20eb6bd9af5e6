// What may be asked over the guard's socket, and by whom. One line of JSON in, one line out:
//   {"ask":"status"}                         root and the client's users
//   {"ask":"watch"}                          the same; the status again after every change until one side leaves
//   {"ask":"order","order":text}             root: whoever carries orders; they are signed
//   {"ask":"code","code":text}               root and the users for that
//   {"ask":"restore","damage":"keep"|"give-up"}  root
//   {"ask":"sighting","reason":…,"subject":…,"seen":…,"facts":{…}}   root: the client's supervisor (guard-launch)
//   {"ask":"attest","qualifying":64 hex,"registers":[0,4,…]}         root: whoever speaks to the centre; the TPM's
//   proof
// Answers: {"ok":true} with "status" or "evidence" where that was asked for, or {"ok":false,"code":…,"detail":…}.
// Thread: the guard's.
#pragma once

#include <string>
#include <string_view>

#include "candidate-client/guard/Guard.hpp"
#include "candidate-client/guard/app/Configuration.hpp"

namespace vigie::station {

inline constexpr std::size_t kLargestQuestion = (2U << 20);

struct Answer {
  std::string line;    // with its end
  bool watch = false;  // keep the connection
};

Answer answer(guard::Guard& guard, const Configuration& configuration, std::int64_t uid, std::string_view question);
std::string statusLine(const guard::Guard& guard);

}  // namespace vigie::station
