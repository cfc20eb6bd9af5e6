// make-corpus DIR: true inputs for every fuzz target, taken from a small session that a whole synthetic centre runs.
// Made at build time: keys and salts are new each time, so nothing secret and nothing stale lies in the repository.
#include <iostream>

#include "certs/credential/DidDocument.hpp"
#include "certs/log/LogProof.hpp"
#include "common/base/File.hpp"
#include "common/protocol/Codec.hpp"
#include "tests/fuzz/PictureCorpus.hpp"
#include "tests/support/Insider.hpp"
#include "tests/support/Must.hpp"
#include "tests/support/SampleNation.hpp"

namespace vigie::support {
namespace {

class Corpus {
 public:
  explicit Corpus(std::filesystem::path folder) : folder_(std::move(folder)) {}

  void add(const std::string& target, base::ByteView input) {
    std::filesystem::create_directories(folder_ / target);
    must(base::writeFileDurably(folder_ / target / std::to_string(count_++), input));
  }
  // With the byte, or bytes, that say what it is.
  void add(const std::string& target, const base::Bytes& kind, base::ByteView input) {
    base::Bytes whole = kind;
    base::append(whole, input);
    add(target, whole);
  }

 private:
  std::filesystem::path folder_;
  unsigned count_ = 0;
};

void addFrame(Corpus& corpus, protocol::Sender sender, const protocol::Message& message) {
  const std::uint16_t number = protocol::numberOf(message);
  corpus.add(
      "frames",
      {static_cast<std::uint8_t>(sender), static_cast<std::uint8_t>(number >> 8), static_cast<std::uint8_t>(number)},
      protocol::encode(message));
}

// One frame of each kind that a seat was sent and sends.
void addFrames(Corpus& corpus, SyntheticSession& session) {
  std::set<std::uint16_t> seen;
  for (const protocol::Message& message : session.seatOf(0).received()) {
    if (seen.insert(protocol::numberOf(message)).second) addFrame(corpus, protocol::Sender::centre, message);
  }
  addFrame(corpus, protocol::Sender::seat, session.seatOf(0).kept().front());
  addFrame(corpus, protocol::Sender::console, session.console().prepare(console::pauseSession(session.id())));
  protocol::message::Hello hello;
  hello.set_protocol(protocol::kProtocolVersion);
  addFrame(corpus, protocol::Sender::seat, hello);
  protocol::message::EnrolRequest request;
  request.set_protocol(protocol::kProtocolVersion);
  request.set_code("BBBBBBBB");
  addFrame(corpus, protocol::Sender::newcomer, request);
  addFrame(corpus, protocol::Sender::seat, protocol::message::CheckIn());
  addFrame(corpus, protocol::Sender::console, protocol::message::Query());
}

// One record of each type.
void addRecords(Corpus& corpus, const verify::Bundle& bundle) {
  std::set<std::pair<std::uint16_t, bool>> seen;
  for (const auto* blobs : {&bundle.centreRecords, &bundle.sessionRecords}) {
    for (const base::Bytes& blob : *blobs) {
      const bool centre = blobs == &bundle.centreRecords;
      if (seen.insert({must(journal::decode(blob)).type, centre}).second) corpus.add("records", blob);
    }
  }
}

void addTexts(Corpus& corpus, const verify::Bundle& bundle, const std::string& ticket) {
  SampleNation nation;
  const SampleCertificate& certificate = nation.issue(nation.newContent());
  const Files files = nation.registryFiles();
  corpus.add("jws", {0}, base::bytesOf(bundle.certificates.front()));
  corpus.add("jws", {1}, base::bytesOf(ticket));
  for (const auto& [name, text] : files) {
    const bool list = name.starts_with("status/");
    if (list || name == "did.json") corpus.add("jws", {static_cast<std::uint8_t>(list ? 2 : 3)}, base::bytesOf(text));
  }
  corpus.add("jws", {4}, base::bytesOf(nation.proofOf(certificate)));
  corpus.add("jws", {5}, base::bytesOf(nation.checkpoint()));
  corpus.add("jws", {6}, nation.entries.front());
}

void addBank(Corpus& corpus) {
  const std::string folder = VIGIE_SOURCE_DIR "/deploy/demonstration/";
  corpus.add("bank-files", {0}, base::bytesOf(must(base::readTextFile(folder + "items.json"))));
  corpus.add("bank-files", {1}, syntheticBank().files.cal);
  for (const auto& one : std::filesystem::directory_iterator(folder)) {
    const std::string name = one.path().filename().string();
    if (!name.ends_with(".json") || name == "items.json") continue;
    corpus.add("bank-files", {2}, base::bytesOf(must(base::readTextFile(one.path()))));
  }
}

void makeCorpus(const std::filesystem::path& folder) {
  std::filesystem::remove_all(folder);
  Corpus corpus(folder);
  SyntheticSession session({.candidates = 1, .secondsPerAnswer = 2});
  session.run();
  const Insider insider(session);
  const verify::Bundle bundle = insider.bundle();
  addFrames(corpus, session);
  addRecords(corpus, bundle);
  corpus.add("bundles", insider.signedBundle());
  addTexts(corpus, bundle, std::get<exam::record::SessionCreated>(insider.records.front().content).ticket());
  addBank(corpus);
  for (const base::Bytes& input : fuzz::pictureInputs()) corpus.add("pictures", input);
}

}  // namespace
}  // namespace vigie::support

int main(int argc, char** argv) try {
  if (argc != 2) {
    std::cerr << "make-corpus DIR: expected the folder to make\n";
    return 64;
  }
  vigie::support::makeCorpus(argv[1]);
  return 0;
} catch (const std::exception& error) {
  std::cerr << "make-corpus: " << error.what() << '\n';
  return 1;
}
