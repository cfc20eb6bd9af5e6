#include "certs/log/LogProof.hpp"

#include <charconv>

#include "certs/log/Note.hpp"
#include "common/base/Text.hpp"

namespace vigie::tlog {
namespace {

constexpr std::string_view kFirstLine = "c2sp.org/tlog-proof@v1";
constexpr std::string_view kExtra = "extra ";
constexpr std::string_view kIndex = "index ";
constexpr std::size_t kMostHashes = 63;
constexpr std::size_t kLargestProof = 256 * 1024;  // an entry of 64 KiB, its base64, 63 hashes and a note

std::unexpected<base::Error> malformed(std::string detail) {
  return base::fail("proof-malformed", std::move(detail));
}

}  // namespace

std::string LogProof::text() const {
  std::string out = std::string(kFirstLine) + "\n";
  if (!extra.empty()) out += std::string(kExtra) + base::toBase64(extra) + "\n";
  out += std::string(kIndex) + std::to_string(index) + "\n";
  for (const Digest& hash : hashes) out += base::toBase64(hash) + "\n";
  return out + "\n" + checkpoint;
}

base::Result<LogProof> parseLogProof(std::string_view text) {
  if (text.size() > kLargestProof) return malformed("a proof of at most 256 KiB is expected");
  const std::size_t blank = text.find("\n\n");
  if (blank == std::string_view::npos) return malformed("expected the proof, a blank line and a checkpoint");
  const std::vector<std::string> lines = base::split(text.substr(0, blank), '\n');
  LogProof proof;
  std::size_t at = 1;
  if (at < lines.size() && lines[at].starts_with(kExtra)) {
    const auto extra = base::fromBase64(std::string_view(lines[at]).substr(kExtra.size()));
    if (!extra) return malformed("the extra line is not base64");
    proof.extra = *extra;
    ++at;
  }
  if (at >= lines.size() || !lines[at].starts_with(kIndex)) return malformed("there is no index line");
  std::from_chars(lines[at].data() + kIndex.size(), lines[at].data() + lines[at].size(), proof.index);
  for (++at; at < lines.size(); ++at) {
    const auto bytes = base::fromBase64(lines[at]);
    Digest hash{};
    if (!bytes || !crypto::toDigest(base::textOf(*bytes), hash)) return malformed("a line of the proof is not a hash");
    proof.hashes.push_back(hash);
    if (proof.hashes.size() > kMostHashes) return malformed("a proof has at most 63 hashes");
  }
  proof.checkpoint = text.substr(blank + 2);
  if (proof.text() != text) return malformed("expected the first line, the index and the hashes in their one form");
  return proof;
}

}  // namespace vigie::tlog
