// A room of seats that answer as fast as they are acknowledged, with the real session library and link. Thread: one.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "common/link/Machine.hpp"

namespace vigie::load {

struct AnsweringPlan {
  std::vector<link::Machine> machines;  // one for each code
  std::vector<std::string> codes;       // of the slips
  std::filesystem::path items;          // the bank's source, for right answers
  std::vector<pid_t> server;            // whose CPU is counted
};

struct AnsweringCost {
  std::size_t answers = 0;           // acknowledged
  double seconds = 0;                // from the first begin to the last acknowledgement
  double cpuUs = 0;                  // of the server in that time
  std::vector<double> milliseconds;  // from an answer to its acknowledgement
};

// Everybody is seated, `confirm` has staff confirm that they are there, then all begin together.
base::Result<AnsweringCost> answerAll(const AnsweringPlan& plan, const std::function<void()>& confirm);

}  // namespace vigie::load
