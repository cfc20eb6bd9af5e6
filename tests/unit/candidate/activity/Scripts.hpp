// What a person does to each practical item of the bank and of the sample, in French: once right, once wrong. Read from
// tests/fixtures/practical/scripts.json, which the people of tests/end-to-end/preview follow too; steps are those of
// Hands.hpp.
#pragma once

#include <string>
#include <vector>

namespace vigie::activity::test {

struct Script {
  std::string item;
  std::string right, wrong;  // steps apart by |
};

const std::vector<Script>& scripts();

}  // namespace vigie::activity::test
