// The part of an Examination that asks the transparency log.
#include "certs/log/Checkpoint.hpp"
#include "certs/trust/impl/Examination.hpp"

namespace vigie::trust {
namespace {

// Later dates have no text of four digits, and their milliseconds could overflow.
constexpr std::uint64_t kLatestSeconds = 253'402'300'799;  // 9999-12-31T23:59:59Z

constexpr const char* kLogKeyFile = "log.vkey";
constexpr const char* kWitnessKeyFile = "witness.vkey";

}  // namespace

void Examination::readLogKeys() {
  if (const auto text = seekAnchor(kLogKeyFile, Reason::logKeyMissing, Reason::logKeyDamaged)) {
    auto key = tlog::NoteKey::fromText(*text);
    const bool good = key && key->type() == tlog::NoteKeyType::log;
    if (!good) found(Reason::logKeyDamaged, kLogKeyFile, key ? "it is a witness's key" : key.error().detail);
    if (good) logKey_ = std::move(*key);
  }
  const auto text = companions_.anchor(kWitnessKeyFile);
  if (!text && text.error().code == "file-missing") return;  // no witness is asked for
  auto key = text ? tlog::NoteKey::fromText(*text) : base::fail(text.error());
  const bool good = key && key->type() == tlog::NoteKeyType::witness;
  if (!good) found(Reason::witnessKeyDamaged, kWitnessKeyFile, key ? "it is a log's key" : key.error().detail);
  if (good) witnessKey_ = std::move(*key);
}

void Examination::checkProof(std::string_view jwt) {
  const std::string name = stem_ + ".tlog-proof";
  const auto text = seek(name, Reason::proofMissing, Reason::proofDamaged);
  if (!text) return;
  const auto proof = tlog::parseLogProof(text->content);
  if (!proof) return found(Reason::proofDamaged, name, proof.error().detail);
  checkLeaf(*proof, jwt);
  checkCheckpoint(*proof);
}

void Examination::checkLeaf(const tlog::LogProof& proof, std::string_view jwt) {
  const std::string name = stem_ + ".tlog-proof";
  auto leaf = tlog::readIssueLeaf(base::textOf(proof.extra));
  if (!leaf) return found(Reason::proofDamaged, name, leaf.error().detail);
  const std::string status = verdict_.certificate->statuses.front().id();
  const bool sameFile = leaf->credential == crypto::sha256(base::bytesOf(jwt));
  const bool sameKey = leaf->issuerKey == jws_->header.keyId;
  if (!sameFile || !sameKey || leaf->status != status || leaf->timeSeconds > kLatestSeconds) {
    return found(Reason::proofOfAnother, name,
                 !sameFile ? "its entry holds the digest of another .jwt" : "its entry names another key or status");
  }
  verdict_.leaf = std::move(*leaf);
  verdict_.logIndex = proof.index;
}

void Examination::checkCheckpoint(const tlog::LogProof& proof) {
  const std::string name = stem_ + ".tlog-proof";
  const auto note = tlog::parseNote(proof.checkpoint);
  if (!note) return found(Reason::checkpointWrong, name, note.error().detail);
  const auto checkpoint = tlog::parseCheckpoint(note->text);
  if (!checkpoint) return found(Reason::checkpointWrong, name, checkpoint.error().detail);
  const bool included =
      tlog::verifyInclusion(tlog::leafHash(proof.extra), proof.index, checkpoint->size, proof.hashes, checkpoint->root);
  if (!included) found(Reason::notInLog, name);
  if (logKey_) {
    const auto opened = tlog::openCheckpoint(proof.checkpoint, *logKey_);
    if (!opened) found(Reason::checkpointWrong, name, opened.error().detail);
  }
  if (!witnessKey_) return;
  const auto cosigned = tlog::verifyNote(*note, *witnessKey_);
  if (cosigned) return;
  const bool absent = cosigned.error().code == "note-unsigned";
  found(absent ? Reason::witnessMissing : Reason::witnessWrong, name, cosigned.error().detail);
}

}  // namespace vigie::trust
