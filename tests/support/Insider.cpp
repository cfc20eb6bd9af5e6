#include "tests/support/Insider.hpp"

#include "certs/credential/Credential.hpp"
#include "certs/credential/Jws.hpp"
#include "common/base/File.hpp"
#include "common/exam/PrivateOwner.hpp"
#include "common/exam/Result.hpp"
#include "common/journal/SqliteStore.hpp"
#include "tests/support/Must.hpp"

namespace vigie::support {
namespace {

namespace record = exam::record;

std::vector<journal::Entry> readAll(journal::Store& store, const journal::StreamId& stream) {
  std::vector<journal::Entry> entries;
  must(store.read(stream, 1, [&](journal::Entry&& entry) -> base::Result<journal::Visit> {
    entries.push_back(std::move(entry));
    return journal::Visit::more;
  }));
  return entries;
}

}  // namespace

Insider::Insider(SyntheticSession& session) : session_(session) {
  for (journal::Entry& entry : readAll(session.centre().store(), journal::kCentreStream)) {
    auto one = must(journal::decode(entry.blob));
    auto content = must(exam::readCentreRecord({one.type, one.typeVersion}, one.payload));
    centreRecords.push_back({std::move(one), std::move(content), std::move(entry.sealedPrivate)});
    centreBlobs_.push_back(std::move(entry.blob));
  }
  const auto keys = must(verify::PrivateKeys::read(session.centre().data() / "keys", session.id()));
  exam::SessionState state;
  for (journal::Entry& entry : readAll(session.centre().store(), journal::streamOf(session.id()))) {
    auto one = must(journal::decode(entry.blob));
    auto content = must(exam::readSessionRecord({one.type, one.typeVersion}, one.payload));
    if (const auto* issued = std::get_if<record::CertificateIssued>(&content)) {
      certificates.push_back(session.live().issued(must(base::CandidateRef::fromBytes(issued->candidate())))->jwt);
    }
    base::Bytes plain;
    if (!entry.sealedPrivate.empty()) {
      plain = must(keys.open(exam::ownerOf(content, state), entry.stream, entry.sequence, entry.sealedPrivate));
    }
    exam::evolve(state, session.live().environment(), {one.wallMs, one.runMs, one.bootId}, content);
    records.push_back({std::move(one), std::move(content), std::move(plain)});
    blobs_.push_back(std::move(entry.blob));
  }
}

void Insider::makeResultsAgain() {
  exam::SessionState state;
  const exam::Environment& environment = session_.live().environment();
  std::size_t certificate = 0;
  for (KeptRecord& one : records) {
    if (auto* result = one.as<record::ResultDecided>()) {
      *result = exam::decideResult(environment, *state.find(must(base::CandidateRef::fromBytes(result->candidate()))));
    }
    if (auto* issued = one.as<record::CertificateIssued>()) {
      const exam::Result& result = *state.find(must(base::CandidateRef::fromBytes(issued->candidate())))->result;
      std::string& jwt = certificates.at(certificate++);
      if (result.status != "validated") continue;
      auto content = must(credential::readCredential(must(credential::parseJws(jwt)).payload));
      content.score = result.score.value_or(0);
      for (std::size_t i = 0; i < content.levels.size(); ++i) content.levels[i].level = result.levels[i].value_or(0);
      issueAgain(one, jwt, content);
    }
    exam::evolve(state, environment, {one.record.wallMs, one.record.runMs, one.record.bootId}, one.content);
  }
}

void Insider::chainCentreAgain() {
  journal::ChainBuilder chain(journal::kCentreStream);
  centreBlobs_.clear();
  std::vector<journal::Head> heads{chain.head()};
  for (KeptCentreRecord& one : centreRecords) {
    one.record.payload = exam::payloadOf(one.content);
    centreBlobs_.push_back(chain.append(one.record));
    heads.push_back(chain.head());
  }
  auto& created = std::get<record::SessionCreated>(records.front().content);
  const std::size_t position = std::min<std::size_t>(created.centre_position(), heads.size() - 1);
  created.set_centre_position(position);
  created.set_centre_head(base::toString(heads[position].head));
}

void Insider::chainAgain() {
  const centre::Identity& identity = session_.centre().centre().identity();
  journal::ChainBuilder chain(journal::streamOf(session_.id()));
  std::map<std::uint64_t, journal::Head> heads;
  blobs_.clear();
  std::size_t certificate = 0;
  for (KeptRecord& one : records) {
    if (auto* signedOne = one.as<record::CheckpointSigned>()) {
      const journal::Head head = chain.head();
      if (signedOne->position() == head.position && signedOne->head() == base::textOf(head.head)) {
        append(chain, one);
        continue;
      }
      record::CheckpointBody body;
      body.set_stream(session_.id().bytes());
      body.set_position(head.position);
      body.set_head(base::toString(head.head));
      body.set_wall_ms(one.record.wallMs);
      body.set_epoch(one.record.epoch.bytes());
      signedOne->set_position(head.position);
      signedOne->set_head(base::toString(head.head));
      *signedOne->mutable_checkpoint() =
          exam::toRecord(crypto::signMessage(identity.checkpointKey, "checkpoint", exam::bytesOf(body)));
    }
    if (auto* issued = one.as<record::CertificateIssued>()) {
      std::string& jwt = certificates.at(certificate++);
      auto content = must(credential::readCredential(must(credential::parseJws(jwt)).payload));
      const bool same =
          content.evidence.headPosition == chain.head().position && content.evidence.head == chain.head().head;
      if (same) {
        issued->set_jws_digest(base::toString(crypto::sha256(base::bytesOf(jwt))));
        append(chain, one);
        continue;
      }
      content.evidence.headPosition = chain.head().position;
      content.evidence.head = chain.head().head;
      issueAgain(one, jwt, content);
    }
    append(chain, one);
  }
}

// The certificate, its digest in the record, and the private part that keeps its bytes.
void Insider::issueAgain(KeptRecord& one, std::string& jwt, const credential::CredentialContent& content) const {
  const auto again = must(credential::issueCredential(content, session_.centre().centre().identity().issuingKey,
                                                      credential::JsonForm::include, one.record.wallMs));
  jwt = again.jwt;
  one.as<record::CertificateIssued>()->set_jws_digest(base::toString(again.digest));
  record::CertificatePrivate secret;
  secret.ParseFromArray(one.privatePlain.data(), static_cast<int>(one.privatePlain.size()));
  secret.set_jwt(again.jwt);
  secret.set_json(again.json);
  one.privatePlain = exam::bytesOf(secret);
  one.record.privateHash = crypto::sha256(one.privatePlain);
}

void Insider::append(journal::ChainBuilder& chain, KeptRecord& one) {
  one.record.payload = exam::payloadOf(one.content);
  const exam::RecordType type = exam::typeOf(one.content);
  one.record.type = type.number;
  one.record.typeVersion = type.version;
  blobs_.push_back(chain.append(one.record));
}

void Insider::coverTracks() {
  chainCentreAgain();
  chainAgain();
}

void Insider::writeDataFolder(const std::filesystem::path& folder) const {
  std::filesystem::create_directories(folder / "issued");
  for (const char* part : {"keys", "vault"}) {
    const auto from = session_.centre().data() / part;
    if (!std::filesystem::exists(from)) continue;
    std::filesystem::copy(from, folder / part, std::filesystem::copy_options::recursive);
  }
  const auto keys = must(centre::KeyStore::open(folder / "keys"));
  const journal::StreamId stream = journal::streamOf(session_.id());
  std::vector<journal::Entry> entries;
  for (std::size_t i = 0; i < centreBlobs_.size(); ++i) {
    entries.push_back({journal::kCentreStream, i + 1, centreBlobs_[i], centreRecords[i].sealedPrivate});
  }
  exam::SessionState state;
  std::size_t certificate = 0;
  for (std::size_t i = 0; i < blobs_.size(); ++i) {
    const KeptRecord& one = records[i];
    journal::Entry entry{stream, i + 1, blobs_[i], {}};
    if (!one.privatePlain.empty()) {
      const exam::PrivateOwner owner = exam::ownerOf(one.content, state);
      const auto sealing = must(keys.load(session_.id(), owner.candidate));
      entry.sealedPrivate = crypto::seal(owner.isAnswer ? sealing.answers : sealing.identity,
                                         journal::privatePlace(stream, entry.sequence), one.privatePlain);
    }
    entries.push_back(std::move(entry));
    exam::evolve(state, session_.live().environment(), {one.record.wallMs, one.record.runMs, one.record.bootId},
                 one.content);
    if (const auto* issued = std::get_if<record::CertificateIssued>(&one.content)) {
      must(base::writeFileDurably(folder / "issued" / (issued->code() + ".jwt"),
                                  base::bytesOf(certificates.at(certificate++))));
    }
  }
  must(must(journal::SqliteStore::open(folder / "journal.sqlite"))->commit(entries));
  std::string chain;
  for (const crypto::Certificate& link : session_.centre().centre().identity().issuingChain) chain += link.pem();
  must(base::writeFileDurably(folder / "issued" / "chain.pem", base::bytesOf(chain)));
  // What the server lays out when it starts.
  const SyntheticBank& bank = syntheticBank();
  const std::filesystem::path audit = folder / "audit";
  const std::string name = base::toHex(bank.files.digest);
  std::filesystem::create_directories(audit);
  must(base::writeFileDurably(audit / "registry.pem",
                              base::bytesOf(session_.centre().nation().ticketCertificate.pem())));
  must(base::writeFileDurably(audit / (name + ".cal"), bank.files.cal));
  must(base::writeFileDurably(audit / (name + ".authority"), bank.authority.publicKey().spki()));
}

verify::Bundle Insider::bundle() const {
  const SyntheticBank& bank = syntheticBank();
  verify::Bundle bundle{.centreRecords = centreBlobs_,
                        .sessionRecords = blobs_,
                        .issuingChain = {},
                        .registryChain = {session_.centre().nation().ticketCertificate.der()},
                        .bankCalibration = bank.files.cal,
                        .bankAuthority = bank.authority.publicKey().spki(),
                        .certificates = certificates};
  for (const crypto::Certificate& link : session_.centre().centre().identity().issuingChain)
    bundle.issuingChain.push_back(link.der());
  return bundle;
}

base::Bytes Insider::signedBundle() const {
  return must(verify::writeBundle(bundle(), session_.centre().centre().identity().issuingKey));
}

verify::Anchors anchorsOf(SyntheticSession& session) {
  return {.root = session.centre().nation().root, .ticketKey = {}};
}

}  // namespace vigie::support
