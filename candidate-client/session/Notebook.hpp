// The notes of the person who sits here, so that a restart of the program shows the text that was being typed and does
// not ask about the camera again. One encrypted file beside the keep, under the same key; another candidate's notes are
// never shown. Losing it costs a few words, never an answer: a file that cannot be read is an empty one.
// Thread: one at a time.
#pragma once

#include <filesystem>
#include <memory>

#include "candidate-client/session/Keep.hpp"
#include "candidate-client/session/Notes.hpp"

namespace vigie::session {

class Notebook {
 public:
  static Notebook open(std::unique_ptr<Safe> safe, base::SecretBytes key);

  // notes.bin of a machine folder. Errors: those of openKeepKey.
  static base::Result<Notebook> openFolder(const std::filesystem::path& folder);

  // Empty ones for anybody but the candidate they were written for.
  Notes of(const base::CandidateRef& candidate) const;
  base::Result<void> write(const base::CandidateRef& candidate, Notes notes);  // durable on return
  base::Result<void> forget();

 private:
  Notebook(std::unique_ptr<Safe> safe, base::SecretBytes key) : safe_(std::move(safe)), key_(std::move(key)) {}
  base::Result<void> save();

  std::unique_ptr<Safe> safe_;
  base::SecretBytes key_;
  base::CandidateRef candidate_;
  Notes notes_;
};

}  // namespace vigie::session
