#include "tests/load/room-load/Answering.hpp"

#include "candidate-client/session/Sitting.hpp"
#include "common/crypto/Random.hpp"
#include "common/crypto/Seal.hpp"
#include "common/link/CentreDates.hpp"
#include "common/link/Client.hpp"
#include "common/protocol/Codec.hpp"
#include "tests/load/room-load/Driver.hpp"
#include "tests/load/room-load/ProcessCost.hpp"
#include "tests/load/seat-simulator/Responses.hpp"

namespace vigie::load {
namespace {

using Clock = std::chrono::steady_clock;

// The generator's own disk is not what is measured.
class MemorySafe final : public session::Safe {
 public:
  base::Result<std::optional<base::Bytes>> read() override { return bytes_; }
  base::Result<void> write(base::ByteView bytes) override {
    bytes_ = base::Bytes(bytes.begin(), bytes.end());
    return {};
  }

 private:
  std::optional<base::Bytes> bytes_;
};

struct Shared {
  Driver& driver;
  link::IoThreads& io;
  const Responses& responses;
  base::SystemClock clock;
  std::vector<double> milliseconds;
  std::string fault;
};

class LoadSeat final : public session::Outputs {
 public:
  LoadSeat(Shared& shared, const link::Machine& machine, std::string code)
      : shared_(shared),
        machine_(machine),
        code_(std::move(code)),
        keep_(session::Keep::open(std::make_unique<MemorySafe>(), crypto::newSealKey()).value()),
        sitting_(
            {.workstation = machine.id,
             .machineKey = &machine_.key,
             .program = "room-load",
             .kind = session::SeatKind::simulated,
             .entropy = [](std::span<std::uint8_t> out) { crypto::randomBytes(out); },
             .newSeatKey =
                 [] {
                   return std::make_unique<crypto::PrivateKey>(crypto::PrivateKey::generate(crypto::KeyKind::p256));
                 }},
            keep_, *this) {}

  void connect() {
    link::ClientSettings settings;
    settings.host = machine_.host;
    settings.port = machine_.port;
    settings.caps = [](std::uint16_t number) { return protocol::capOf(protocol::Sender::centre, number); };
    auto context = link::TlsContext::clientMutual(machine_.credentials(), machine_.authority);
    client_ = std::make_unique<link::Client>(shared_.io, std::move(*context), settings);
    link::LinkEvents events;
    events.onOpen = [this](link::LinkId link, const link::PeerIdentity&) {
      shared_.driver.post([this, link] {
        link_ = link;
        sitting_.linkUp(now());
      });
    };
    events.onFrame = [this](link::LinkId, link::Frame frame) {
      auto message = std::make_shared<base::Result<protocol::Message>>(
          protocol::decode(protocol::Sender::centre, frame.type, frame.body));
      shared_.driver.post([this, message] {
        if (*message) sitting_.receive(**message, now());
        act();
      });
      return link::Reading::goOn;
    };
    events.onEnd = [this](link::LinkId, link::End end, const std::string& reason) {
      shared_.driver.post([this, text = std::string(link::endName(end)) + " " + reason] {
        link_.reset();
        if (!over_) shared_.fault = "a link ended: " + text;
      });
    };
    client_->start(std::move(events));
  }

  void tick() { sitting_.tick(now()); }
  void allow() {
    mayBegin_ = true;
    act();
  }
  bool isIdentified() const {
    return sitting_.view(now()).screen == session::Screen::waitingForInvigilator || isReady();
  }
  bool isReady() const { return sitting_.view(now()).screen == session::Screen::readyToBegin; }
  bool isOver() const { return over_; }
  std::size_t acknowledgedCount() const { return acknowledged_; }

  void send(protocol::Message message) override {
    if (link_) client_->send(*link_, {protocol::numberOf(message), protocol::encode(message)});
  }
  void acknowledged(const base::CandidateRef&, std::uint32_t, const crypto::Digest&) override {
    ++acknowledged_;
    shared_.milliseconds.push_back(std::chrono::duration<double, std::milli>(Clock::now() - answeredAt_).count());
  }
  void changed() override {}

 private:
  base::Moment now() const { return shared_.clock.now(); }

  void act() {
    const session::View view = sitting_.view(now());
    if (view.screen == session::Screen::callInvigilator) shared_.fault = "a seat asks for the invigilator";
    if (view.busy) return;
    if (view.screen == session::Screen::enterCode && !typed_) {
      typed_ = true;
      static_cast<void>(sitting_.typeCode(code_, now()));
    } else if (view.screen == session::Screen::confirmName) {
      static_cast<void>(sitting_.confirmIdentity(now()));
    } else if (view.screen == session::Screen::readyToBegin && mayBegin_) {
      static_cast<void>(sitting_.begin(now()));
    } else if (view.screen == session::Screen::question && view.question->number != answered_) {
      const auto response = shared_.responses.find(view.question->item.id, view.question->language, Wanted::right);
      answeredAt_ = Clock::now();
      if (response && sitting_.answer(*response, now())) answered_ = view.question->number;
    } else if (view.screen == session::Screen::ended) {
      over_ = !sitting_.hasUnsettledAnswer();
    } else if (!view.refusal.empty()) {
      shared_.fault = "a seat was refused: " + view.refusal;
    }
  }

  Shared& shared_;
  const link::Machine& machine_;
  std::string code_;
  session::Keep keep_;
  session::Sitting sitting_;
  std::unique_ptr<link::Client> client_;
  std::optional<link::LinkId> link_;
  Clock::time_point answeredAt_{};
  std::uint32_t answered_ = 0;
  std::size_t acknowledged_ = 0;
  bool typed_ = false;
  bool mayBegin_ = false;
  bool over_ = false;
};

}  // namespace

base::Result<AnsweringCost> answerAll(const AnsweringPlan& plan, const std::function<void()>& confirm) {
  auto responses = Responses::read(plan.items);
  if (!responses) return base::fail(responses.error());
  Driver driver;
  link::IoThreads io(1);
  Shared shared{driver, io, *responses, {}, {}, {}};
  std::vector<std::unique_ptr<LoadSeat>> seats;
  for (std::size_t i = 0; i < plan.codes.size(); ++i) {
    seats.push_back(std::make_unique<LoadSeat>(shared, plan.machines.at(i), plan.codes[i]));
    seats.back()->connect();
  }
  const auto runUntil = [&](const auto& holds) {
    driver.run([&] { return !shared.fault.empty() || std::ranges::all_of(seats, holds); },
               [&] {
                 for (const auto& seat : seats) seat->tick();
               });
    return shared.fault.empty();
  };
  if (!runUntil([](const auto& seat) { return seat->isIdentified(); })) return base::fail("room-load", shared.fault);
  confirm();
  if (!runUntil([](const auto& seat) { return seat->isReady(); })) return base::fail("room-load", shared.fault);

  AnsweringCost cost;
  const double cpuBefore = cpuMicroseconds(plan.server);
  const auto begun = Clock::now();
  for (const auto& seat : seats) driver.post([&seat] { seat->allow(); });
  if (!runUntil([](const auto& seat) { return seat->isOver(); })) return base::fail("room-load", shared.fault);
  cost.seconds = std::chrono::duration<double>(Clock::now() - begun).count();
  cost.cpuUs = cpuMicroseconds(plan.server) - cpuBefore;
  for (const auto& seat : seats) cost.answers += seat->acknowledgedCount();
  cost.milliseconds = std::move(shared.milliseconds);
  return cost;
}

}  // namespace vigie::load
