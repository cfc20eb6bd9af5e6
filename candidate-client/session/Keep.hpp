// What a seat must not lose when its program or machine stops: every signed answer of the running test, and the newest
// standing of each stream. One encrypted file (AES-256-GCM under keep.key), replaced as a whole and durably.
// Thread: one at a time. Errors: those of base/File.hpp, "seal-broken" (another key, or altered), "keep-wrong".
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

#include "candidate-client/session/Standings.hpp"
#include "common/base/Id.hpp"
#include "common/base/Secret.hpp"
#include "common/crypto/SignedMessage.hpp"

namespace vigie::session {

// Where the sealed bytes lie; a simulation brings its own.
class Safe {
 public:
  virtual ~Safe() = default;
  virtual base::Result<std::optional<base::Bytes>> read() = 0;  // nullopt: nothing was ever written
  virtual base::Result<void> write(base::ByteView bytes) = 0;   // durable on return
};

class FileSafe final : public Safe {
 public:
  explicit FileSafe(std::filesystem::path file) : file_(std::move(file)) {}
  base::Result<std::optional<base::Bytes>> read() override;
  base::Result<void> write(base::ByteView bytes) override;

 private:
  std::filesystem::path file_;
};

// keep.key of a machine folder, made when there is none.
base::Result<base::SecretBytes> openKeepKey(const std::filesystem::path& folder);

struct KeptAnswer {
  std::uint32_t number = 0;
  crypto::SignedMessage message;
  base::Bytes privatePart;  // serialised AnswerPrivate
  bool acknowledged = false;

  crypto::Digest publicDigest() const;  // SHA-256 of the serialised Answer, what staff see beside the number
};

struct KeptTest {
  base::SessionId session;
  base::CandidateRef candidate;
  std::uint32_t lease = 0;
  bool ended = false;
  std::vector<KeptAnswer> answers;  // ascending numbers
};

class Keep {
 public:
  // Reads what a former start of the program left.
  static base::Result<Keep> open(std::unique_ptr<Safe> safe, base::SecretBytes key);

  // keep.key and keep.bin of a machine folder; makes the key when there is none.
  static base::Result<Keep> openFolder(const std::filesystem::path& folder);

  const std::optional<KeptTest>& test() const { return test_; }
  const KeptAnswer* answer(std::uint32_t number) const;
  const KeptAnswer* newestAnswer() const;
  const KeptAnswer* firstUnacknowledged() const;

  // The sitting that answers belong to from now on; another test's answers are forgotten.
  void beginTest(const base::SessionId& session, const base::CandidateRef& candidate, std::uint32_t lease);
  void endTest();
  void forgetTest() { test_.reset(); }

  // Durable on return, or not kept at all. Error "keep-order": no test, or not a larger number than any kept.
  base::Result<void> add(KeptAnswer answer);

  // These become durable with the next save() or add(): losing them costs a repeat, never an answer.
  void acknowledge(std::uint32_t number);
  void lackAfter(std::uint32_t number);  // the centre has nothing after this number
  void dropFrom(std::uint32_t number);   // refused for good, and with it what was signed after it
  // The centre has answers up to this number, and nobody knows whether these are among them: the candidate sat
  // elsewhere meanwhile.
  void dropUnacknowledgedUpTo(std::uint32_t number);
  Standings& standings() { return standings_; }
  const Standings& standings() const { return standings_; }
  void rememberFork(Fork fork) { fork_ = std::move(fork); }
  const std::optional<Fork>& fork() const { return fork_; }

  base::Result<void> save();

 private:
  Keep(std::unique_ptr<Safe> safe, base::SecretBytes key) : safe_(std::move(safe)), key_(std::move(key)) {}
  base::Result<void> read(const stored::Contents& contents);
  stored::Contents contents() const;

  std::unique_ptr<Safe> safe_;
  base::SecretBytes key_;
  std::optional<KeptTest> test_;
  Standings standings_;
  std::optional<Fork> fork_;
};

}  // namespace vigie::session
