// One run of verifyCertificate: what has been established so far, and what was found wrong.
#pragma once

#include "certs/credential/DidDocument.hpp"
#include "certs/credential/Jws.hpp"
#include "certs/log/LogProof.hpp"
#include "certs/log/Note.hpp"
#include "certs/status/StatusList.hpp"
#include "certs/trust/Verification.hpp"
#include "common/crypto/Certificate.hpp"

namespace vigie::trust {

class Examination {
 public:
  Examination(std::string stem, const Companions& companions, Times times)
      : stem_(std::move(stem)), companions_(companions), times_(times) {}

  Verdict ofJwt(std::string_view fileName, std::string_view jwt);
  Verdict ofJson(std::string_view fileName, std::string_view json);

 private:
  using Chain = std::vector<crypto::Certificate>;

  void found(Reason reason, std::string about, std::string detail = {});
  // The companion's text; nothing when it is missing or unreadable, which has then been noted.
  std::optional<Found> seek(const std::string& name, Reason missing, Reason damaged);
  std::optional<std::string> seekAnchor(const std::string& name, Reason missing, Reason damaged);

  bool readCertificate(std::string_view fileName, std::string_view jwt);
  void readAnchors();
  void readLogKeys();
  void checkSignature();
  void checkDid();
  void checkProof(std::string_view jwt);
  void checkLeaf(const tlog::LogProof& proof, std::string_view jwt);
  void checkCheckpoint(const tlog::LogProof& proof);
  void checkAccreditation();
  void checkStatuses();
  void checkStatus(const credential::StatusReference& reference);
  std::optional<status::StatusList> readList(const std::string& name);
  void checkStatusKeyAt(std::int64_t signedMs);
  void checkDates();

  std::string stem_;
  const Companions& companions_;
  Times times_;
  Verdict verdict_;
  std::optional<credential::Jws> jws_;
  std::optional<crypto::Certificate> root_;
  std::optional<tlog::NoteKey> logKey_;
  std::optional<tlog::NoteKey> witnessKey_;
  Chain chain_;
  std::optional<credential::DidDocument> did_;
};

}  // namespace vigie::trust
