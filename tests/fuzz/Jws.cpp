// Whatever text a stranger hands in as a certificate, ticket, status list, DID document, log proof, note or leaf. The
// first byte says as what.
#include "certs/credential/Jws.hpp"
#include "Target.hpp"
#include "certs/credential/Credential.hpp"
#include "certs/credential/DidDocument.hpp"
#include "certs/credential/Ticket.hpp"
#include "certs/log/Checkpoint.hpp"
#include "certs/log/Leaf.hpp"
#include "certs/log/LogProof.hpp"
#include "certs/status/StatusList.hpp"

using namespace vigie;

namespace {

const crypto::PublicKey& someKey() {
  static const crypto::PublicKey key = crypto::PrivateKey::generate(crypto::KeyKind::p256).publicKey();
  return key;
}

void readJws(const std::string& text) {
  const auto jws = credential::parseJws(text);
  if (!jws) return;
  fuzz::expect(!credential::verifyJws(*jws, someKey()), "nobody signs with a key that was made a moment ago");
  static_cast<void>(credential::readCredential(jws->payload));
  static_cast<void>(credential::summarize(jws->payload));
}

void readTicket(const std::string& text) {
  static_cast<void>(credential::readTicket(text));
}

void readStatusList(const std::string& text) {
  fuzz::expect(!status::readStatusListJwt(text, someKey()), "no status list is signed by that key");
  fuzz::expect(!status::readStatusListJson(text, someKey()), "no status list is signed by that key");
}

void readDid(const std::string& text) {
  const auto document = credential::readDidDocument(text);
  if (document) fuzz::expect(credential::writeDidDocument(*document) == text, "a DID document has one form");
}

void readProof(const std::string& text) {
  const auto proof = tlog::parseLogProof(text);
  if (proof) fuzz::expect(proof->text() == text, "a proof has one form");
}

void readNote(const std::string& text) {
  const auto note = tlog::parseNote(text);
  if (!note) return;
  fuzz::expect(note->encode() == text, "a note has one form");
  const auto checkpoint = tlog::parseCheckpoint(note->text);
  if (checkpoint) fuzz::expect(checkpoint->text() == note->text, "a checkpoint has one form");
}

void readLeaves(const std::string& text) {
  if (const auto leaf = tlog::readIssueLeaf(text)) fuzz::expect(tlog::writeLeaf(*leaf) == text, "a leaf has one form");
  if (const auto leaf = tlog::readSessionLeaf(text))
    fuzz::expect(tlog::writeLeaf(*leaf) == text, "a leaf has one form");
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  constexpr void (*kReaders[])(const std::string&) = {readJws,   readTicket, readStatusList, readDid,
                                                      readProof, readNote,   readLeaves};
  const std::string text(data + 1, data + size);
  kReaders[data[0] % std::size(kReaders)](text);
  return 0;
}
