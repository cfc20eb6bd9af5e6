// A guard on a bench: a key of the centre, fake places and controls, a folder, and orders made in one line.
#pragma once

#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <set>

#include "candidate-client/guard/Guard.hpp"
#include "common/jcs/Jcs.hpp"
#include "tests/support/FakeClock.hpp"
#include "tests/support/TemporaryFolder.hpp"

namespace vigie::guard {

inline const std::string kSeat = "0123456789abcdef0123456789abcdef";
inline constexpr std::int64_t kNow = 1'795'341'600'000;  // 2026-11-22T10:00:00Z

// Values in memory. A target in `stubborn` cannot be written.
class FakePlace final : public Place {
 public:
  explicit FakePlace(Lasting lasting = Lasting::untilBoot) : lasting_(lasting) {}
  std::string_view kind() const override {
    return lasting_ == Lasting::untilBoot ? "fake" : lasting_ == Lasting::acrossBoots ? "fake-lasting" : "fake-thing";
  }
  Lasting lasting() const override { return lasting_; }
  base::Result<Value> read(const std::string& target) override {
    const auto found = values.find(target);
    return found == values.end() ? Value{} : Value(found->second);
  }
  base::Result<void> write(const std::string& target, const Value& value) override {
    if (stubborn.contains(target)) return base::fail("stubborn", "it does not want to change");
    writes.push_back(target);
    if (value) {
      values[target] = *value;
    } else {
      values.erase(target);
    }
    return {};
  }

  std::map<std::string, base::Bytes> values;
  std::set<std::string> stubborn;
  std::vector<std::string> writes;

 private:
  Lasting lasting_;
};

class FakeControl final : public Control {
 public:
  FakeControl(ControlId id, std::vector<Step> steps) : id_(id), steps_(std::move(steps)) {}
  ControlId id() const override { return id_; }
  Ability ability() override { return able; }
  base::Result<std::vector<Step>> steps(const Policy&, Mode mode) override {
    return mode == Mode::on ? steps_ : std::vector<Step>{};
  }
  base::Result<void> start(const Policy&, Mode mode, const Report& report) override {
    if (startFails) return base::fail("no-start", "it does not start");
    running = mode;
    reporter = report;
    return {};
  }
  void stop() override { running = Mode::off; }

  Ability able{true, true, {}};
  bool startFails = false;
  Mode running = Mode::off;
  Report reporter;

 private:
  ControlId id_;
  std::vector<Step> steps_;
};

inline Step fakeStep(const std::string& target, const std::string& wanted, ControlId control = ControlId::kernel) {
  return {control, "fake", target, base::toBytes(wanted)};
}

inline nlohmann::json samplePolicy(const std::string& grade = "locked") {
  return {{"format", "vigie-policy/1"}, {"grade", grade}};
}

class GuardBench {
 public:
  GuardBench() {
    auto place = std::make_unique<FakePlace>();
    place_ = place.get();
    places_.add(std::move(place));
    place_->values = {{"a", base::toBytes("old a")}, {"b", base::toBytes("old b")}};
  }

  void start() {
    guard_.reset();
    auto started = Guard::start({folder_.path(), kSeat, key_.publicKey(), clock, places_, {&kernel, &network}, {}});
    if (!started) throw std::runtime_error(started.error().detail);
    guard_ = std::move(*started);
  }

  nlohmann::json body(const nlohmann::json& steps, std::uint64_t number) const {
    return {{"expires", base::formatUtc(clock.now().wallMs + 60'000)},
            {"format", "vigie-order/1"},
            {"nonce", guard_->status().nonce},
            {"number", number},
            {"seat", kSeat},
            {"steps", steps}};
  }
  std::string sign(const nlohmann::json& body) const {
    return orderText(crypto::signMessage(key_, kOrderType, base::bytesOf(jcs::canonicalText(body))));
  }
  base::Result<void> order(const nlohmann::json& steps) { return guard_->obey(sign(body(steps, ++number_))); }
  base::Result<void> lock(const std::string& grade = "locked") {
    return order({{{"do", "lock"}, {"policy", samplePolicy(grade)}}});
  }

  Guard& guard() { return *guard_; }
  FakePlace& place() { return *place_; }
  std::filesystem::path folder() const { return folder_.path(); }
  std::string valueOf(const std::string& target) const {
    const auto found = place_->values.find(target);
    return found == place_->values.end() ? "(none)" : base::toString(found->second);
  }
  const Incident* incident(std::string_view reason) const {
    seen_ = guard_->status().incidents;
    for (const Incident& one : seen_) {
      if (one.sighting.reason == reason) return &one;
    }
    return nullptr;
  }

  support::FakeClock clock{kNow};
  FakeControl kernel{ControlId::kernel, {fakeStep("a", "new a"), fakeStep("c", "new c")}};
  FakeControl network{ControlId::network, {fakeStep("b", "new b", ControlId::network)}};

 private:
  support::TemporaryFolder folder_;
  crypto::PrivateKey key_ = crypto::PrivateKey::generate(crypto::KeyKind::p256);
  Places places_;
  FakePlace* place_ = nullptr;
  std::unique_ptr<Guard> guard_;
  std::uint64_t number_ = 0;
  mutable std::vector<Incident> seen_;
};

}  // namespace vigie::guard
