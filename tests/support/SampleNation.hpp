// A whole small nation for tests: root, one accredited centre, the registry's status list and log, and certificates.
// Everything is made anew by the constructor; whoever wants it forged changes a part before asking for the files.
// Thread: one. Ownership: values.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "certs/credential/Credential.hpp"
#include "certs/credential/DidDocument.hpp"
#include "certs/log/Checkpoint.hpp"
#include "certs/log/Leaf.hpp"
#include "certs/status/StatusList.hpp"
#include "certs/trust/Accreditation.hpp"

namespace vigie::support {

using Files = std::map<std::string, std::string>;  // name in the folder -> exact content

struct SampleCertificate {
  credential::CredentialContent content;
  credential::IssuedCredential issued;
  std::uint64_t index = 0;  // of its leaf
};

class SampleNation {
 public:
  explicit SampleNation(credential::Occasion occasion = credential::Occasion::demonstration,
                        std::int64_t nowMs = kNowMs);

  static constexpr std::int64_t kNowMs = 1'795'288'500'000;  // 2026-11-21T19:15:00Z

  credential::CredentialContent newContent() const;  // sampleCredential() for this centre
  const SampleCertificate& issue(const credential::CredentialContent& content);
  std::uint64_t log(std::string_view entry);

  std::string checkpoint() const;
  std::string proofOf(const SampleCertificate& certificate) const;
  status::StatusList statusList() const;

  // root.pem and log.vkey.
  Files anchors() const;
  // chain.pem, did.json and status/.
  Files registryFiles() const;
  // <code>.jwt, .json and .tlog-proof.
  Files filesOf(const SampleCertificate& certificate) const;

  // The layout of the demonstration's folder: certificates/, log/, status/, did.json…
  void writeTo(const std::filesystem::path& folder) const;

  std::int64_t nowMs;
  crypto::PrivateKey rootKey;
  crypto::PrivateKey issuingKey;
  crypto::PrivateKey statusKey;
  crypto::PrivateKey logKey;
  crypto::Certificate root;
  crypto::Certificate centreCertificate;
  crypto::Certificate statusCertificate;
  tlog::NoteKey logName;
  credential::DidDocument did;
  status::StatusBits bits;
  std::vector<base::Bytes> entries;
  tlog::MemoryTree tree;
  std::vector<SampleCertificate> certificates;
  credential::Occasion occasion;
};

}  // namespace vigie::support
