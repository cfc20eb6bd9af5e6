// Whether the workstation's guard is there: a connection to its socket that lasts as long as the guard lives
// (candidate-client/guard/app/Questions.hpp, "watch"). One that starts itself again within a second was never gone:
// what the kernel enforces does not end with it. Thread: Qt's. Ownership: `told` is called on the same thread, on a
// change.
#pragma once

#include <QObject>
#include <QSocketNotifier>
#include <QTimer>
#include <filesystem>
#include <functional>
#include <memory>

#include "common/base/Descriptor.hpp"

namespace vigie::candidate {

enum class GuardState { there, gone };

class GuardWatch : public QObject {
 public:
  // Begins with gone, and tells nothing of it for the first second.
  GuardWatch(std::filesystem::path socket, std::function<void(GuardState)> told);

 private:
  void connectAgain();
  void hear();
  void lost();

  std::filesystem::path path_;
  std::function<void(GuardState)> told_;
  base::Descriptor socket_;
  std::unique_ptr<QSocketNotifier> readable_;
  QTimer again_, patience_;
};

}  // namespace vigie::candidate
