#include "tests/support/SampleNation.hpp"

#include "certs/log/LogFolder.hpp"
#include "certs/log/LogProof.hpp"
#include "common/base/File.hpp"
#include "common/crypto/Random.hpp"
#include "tests/support/SampleCredential.hpp"

namespace vigie::support {
namespace {

constexpr const char* kHost = "centre-0042.demonstration.example";
constexpr const char* kDid = "did:web:centre-0042.demonstration.example";
constexpr const char* kLogName = "registre.demonstration.example/2026";

using crypto::KeyKind;
using crypto::PrivateKey;

void write(const std::filesystem::path& path, std::string_view content) {
  std::filesystem::create_directories(path.parent_path());
  if (!base::writeFileDurably(path, base::bytesOf(content))) throw std::runtime_error("cannot write " + path.string());
}

}  // namespace

SampleNation::SampleNation(credential::Occasion about, std::int64_t now)
    : nowMs(now),
      rootKey(PrivateKey::generate(KeyKind::p256)),
      issuingKey(PrivateKey::generate(KeyKind::p256)),
      statusKey(PrivateKey::generate(KeyKind::p256)),
      logKey(PrivateKey::generate(KeyKind::ed25519)),
      root(trust::makeRoot(rootKey, about, now)),
      centreCertificate(trust::accreditCentre({root, rootKey}, issuingKey.publicKey(), kHost, now)),
      statusCertificate(trust::certifyStatusKey({root, rootKey}, statusKey.publicKey(), now)),
      logName(*tlog::NoteKey::make(kLogName, tlog::NoteKeyType::log, logKey.publicKey())),
      did{kDid, issuingKey.publicKey(), credential::StatusKey{statusKey.publicKey(), {statusCertificate}}},
      occasion(about) {}

credential::CredentialContent SampleNation::newContent() const {
  credential::CredentialContent content = sampleCredential();
  content.evidence.occasion = occasion;
  content.validFromMs = nowMs;
  content.awardedMs = nowMs - 8 * 3'600'000;
  // Random, and no two certificates the same.
  content.status.index = certificates.size() * 1000 + base::readBigEndian16(crypto::randomBytes(2)) % 1000U;
  return content;
}

const SampleCertificate& SampleNation::issue(const credential::CredentialContent& content) {
  SampleCertificate certificate{
      content, *credential::issueCredential(content, issuingKey, credential::JsonForm::include, nowMs), 0};
  tlog::IssueLeaf leaf;
  leaf.number = entries.size() + 1;
  leaf.timeSeconds = static_cast<std::uint64_t>(nowMs / 1000);
  leaf.issuerKey = content.issuer.id + "#k-jwk";
  leaf.credential = certificate.issued.digest;
  leaf.code = tlog::codeCommitment(content.code, crypto::randomBytes(16));
  leaf.status = content.status.id();
  certificate.index = log(tlog::writeLeaf(leaf));
  certificates.push_back(std::move(certificate));
  return certificates.back();
}

std::uint64_t SampleNation::log(std::string_view entry) {
  entries.push_back(base::toBytes(entry));
  tree.append(tlog::leafHash(entries.back()));
  return entries.size() - 1;
}

std::string SampleNation::checkpoint() const {
  return tlog::signCheckpoint(tree.size(), *tlog::rootHash(tree, tree.size()), logName, logKey);
}

std::string SampleNation::proofOf(const SampleCertificate& certificate) const {
  tlog::LogProof proof;
  proof.extra = entries[certificate.index];
  proof.index = certificate.index;
  proof.hashes = *tlog::inclusionProof(tree, certificate.index, tree.size());
  proof.checkpoint = checkpoint();
  return proof.text();
}

status::StatusList SampleNation::statusList() const {
  return {sampleCredential().status.list, kDid, status::StatusPurpose::revocation, nowMs, std::nullopt, bits};
}

Files SampleNation::anchors() const {
  return {{"root.pem", root.pem()}, {"log.vkey", logName.text() + "\n"}};
}

Files SampleNation::registryFiles() const {
  const status::PublishedList list = status::publishStatusList(statusList(), statusKey);
  return {{"chain.pem", centreCertificate.pem()},
          {"did.json", credential::writeDidDocument(did)},
          {"status/centre-0042.jwt", list.jwt},
          {"status/centre-0042.json", list.json}};
}

Files SampleNation::filesOf(const SampleCertificate& certificate) const {
  const std::string& code = certificate.content.code;
  return {{code + ".jwt", certificate.issued.jwt},
          {code + ".json", certificate.issued.json},
          {code + ".tlog-proof", proofOf(certificate)}};
}

void SampleNation::writeTo(const std::filesystem::path& folder) const {
  for (const auto& files : {anchors(), registryFiles()}) {
    for (const auto& [name, content] : files) write(folder / name, content);
  }
  for (const SampleCertificate& certificate : certificates) {
    for (const auto& [name, content] : filesOf(certificate)) write(folder / "certificates" / name, content);
  }
  auto log = tlog::LogFolder::open(folder / "log", 0);
  const bool logged = log && log->append(entries) && log->publishCheckpoint(checkpoint());
  if (!logged) throw std::runtime_error("cannot write the log in " + folder.string());
}

}  // namespace vigie::support
