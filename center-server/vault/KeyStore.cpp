#include "center-server/vault/KeyStore.hpp"

#include "common/base/File.hpp"
#include "common/base/Text.hpp"
#include "common/crypto/Random.hpp"

namespace vigie::centre {
namespace {

constexpr std::size_t kKeyBytes = crypto::kSealKeyBytes;

// The wrapped keys belong to one candidate of one session: moved to another name they do not open.
base::Bytes placeOf(const base::SessionId& session, const base::CandidateRef& candidate) {
  base::Bytes place = base::toBytes("vigie/candidate-keys/1");
  place.push_back(0);
  base::append(place, session.value);
  base::append(place, candidate.value);
  return place;
}

CandidateKeys cut(const base::Bytes& plain) {
  const auto part = [&](std::size_t index) {
    const base::ByteView view = base::ByteView(plain).subspan(index * kKeyBytes, kKeyBytes);
    return base::SecretBytes(base::Bytes(view.begin(), view.end()));
  };
  return {part(0), part(1), part(2)};
}

}  // namespace

base::Result<void> KeyStore::initialise(const std::filesystem::path& folder) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  std::filesystem::permissions(folder, std::filesystem::perms::owner_all, error);
  const std::filesystem::path file = folder / "epoch.key";
  if (std::filesystem::exists(file)) return base::fail("keys-exist", "there is an epoch key at " + file.string() + " already");
  const std::string text = base::toHex(crypto::newSealKey().reveal()) + "\n";
  return base::writeFileDurably(file, base::bytesOf(text), base::FileMode::ownerOnly);
}

base::Result<KeyStore> KeyStore::open(const std::filesystem::path& folder) {
  const auto text = base::readTextFile(folder / "epoch.key", 4096);
  if (!text) return base::fail(text.error());
  auto key = base::fromHex(base::trim(*text));
  if (!key || key->size() != kKeyBytes) {
    return base::fail("keys-damaged", (folder / "epoch.key").string() + ": expected 64 digits 0-9 a-f");
  }
  return KeyStore(folder, base::SecretBytes(std::move(*key)));
}

std::filesystem::path KeyStore::fileOf(const base::SessionId& session, const base::CandidateRef& candidate) const {
  return folder_ / session.hex() / (candidate.isNull() ? "session" : candidate.hex());
}

base::Result<CandidateKeys> KeyStore::create(const base::SessionId& session, const base::CandidateRef& candidate) {
  if (auto present = load(session, candidate); present || present.error().code != "keys-erased") return present;
  std::error_code error;
  const std::filesystem::path file = fileOf(session, candidate);
  std::filesystem::create_directories(file.parent_path(), error);
  base::Bytes plain = crypto::randomBytes(3 * kKeyBytes);
  const base::Bytes wrapped = crypto::seal(epochKey_, placeOf(session, candidate), plain);
  if (auto written = base::writeFileDurably(file, wrapped, base::FileMode::ownerOnly); !written) {
    return base::fail(written.error());
  }
  return cut(plain);
}

base::Result<CandidateKeys> KeyStore::load(const base::SessionId& session, const base::CandidateRef& candidate) const {
  const std::filesystem::path file = fileOf(session, candidate);
  const auto wrapped = base::readFile(file, 4096);
  if (!wrapped && wrapped.error().code == "file-missing") return base::fail("keys-erased", "the keys of this candidate were erased");
  if (!wrapped) return base::fail(wrapped.error());
  const auto plain = crypto::unseal(epochKey_, placeOf(session, candidate), *wrapped);
  if (!plain || plain->size() != 3 * kKeyBytes) {
    return base::fail("keys-damaged", file.string() + " is damaged, or belongs to another epoch key");
  }
  return cut(*plain);
}

}  // namespace vigie::centre
