// A program that a test starts, hears the first line of, and ends. Thread: one.
#pragma once

#include <csignal>
#include <filesystem>
#include <string>
#include <vector>

namespace vigie::support {

class ChildProcess {
 public:
  // Throws when it cannot be started.
  ChildProcess(const std::filesystem::path& program, const std::vector<std::string>& arguments);
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;
  ~ChildProcess();  // kill -9

  std::string readLine();   // of its standard output; what there is when it ends
  void signal(int number);  // nothing once it has ended
  int wait();               // its exit status; 128 and the signal's number when one ended it

 private:
  pid_t pid_ = -1;
  int output_ = -1;
};

}  // namespace vigie::support
