// The demonstration bank, built and signed with keys of its own, and people's answers to its items: the authors'
// examples, so that a test never judges by the code that it tests. Ownership: values. Thread: any.
#pragma once

#include <memory>
#include <string>

#include "common/content/Bank.hpp"
#include "common/content/TestDefinition.hpp"
#include "common/exam/records.pb.h"

namespace vigie::support {

struct SyntheticBank {
  content::BankFiles files;
  crypto::PrivateKey authority;
  base::SecretBytes contentKey;
  std::shared_ptr<const content::Bank> bank;
  content::TestDefinition test;
  std::string testBytes;
};

// From deploy/demonstration. Made once in a process.
const SyntheticBank& syntheticBank();

enum class Aim { right, wrong };

exam::record::Answer answerTo(const std::string& item, const std::string& language, Aim aim);

}  // namespace vigie::support
