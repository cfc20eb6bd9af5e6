// One change by somebody who holds every key of the server, and the finding that names it; the lists are in
// Tampering*Test.cpp. In each case the records are chained again, checkpoints, certificates and the bundle signed
// again.
#pragma once

#include <gmock/gmock.h>

#include "Sessions.hpp"
#include "tests/support/InsiderDeeds.hpp"

namespace vigie::verify {

struct Tampering {
  const char* name;
  support::SyntheticSession& (*session)();
  void (*change)(support::Insider&);
  Code named;
  const char* says = "";  // part of the finding's detail or about
};

inline void PrintTo(const Tampering& one, std::ostream* out) {
  *out << one.name;
}

class TamperingTest : public testing::TestWithParam<Tampering> {};

template <class Content>
Content& first(support::Insider& insider) {
  return *insider.records[insider.find<Content>()].template as<Content>();
}

template <class Content>
void drop(support::Insider& insider) {
  insider.records.erase(insider.records.begin() + static_cast<std::ptrdiff_t>(insider.find<Content>()));
}

}  // namespace vigie::verify
