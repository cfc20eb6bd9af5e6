#include "candidate-client/session/Notebook.hpp"

#include <gtest/gtest.h>

#include "common/crypto/Seal.hpp"

namespace vigie::session {
namespace {

// A disk that outlives the program.
struct MemorySafe final : Safe {
  explicit MemorySafe(std::optional<base::Bytes>& held) : bytes(held) {}
  base::Result<std::optional<base::Bytes>> read() override { return bytes; }
  base::Result<void> write(base::ByteView content) override {
    bytes = base::Bytes(content.begin(), content.end());
    return {};
  }
  std::optional<base::Bytes>& bytes;
};

class NotebookTest : public testing::Test {
 protected:
  Notebook open() { return Notebook::open(std::make_unique<MemorySafe>(disk_), key_); }

  static base::CandidateRef candidate(std::uint8_t byte) {
    base::CandidateRef ref;
    ref.value.fill(byte);
    return ref;
  }

  std::optional<base::Bytes> disk_;
  base::SecretBytes key_ = crypto::newSealKey();
  const Notes notes_{CameraChoice::refused, Draft{7, {{"a", "c"}, {{"n", "quarante-deux"}, {"empty", ""}}}}};
};

TEST_F(NotebookTest, RemembersAfterARestart) {
  ASSERT_TRUE(open().write(candidate(1), notes_));
  EXPECT_EQ(open().of(candidate(1)), notes_);
}

TEST_F(NotebookTest, ShowsNobodyAnothersNotes) {
  ASSERT_TRUE(open().write(candidate(1), notes_));
  EXPECT_EQ(open().of(candidate(2)), Notes{});
}

TEST_F(NotebookTest, ForgetsWhenAPersonLeaves) {
  ASSERT_TRUE(open().write(candidate(1), notes_));
  ASSERT_TRUE(open().forget());
  EXPECT_EQ(open().of(candidate(1)), Notes{});
}

TEST_F(NotebookTest, KeepsNoWordInClear) {
  ASSERT_TRUE(open().write(candidate(1), notes_));
  EXPECT_EQ(base::toString(*disk_).find("quarante"), std::string::npos);
}

TEST_F(NotebookTest, IsEmptyWhenTheFileIsDamagedOrOfAnotherMachine) {
  ASSERT_TRUE(open().write(candidate(1), notes_));
  disk_->back() ^= 1U;
  EXPECT_EQ(open().of(candidate(1)), Notes{});
  disk_->back() ^= 1U;
  key_ = crypto::newSealKey();
  EXPECT_EQ(open().of(candidate(1)), Notes{});
}

}  // namespace
}  // namespace vigie::session
