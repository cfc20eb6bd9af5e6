#include "candidate-client/session/Notebook.hpp"

#include "candidate-client/session/notes.pb.h"
#include "common/crypto/Seal.hpp"
#include "common/exam/GivenAnswer.hpp"
#include "common/exam/Records.hpp"

namespace vigie::session {
namespace {

constexpr std::uint32_t kFormat = 1;
constexpr std::string_view kPurpose = "vigie/notes/1";
constexpr const char* kFile = "notes.bin";

}  // namespace

Notebook Notebook::open(std::unique_ptr<Safe> safe, base::SecretBytes key) {
  Notebook book(std::move(safe), std::move(key));
  const auto sealed = book.safe_->read();
  if (!sealed || !*sealed) return book;
  const auto plain = crypto::unseal(book.key_, base::bytesOf(kPurpose), **sealed);
  stored::Notes notes;
  if (!plain || !notes.ParseFromArray(plain->data(), static_cast<int>(plain->size()))) return book;
  const auto candidate = base::CandidateRef::fromBytes(notes.candidate());
  if (notes.format() != kFormat || !candidate) return book;
  book.candidate_ = *candidate;
  if (notes.camera() <= static_cast<std::uint32_t>(CameraChoice::absent)) {
    book.notes_.camera = static_cast<CameraChoice>(notes.camera());
  }
  if (notes.question() != 0) book.notes_.draft = Draft{notes.question(), exam::toAnswer(notes.typed())};
  return book;
}

base::Result<Notebook> Notebook::openFolder(const std::filesystem::path& folder) {
  auto key = openKeepKey(folder);
  if (!key) return base::fail(key.error());
  return open(std::make_unique<FileSafe>(folder / kFile), std::move(*key));
}

Notes Notebook::of(const base::CandidateRef& candidate) const {
  return candidate == candidate_ ? notes_ : Notes{};
}

base::Result<void> Notebook::write(const base::CandidateRef& candidate, Notes notes) {
  candidate_ = candidate;
  notes_ = std::move(notes);
  return save();
}

base::Result<void> Notebook::forget() {
  candidate_ = {};
  notes_ = {};
  return save();
}

base::Result<void> Notebook::save() {
  stored::Notes out;
  out.set_format(kFormat);
  out.set_candidate(candidate_.bytes());
  out.set_camera(static_cast<std::uint32_t>(notes_.camera));
  if (notes_.draft) {
    out.set_question(notes_.draft->question);
    *out.mutable_typed() = exam::toRecord(notes_.draft->answer);
  }
  return safe_->write(crypto::seal(key_, base::bytesOf(kPurpose), exam::bytesOf(out)));
}

}  // namespace vigie::session
