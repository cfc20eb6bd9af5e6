// What the window needs from the rest of the program: a desk that shows the centre and takes orders, and the door that
// leads to it. The program has them on other threads (app/), a test has them here; the window cannot tell.
// Thread: Qt's main one, both ways.
#pragma once

#include <functional>
#include <memory>

#include "common/base/Secret.hpp"
#include "proctor-console/model/StaffKey.hpp"
#include "proctor-console/model/Workplace.hpp"

namespace vigie::window {

class Desk {
 public:
  Desk() = default;
  virtual ~Desk() = default;
  Desk(const Desk&) = delete;
  Desk& operator=(const Desk&) = delete;

  virtual const console::Outlook& outlook() const = 0;
  virtual void look(const base::SessionId& session) = 0;
  virtual void regard(const std::optional<base::CandidateRef>& candidate) = 0;  // closely, or nobody
  virtual void give(console::Order order, console::Settled settled) = 0;
  // Called whenever the outlook is another one. One listener.
  virtual void onChange(std::function<void()> listener) = 0;
};

class Door {
 public:
  Door() = default;
  virtual ~Door() = default;
  Door(const Door&) = delete;
  Door& operator=(const Door&) = delete;

  virtual bool isEnrolled() const = 0;
  virtual base::Result<std::unique_ptr<Desk>> unlock(const base::SecretBytes& password) = 0;

  struct Newcomer {
    std::string code;  // 20 characters
    std::string host;
    std::uint16_t port = link::kCentrePort;
    std::uint16_t enrolmentPort = 0;  // 0: the one behind the port
    base::SecretBytes password;
  };
  // Takes seconds; `done` comes later, with nullopt when this console is enrolled.
  virtual void enrol(Newcomer newcomer, std::function<void(const std::optional<base::Error>&)> done) = 0;
};

}  // namespace vigie::window
