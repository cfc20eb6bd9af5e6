#include "center-server/service/Replay.hpp"

#include "common/content/TestDefinition.hpp"
#include "common/crypto/Seal.hpp"
#include "common/exam/PrivateOwner.hpp"
#include "common/shadow/ShadowTest.hpp"

namespace vigie::centre {
namespace {

// The private parts of one session: each candidate's keys are read once.
class Opener {
 public:
  Opener(const base::SessionId& session, const KeyStore& keys) : session_(session), keys_(keys) {}

  base::Result<base::Bytes> open(const journal::Record& record, const exam::PrivateOwner& owner,
                                 base::ByteView sealedPrivate) {
    auto& kept = known_[owner.candidate];
    if (!kept) {
      auto loaded = keys_.load(session_, owner.candidate);
      if (!loaded && loaded.error().code == "keys-erased") return base::Bytes();
      if (!loaded) return base::fail(loaded.error());
      kept = std::move(*loaded);
    }
    auto opened = crypto::unseal(owner.isAnswer ? kept->answers : kept->identity,
                                 journal::privatePlace(record.stream, record.sequence), sealedPrivate);
    if (!opened || crypto::sha256(*opened) != record.privateHash) {
      return base::fail("private-part-damaged", "the private part is not the one that was recorded");
    }
    return opened;
  }

 private:
  const base::SessionId& session_;
  const KeyStore& keys_;
  std::map<base::CandidateRef, std::optional<CandidateKeys>> known_;
};

base::Result<void> checkTest(const exam::SessionRecord& content, const std::string& testBytes) {
  const auto* created = std::get_if<exam::record::SessionCreated>(&content);
  if (created == nullptr) return {};
  if (created->test_definition() != testBytes) {
    return base::fail("test-mismatch",
                      "this session was created with another test definition than the one installed now; "
                      "put back the file it was created with until the session is finished");
  }
  const auto test = content::TestDefinition::load(testBytes);
  if (!test) return base::fail(test.error());
  const std::string ours = test->arithmetic(shadow::solverName());
  if (created->arithmetic() == ours) return {};
  return base::fail("arithmetic-mismatch", "this session chooses and scores by " + created->arithmetic() +
                                               ", this program by " + ours +
                                               "; go on with the program it was created with until it is finished");
}

}  // namespace

base::Result<journal::Head> replayCentre(journal::Store& store, exam::CentreState& state) {
  journal::ChainVerifier chain(journal::kCentreStream);
  auto read = store.read(journal::kCentreStream, 1, [&](journal::Entry&& entry) -> base::Result<journal::Visit> {
    const auto one = chain.append(entry.blob);
    if (!one) return base::fail(one.error());
    const auto content = exam::readCentreRecord({one->type, one->typeVersion}, one->payload);
    if (!content) return base::failAt("centre, record " + std::to_string(one->sequence), content.error());
    exam::evolve(state, {one->wallMs, one->runMs, one->bootId}, *content);
    return journal::Visit::more;
  });
  if (!read) return base::fail(read.error());
  return chain.head();
}

base::Result<journal::Head> replaySession(journal::Store& store, const base::SessionId& id, const KeyStore& keys,
                                          const std::string& testBytes, LiveSession& session) {
  const journal::StreamId stream = journal::streamOf(id);
  journal::ChainVerifier chain(stream);
  Opener opener(id, keys);
  auto read = store.read(stream, 1, [&](journal::Entry&& entry) -> base::Result<journal::Visit> {
    const auto one = chain.append(entry.blob);
    if (!one) return base::fail(one.error());
    const std::string place = "record " + std::to_string(one->sequence);
    const auto content = exam::readSessionRecord({one->type, one->typeVersion}, one->payload);
    if (!content) return base::failAt(place, content.error());
    if (auto same = checkTest(*content, testBytes); !same) return base::fail(same.error());
    base::Bytes plain;
    if (!entry.sealedPrivate.empty()) {
      auto opened = opener.open(*one, exam::ownerOf(*content, session.state()), entry.sealedPrivate);
      if (!opened) return base::failAt(place, opened.error());
      plain = std::move(*opened);
    }
    session.apply({one->wallMs, one->runMs, one->bootId}, *content, plain);
    return journal::Visit::more;
  });
  if (!read) return base::fail(read.error());
  return chain.head();
}

}  // namespace vigie::centre
