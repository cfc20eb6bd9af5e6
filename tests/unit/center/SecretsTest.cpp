// What never leaves the centre for a seat (design.md 8): a right answer, an example, feedback, a difficulty, a
// discrimination. Every frame that a seat receives in an eventful session is decoded and searched.
#include <gtest/gtest.h>

#include <set>

#include <nlohmann/json.hpp>

#include "tests/support/SyntheticSession.hpp"

namespace vigie::support {
namespace {

const std::set<std::string> kPublicMembers = {"activity", "choiceIds", "fields",       "focused", "id",
                                              "kind",     "locales",   "shuffle", "timerSeconds", "version"};
const std::set<std::string> kPublicBlock = {"choices", "instruction", "readAloud", "template"};

void expectPublicOnly(const std::string& content) {
  const auto item = nlohmann::json::parse(content);
  for (const auto& [name, value] : item.items()) EXPECT_TRUE(kPublicMembers.contains(name)) << name;
  for (const auto& [locale, block] : item.at("locales").items()) {
    for (const auto& [name, value] : block.items()) EXPECT_TRUE(kPublicBlock.contains(name)) << locale << " " << name;
  }
}

// No message to a seat has a field that could carry what must stay in the centre.
void expectHarmlessFields(const google::protobuf::Descriptor* type, std::set<std::string>& seen) {
  if (!seen.insert(type->full_name()).second) return;
  static const std::set<std::string> kNever = {"correct", "ability", "difficulty", "discrimination", "draw", "feedback", "available"};
  for (int i = 0; i < type->field_count(); ++i) {
    EXPECT_FALSE(kNever.contains(type->field(i)->name())) << type->full_name() << "." << type->field(i)->name();
    if (type->field(i)->message_type() != nullptr) expectHarmlessFields(type->field(i)->message_type(), seen);
  }
}

TEST(Secrets, NoFrameToASeatTellsMoreThanTheQuestion) {
  SyntheticSession session({.candidates = 3, .course = Course::eventful});
  session.run();
  std::size_t questions = 0;
  std::set<std::string> types;
  for (const SyntheticCandidate& candidate : session.candidates()) {
    for (const protocol::Message& message : candidate.seat->received()) {
      std::visit([&](const auto& one) { expectHarmlessFields(one.GetDescriptor(), types); }, message);
      if (const auto* question = std::get_if<protocol::message::Question>(&message)) {
        expectPublicOnly(question->content());
        ++questions;
      }
    }
  }
  EXPECT_GT(questions, 60U);
  EXPECT_GT(types.size(), 5U);
}

}  // namespace
}  // namespace vigie::support
