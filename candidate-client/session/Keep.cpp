#include "candidate-client/session/Keep.hpp"

#include <algorithm>

#include "common/base/File.hpp"
#include "common/base/Text.hpp"
#include "common/crypto/Seal.hpp"
#include "common/exam/Records.hpp"

namespace vigie::session {
namespace {

constexpr std::uint32_t kFormat = 1;
constexpr std::string_view kPurpose = "vigie/keep/1";
constexpr const char* kKeyFile = "keep.key";
constexpr const char* kKeepFile = "keep.bin";

std::unexpected<base::Error> wrong(const std::string& what) {
  return base::fail("keep-wrong", "the seat's safe (keep.bin): " + what +
                                      ". Move keep.bin away and start again; answers that the centre has are not lost");
}

base::Result<KeptTest> readTest(const stored::Test& from) {
  const auto session = base::SessionId::fromBytes(from.session());
  const auto candidate = base::CandidateRef::fromBytes(from.candidate());
  if (!session || !candidate) return wrong("a reference is damaged");
  KeptTest test{*session, *candidate, from.lease(), from.ended(), {}};
  for (const stored::Answer& answer : from.answers()) {
    auto message = exam::fromRecord(answer.signed_());
    if (!message) return wrong(message.error().detail);
    if (!test.answers.empty() && answer.number() <= test.answers.back().number)
      return wrong("answers are out of order");
    test.answers.push_back(
        {answer.number(), std::move(*message), base::toBytes(answer.private_part()), answer.acknowledged()});
  }
  return test;
}

void writeTest(const KeptTest& test, stored::Test& out) {
  out.set_session(test.session.bytes());
  out.set_candidate(test.candidate.bytes());
  out.set_lease(test.lease);
  out.set_ended(test.ended);
  for (const KeptAnswer& answer : test.answers) {
    stored::Answer& written = *out.add_answers();
    written.set_number(answer.number);
    *written.mutable_signed_() = exam::toRecord(answer.message);
    written.set_private_part(base::toString(answer.privatePart));
    written.set_acknowledged(answer.acknowledged);
  }
}

base::Result<base::SecretBytes> readKey(const std::filesystem::path& file) {
  const auto text = base::readTextFile(file, 1024);
  if (!text) return base::fail(text.error());
  auto bytes = base::fromHex(base::trim(*text));
  if (!bytes || bytes->size() != crypto::kSealKeyBytes) {
    return base::fail("keep-wrong", file.string() + ": expected 64 digits 0-9 a-f");
  }
  return base::SecretBytes(std::move(*bytes));
}

}  // namespace

base::Result<std::optional<base::Bytes>> FileSafe::read() {
  auto bytes = base::readFile(file_);
  if (bytes) return std::optional(std::move(*bytes));
  if (bytes.error().code == "file-missing") return std::optional<base::Bytes>();
  return base::fail(bytes.error());
}

base::Result<void> FileSafe::write(base::ByteView bytes) {
  return base::writeFileDurably(file_, bytes, base::FileMode::ownerOnly);
}

crypto::Digest KeptAnswer::publicDigest() const {
  exam::record::AnswerPrivate part;
  part.ParseFromArray(privatePart.data(), static_cast<int>(privatePart.size()));
  return crypto::sha256(base::bytesOf(part.answer()));
}

base::Result<Keep> Keep::open(std::unique_ptr<Safe> safe, base::SecretBytes key) {
  Keep keep(std::move(safe), std::move(key));
  const auto sealed = keep.safe_->read();
  if (!sealed) return base::fail(sealed.error());
  if (!*sealed) return keep;
  const auto plain = crypto::unseal(keep.key_, base::bytesOf(kPurpose), **sealed);
  if (!plain) return base::fail("seal-broken", wrong("it was altered, or is of another machine").error().detail);
  stored::Contents contents;
  if (!contents.ParseFromArray(plain->data(), static_cast<int>(plain->size())) || contents.format() != kFormat) {
    return wrong("another program wrote it");
  }
  if (const auto read = keep.read(contents); !read) return base::fail(read.error());
  return keep;
}

base::Result<base::SecretBytes> openKeepKey(const std::filesystem::path& folder) {
  auto key = readKey(folder / kKeyFile);
  if (key || key.error().code != "file-missing") return key;
  base::SecretBytes fresh = crypto::newSealKey();
  const std::string text = base::toHex(fresh.reveal());
  const auto written = base::writeFileDurably(folder / kKeyFile, base::bytesOf(text), base::FileMode::ownerOnly);
  if (!written) return base::fail(written.error());
  return fresh;
}

base::Result<Keep> Keep::openFolder(const std::filesystem::path& folder) {
  auto key = openKeepKey(folder);
  if (!key) return base::fail(key.error());
  return open(std::make_unique<FileSafe>(folder / kKeepFile), std::move(*key));
}

base::Result<void> Keep::read(const stored::Contents& contents) {
  if (contents.has_test()) {
    auto test = readTest(contents.test());
    if (!test) return base::fail(test.error());
    test_ = std::move(*test);
  }
  standings_ = Standings::read(contents);
  if (contents.has_fork()) fork_ = Fork{contents.fork().known(), contents.fork().shown()};
  return {};
}

stored::Contents Keep::contents() const {
  stored::Contents out;
  out.set_format(kFormat);
  if (test_) writeTest(*test_, *out.mutable_test());
  standings_.write(out);
  if (fork_) {
    *out.mutable_fork()->mutable_known() = fork_->known;
    *out.mutable_fork()->mutable_shown() = fork_->shown;
  }
  return out;
}

base::Result<void> Keep::save() {
  return safe_->write(crypto::seal(key_, base::bytesOf(kPurpose), exam::bytesOf(contents())));
}

const KeptAnswer* Keep::answer(std::uint32_t number) const {
  if (!test_) return nullptr;
  const auto found = std::find_if(test_->answers.begin(), test_->answers.end(),
                                  [&](const KeptAnswer& answer) { return answer.number == number; });
  return found == test_->answers.end() ? nullptr : &*found;
}

const KeptAnswer* Keep::newestAnswer() const {
  return test_ && !test_->answers.empty() ? &test_->answers.back() : nullptr;
}

const KeptAnswer* Keep::firstUnacknowledged() const {
  if (!test_) return nullptr;
  const auto found = std::find_if(test_->answers.begin(), test_->answers.end(),
                                  [](const KeptAnswer& answer) { return !answer.acknowledged; });
  return found == test_->answers.end() ? nullptr : &*found;
}

void Keep::beginTest(const base::SessionId& session, const base::CandidateRef& candidate, std::uint32_t lease) {
  if (!test_ || test_->session != session || test_->candidate != candidate)
    test_ = KeptTest{session, candidate, 0, false, {}};
  test_->lease = lease;
  test_->ended = false;
}

void Keep::endTest() {
  if (test_) test_->ended = true;
}

base::Result<void> Keep::add(KeptAnswer answer) {
  if (!test_ || (newestAnswer() != nullptr && newestAnswer()->number >= answer.number)) {
    return base::fail("keep-order", "this question has an answer already, or a later one has");
  }
  test_->answers.push_back(std::move(answer));
  auto saved = save();
  if (!saved) test_->answers.pop_back();
  return saved;
}

void Keep::acknowledge(std::uint32_t number) {
  for (KeptAnswer& answer : test_->answers) {
    if (answer.number == number) answer.acknowledged = true;
  }
}

void Keep::lackAfter(std::uint32_t number) {
  for (KeptAnswer& answer : test_->answers) {
    if (answer.number > number) answer.acknowledged = false;
  }
}

void Keep::dropFrom(std::uint32_t number) {
  std::erase_if(test_->answers, [&](const KeptAnswer& answer) { return answer.number >= number; });
}

void Keep::dropUnacknowledgedUpTo(std::uint32_t number) {
  std::erase_if(test_->answers,
                [&](const KeptAnswer& answer) { return !answer.acknowledged && answer.number <= number; });
}

}  // namespace vigie::session
