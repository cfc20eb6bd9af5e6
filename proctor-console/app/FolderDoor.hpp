// The door of the real program: the console's folder, the person's key in it, and the centre that it names.
// Thread: Qt's main one; an enrolment waits on a thread of its own.
#pragma once

#include <QObject>
#include <thread>

#include "proctor-console/app/ThreadedDesk.hpp"
#include "proctor-console/cli/Configuration.hpp"

namespace vigie::console_app {

class FolderDoor final : public window::Door {
 public:
  FolderDoor(cli::Configuration configuration, const base::Clock& clock)
      : configuration_(std::move(configuration)), clock_(clock) {}

  bool isEnrolled() const override { return link::hasMachine(configuration_.machine); }
  base::Result<std::unique_ptr<window::Desk>> unlock(const base::SecretBytes& password) override;
  void enrol(Newcomer newcomer, std::function<void(const std::optional<base::Error>&)> done) override;

 private:
  cli::Configuration configuration_;
  const base::Clock& clock_;
  QObject here_;
  std::jthread enrolment_;
};

}  // namespace vigie::console_app
