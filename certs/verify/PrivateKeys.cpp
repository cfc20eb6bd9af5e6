#include "certs/verify/PrivateKeys.hpp"

#include "common/base/File.hpp"
#include "common/base/Text.hpp"
#include "common/crypto/Seal.hpp"

namespace vigie::verify {
namespace {

constexpr std::size_t kKeyBytes = crypto::kSealKeyBytes;
constexpr std::size_t kLargestKeyFile = 4096;

base::Bytes placeOf(const base::SessionId& session, const base::CandidateRef& candidate) {
  base::Bytes place = base::toBytes("vigie/candidate-keys/1");
  place.push_back(0);
  base::append(place, session.value);
  base::append(place, candidate.value);
  return place;
}

base::SecretBytes cut(base::ByteView plain, std::size_t index) {
  const base::ByteView part = plain.subspan(index * kKeyBytes, kKeyBytes);
  return base::SecretBytes(base::Bytes(part.begin(), part.end()));
}

base::Result<base::SecretBytes> readEpochKey(const std::filesystem::path& folder) {
  const auto text = base::readTextFile(folder / "epoch.key", kLargestKeyFile);
  if (!text) return base::fail(text.error());
  auto key = base::fromHex(base::trim(*text));
  if (!key || key->size() != kKeyBytes) return base::fail("keys-damaged", "epoch.key: expected 64 digits 0-9 a-f");
  return base::SecretBytes(std::move(*key));
}

}  // namespace

base::Result<PrivateKeys> PrivateKeys::read(const std::filesystem::path& folder, const base::SessionId& session) {
  const auto epochKey = readEpochKey(folder);
  if (!epochKey && epochKey.error().code == "file-missing") return base::fail(epochKey.error());
  PrivateKeys keys;
  if (!epochKey) {
    keys.damaged_.push_back(epochKey.error().detail);
    return keys;
  }
  std::error_code error;
  for (const auto& file : std::filesystem::directory_iterator(folder / session.hex(), error)) {
    const std::string name = file.path().filename().string();
    const auto candidate =
        name == "session" ? base::Result<base::CandidateRef>(base::CandidateRef{}) : base::CandidateRef::fromHex(name);
    if (!candidate) continue;  // a file that a crash left half made
    const auto wrapped = base::readFile(file.path(), kLargestKeyFile);
    const auto plain = wrapped ? crypto::unseal(*epochKey, placeOf(session, *candidate), *wrapped)
                               : base::Result<base::Bytes>(base::fail(wrapped.error()));
    if (!plain || plain->size() != 3 * kKeyBytes) {
      keys.damaged_.push_back("keys/" + session.hex() + "/" + name + " is damaged, or belongs to another epoch key");
      continue;
    }
    keys.keys_.insert_or_assign(*candidate, Keys{cut(*plain, 0), cut(*plain, 1)});
  }
  return keys;
}

base::Result<base::Bytes> PrivateKeys::open(const exam::PrivateOwner& owner, const journal::StreamId& stream,
                                            std::uint64_t sequence, base::ByteView sealed) const {
  const auto found = keys_.find(owner.candidate);
  if (found == keys_.end()) return base::fail("keys-erased", "the keys of this private part were erased");
  const base::SecretBytes& key = owner.isAnswer ? found->second.answers : found->second.identity;
  return crypto::unseal(key, journal::privatePlace(stream, sequence), sealed);
}

}  // namespace vigie::verify
