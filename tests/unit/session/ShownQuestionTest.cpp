#include "candidate-client/session/ShownQuestion.hpp"

#include <functional>

#include "common/content/Presentation.hpp"
#include "tests/unit/session/SeatRoom.hpp"

namespace vigie::session {
namespace {

TEST(ShownQuestion, ReadsWhatTheCentreSent) {
  const SeatRoom room;
  const auto question = readQuestion(room.question(7));
  ASSERT_TRUE(question) << question.error().detail;
  EXPECT_EQ(question->number, 7U);
  EXPECT_EQ(question->item.id, "item-7");
  EXPECT_EQ(question->text().instruction, "Question 7 ?");
  EXPECT_EQ(question->shown, content::shownDigest(content::publicContentDigest(contentOf(7)), "fr", {"b", "a"}));
  EXPECT_EQ(question->previous, crypto::Digest{});
}

TEST(ShownQuestion, RefusesWhatIsNotOneQuestion) {
  using Change = std::function<void(message::Question&)>;
  const std::pair<const char*, Change> kChanges[] = {
      {"no content", [](auto& question) { question.clear_content(); }},
      {"content that is not canonical", [](auto& question) { question.set_content(question.content() + "\n"); }},
      {"content with an answer",
       [](auto& question) {
         std::string content = question.content();
         content.insert(1, R"("answer":{"correct":["a"],"type":"choice"},)");
         question.set_content(content);
       }},
      {"another item", [](auto& question) { question.set_item("item-8"); }},
      {"another version", [](auto& question) { question.set_item_version(2); }},
      {"number 0", [](auto& question) { question.set_number(0); }},
      {"a language it is not in", [](auto& question) { question.set_language("en"); }},
      {"an order with a stranger", [](auto& question) { question.set_order(0, "c"); }},
      {"an order with a double", [](auto& question) { question.set_order(0, "a"); }},
      {"a short order", [](auto& question) { question.mutable_order()->RemoveLast(); }},
      {"half a digest", [](auto& question) { question.set_previous(std::string(16, 'x')); }},
  };
  const SeatRoom room;
  for (const auto& [name, change] : kChanges) {
    auto message = room.question(7);
    change(message);
    const auto question = readQuestion(message);
    ASSERT_FALSE(question) << name;
    EXPECT_EQ(question.error().code, "question-wrong") << name;
  }
}

}  // namespace
}  // namespace vigie::session
