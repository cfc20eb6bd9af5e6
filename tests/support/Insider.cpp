#include "tests/support/Insider.hpp"

#include "certs/credential/Credential.hpp"
#include "certs/credential/Jws.hpp"
#include "common/exam/Result.hpp"
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
    centreRecords.push_back({std::move(one), std::move(content)});
    centreBlobs_.push_back(std::move(entry.blob));
  }
  for (journal::Entry& entry : readAll(session.centre().store(), journal::streamOf(session.id()))) {
    auto one = must(journal::decode(entry.blob));
    auto content = must(exam::readSessionRecord({one.type, one.typeVersion}, one.payload));
    if (const auto* issued = std::get_if<record::CertificateIssued>(&content)) {
      certificates.push_back(session.live().issued(must(base::CandidateRef::fromBytes(issued->candidate())))->jwt);
    }
    records.push_back({std::move(one), std::move(content), std::move(entry.sealedPrivate)});
    blobs_.push_back(std::move(entry.blob));
  }
}

void Insider::makeResultsAgain() {
  exam::SessionState state;
  const exam::Environment& environment = session_.live().environment();
  const centre::Identity& identity = session_.centre().centre().identity();
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
      const auto again = must(
          credential::issueCredential(content, identity.issuingKey, credential::JsonForm::omit, one.record.wallMs));
      jwt = again.jwt;
      issued->set_jws_digest(base::toString(again.digest));
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
      const auto again = must(
          credential::issueCredential(content, identity.issuingKey, credential::JsonForm::omit, one.record.wallMs));
      jwt = again.jwt;
      issued->set_jws_digest(base::toString(again.digest));
    }
    append(chain, one);
  }
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
