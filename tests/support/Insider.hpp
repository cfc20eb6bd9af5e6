// Somebody who holds every key that lies on the server: they change records, then make hashes, checkpoints,
// certificates and the bundle's signature again, so that nothing of the server's own contradicts them. What they do not
// hold: seat keys, the machines' and the staff's keys, the registry's and the root's. Thread: one.
#pragma once

#include <functional>

#include "certs/credential/Credential.hpp"
#include "certs/verify/SessionFiles.hpp"
#include "tests/support/SyntheticSession.hpp"

namespace vigie::support {

struct KeptRecord {
  journal::Record record;
  exam::SessionRecord content;
  base::Bytes privatePlain;  // opened with the keys that lie beside the journal; empty: none

  template <class Content>
  Content* as() {
    return std::get_if<Content>(&content);
  }
};

struct KeptCentreRecord {
  journal::Record record;
  exam::CentreRecord content;
  base::Bytes sealedPrivate;
};

class Insider {
 public:
  explicit Insider(SyntheticSession& session);

  std::vector<KeptRecord> records;  // of the session, as they lie in the journal
  std::vector<KeptCentreRecord> centreRecords;
  std::vector<std::string> certificates;  // in the order of their records

  // The first record of this kind from `from` on; throws when there is none.
  template <class Content>
  std::size_t find(std::size_t from = 0) const {
    for (std::size_t i = from; i < records.size(); ++i) {
      if (std::holds_alternative<Content>(records[i].content)) return i;
    }
    throw std::logic_error("no such record");
  }

  template <class Content>
  std::size_t findLast() const {
    for (std::size_t i = records.size(); i-- > 0;) {
      if (std::holds_alternative<Content>(records[i].content)) return i;
    }
    throw std::logic_error("no such record");
  }

  // Results decided again from the records, certificates signed again over them.
  void makeResultsAgain();

  // Everything chained again, and signed again from the first change on (what is still true stays as it is: nobody
  // gives themselves away). Not called, the blobs are as they were recorded.
  void coverTracks();

  // The data folder as they leave it: journal.sqlite, keys/ and issued/. The folder must not exist.
  void writeDataFolder(const std::filesystem::path& folder) const;

  verify::Bundle bundle() const;
  base::Bytes signedBundle() const;

 private:
  void chainCentreAgain();
  void chainAgain();
  void append(journal::ChainBuilder& chain, KeptRecord& one);
  void issueAgain(KeptRecord& one, std::string& jwt, const credential::CredentialContent& content) const;

  SyntheticSession& session_;
  std::vector<base::Bytes> centreBlobs_;
  std::vector<base::Bytes> blobs_;
};

// Anchors of that session's nation, as a trust folder would give them.
verify::Anchors anchorsOf(SyntheticSession& session);

}  // namespace vigie::support
