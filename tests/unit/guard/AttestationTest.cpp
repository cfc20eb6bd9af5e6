// Against software TPMs (swtpm), enrolled with tpm2-tools; what they prove is asked for by the guard's own code
// (Tpm.hpp): good, replayed, changed registers and command line, relayed from a second TPM, and every byte that can be
// wrong.
#include "candidate-client/guard/attestation/Tpm.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <memory>

#include "common/base/File.hpp"
#include "common/crypto/Random.hpp"
#include "tests/support/Must.hpp"
#include "tests/support/ShellRun.hpp"
#include "tests/support/TemporaryFolder.hpp"

namespace vigie::attestation {
namespace {

using support::must;

crypto::Digest filled(std::uint8_t byte) {
  crypto::Digest out{};
  out.fill(byte);
  return out;
}

constexpr auto kCommandLine = "the kernel and its command line";

// One TPM with its endorsement key, attestation key and workstation key.
class Tpm {
 public:
  // `commandLine`: what its boot measured beside the boot loader, before anybody asked.
  explicit Tpm(const std::string& commandLine = {}) {
    std::filesystem::create_directories(folder_.path() / "state");
    const std::string socket = path("socket");
    run("swtpm socket --tpm2 --daemon --pid file=" + path("pid") + " --server type=unixio,path=" + socket +
        " --ctrl type=unixio,path=" + socket + ".ctrl --tpmstate dir=" + path("state") +
        " --flags not-need-init,startup-clear");
    tool("createek -Q -G ecc -c ek.ctx -u ek.pub");
    tool("createak -Q -C ek.ctx -c ak.ctx -G ecc -g sha256 -s ecdsa -u ak.pub -n ak.name");
    tool("createprimary -Q -C o -c parent.ctx");
    tool(
        "create -Q -C parent.ctx -G ecc256:ecdsa-sha256 -u key.pub -r key.priv -a "
        "'fixedtpm|fixedparent|sensitivedataorigin|userwithauth|sign'");
    tool("load -Q -C parent.ctx -u key.pub -r key.priv -c key.ctx");
    tool("evictcontrol -Q -C o -c ak.ctx 0x81010002");
    tool("evictcontrol -Q -C o -c key.ctx 0x81010003");
    if (commandLine.empty()) return;
    extend(4, "the boot loader");
    extend(9, commandLine);
  }
  ~Tpm() { run("kill $(cat " + path("pid") + ")"); }

  EnrolledTpm enrolled() { return {crypto::sha256(file("ek.pub")), file("ak.name")}; }
  crypto::PublicKey key() { return must(readTpmKey(file("key.pub"))).key; }
  void extend(int number, const std::string& what) {
    tool("pcrextend " + std::to_string(number) + ":sha256=" + base::toHex(crypto::sha256(base::bytesOf(what))));
  }
  TpmPlace place() const { return {.device = path("socket")}; }
  Evidence answer(const crypto::Digest& qualifying) { return must(makeEvidence(place(), qualifying, {0, 4, 9})); }
  bool sound() const { return sound_; }

 private:
  std::string path(const std::string& name) const { return (folder_.path() / name).string(); }
  base::Bytes file(const std::string& name) { return must(base::readFile(path(name))); }
  void run(const std::string& command) {
    sound_ = support::shellRun("sh", "-c '" + command + "'").status == 0 && sound_;
  }
  // A software TPM has room for three objects.
  void tool(const std::string& arguments) {
    sound_ = support::shellRun(
                 "sh", "-c \"cd " + folder_.path().string() + " && tpm2_" + arguments + " && tpm2_flushcontext -t\"",
                 "TPM2TOOLS_TCTI=swtpm:path=" + path("socket"))
                     .status == 0 &&
             sound_;
  }
  support::TemporaryFolder folder_;
  bool sound_ = true;
};

class AttestationTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    if (support::shellRun("sh", "-c 'command -v swtpm && command -v tpm2_quote'").status != 0) return;
    tpm_ = std::make_unique<Tpm>(kCommandLine);
  }
  static void TearDownTestSuite() { tpm_.reset(); }
  void SetUp() override {
    if (!tpm_) GTEST_SKIP() << "no swtpm or tpm2-tools here";
    ASSERT_TRUE(tpm_->sound());
  }
  static crypto::Digest after(const std::string& what) {
    return crypto::sha256({filled(0), crypto::sha256(base::bytesOf(what))});
  }
  Expectation expected() {
    return {nonce_,
            tpm_->key(),
            connection_,
            {{std::uint8_t{0}, filled(0)},
             {std::uint8_t{4}, after("the boot loader")},
             {std::uint8_t{9}, after("the kernel and its command line")}}};
  }
  Evidence answer(Tpm& tpm) { return tpm.answer(qualifyingData(nonce_, tpm_->key(), connection_)); }
  std::string reason(const Evidence& evidence, const Expectation& expectation) {
    const auto judged = judgeAttestation(tpm_->enrolled(), evidence, expectation);
    EXPECT_EQ(judged.grade == AttestationGrade::attested, judged.reason == "sound");
    EXPECT_NE(judged.grade, AttestationGrade::declared);
    return judged.reason;
  }

  static std::unique_ptr<Tpm> tpm_;
  crypto::Digest nonce_ = crypto::sha256(crypto::randomBytes(16));
  crypto::Digest connection_ = crypto::sha256(crypto::randomBytes(16));
};
std::unique_ptr<Tpm> AttestationTest::tpm_;

TEST_F(AttestationTest, AttestsTheMachineThatStartedItsImage) {
  EXPECT_EQ(reason(answer(*tpm_), expected()), "sound");
}

TEST_F(AttestationTest, IsOnlyDeclaredWithoutARecordAtEnrolment) {
  const auto judged = judgeAttestation(std::nullopt, answer(*tpm_), expected());
  EXPECT_EQ(judged.grade, AttestationGrade::declared);
  EXPECT_EQ(judged.reason, "endorsement-unknown");
  EXPECT_EQ(judgeAttestation(tpm_->enrolled(), std::nullopt, expected()).reason, "no-tpm");
}

TEST_F(AttestationTest, RefusesAReplayedQuote) {
  const Evidence old = answer(*tpm_);
  nonce_ = crypto::sha256(crypto::randomBytes(16));
  EXPECT_EQ(reason(old, expected()), "quote-not-for-this");
}

TEST_F(AttestationTest, RefusesAQuoteOfAnotherConnection) {
  const Evidence relayed = answer(*tpm_);
  connection_ = crypto::sha256(crypto::randomBytes(16));
  EXPECT_EQ(reason(relayed, expected()), "quote-not-for-this");
}

TEST_F(AttestationTest, RefusesChangedRegistersAndAChangedCommandLine) {
  const Evidence sound = answer(*tpm_);
  Expectation other = expected();
  other.registers[4] = after("another boot loader");
  EXPECT_EQ(reason(sound, other), "registers-differ");
  other = expected();
  other.registers[9] = after("the kernel and its command line init=/bin/sh");
  EXPECT_EQ(reason(sound, other), "registers-differ");
  other = expected();
  other.registers.erase(9);
  EXPECT_EQ(reason(sound, other), "registers-other");
}

TEST_F(AttestationTest, RefusesAMachineThatStartedWithAnotherCommandLineOrChangedAfterwards) {
  Tpm other("the kernel and its command line init=/bin/sh");
  Expectation mine{nonce_, other.key(), connection_, expected().registers};
  const auto ask = [&] { return other.answer(qualifyingData(nonce_, other.key(), connection_)); };
  EXPECT_EQ(judgeAttestation(other.enrolled(), ask(), mine).reason, "registers-differ");
  mine.registers[9] = after("the kernel and its command line init=/bin/sh");
  EXPECT_EQ(judgeAttestation(other.enrolled(), ask(), mine).reason, "sound");
  other.extend(9, "a debugger");
  EXPECT_EQ(judgeAttestation(other.enrolled(), ask(), mine).reason, "registers-differ");
}

TEST_F(AttestationTest, RefusesAQuoteRelayedFromASecondTpm) {
  Tpm second(kCommandLine);
  ASSERT_TRUE(second.sound());
  Evidence relayed = answer(second);
  EXPECT_EQ(reason(relayed, expected()), "another-tpm");
  relayed.attestationKey = answer(*tpm_).attestationKey;
  EXPECT_EQ(reason(relayed, expected()), "workstation-key-elsewhere") << "the second TPM's key is not this machine's";
  const Evidence own = answer(*tpm_);
  relayed.workstationKey = own.workstationKey;
  relayed.certification = own.certification;
  relayed.certificationSignature = own.certificationSignature;
  EXPECT_EQ(reason(relayed, expected()), "signature-wrong") << "and it cannot sign as the first";
}

TEST_F(AttestationTest, SaysWhatIsMissingOfATpm) {
  EXPECT_TRUE(tpmReady(tpm_->place()));
  EXPECT_EQ(tpmReady({.device = "/nonexistent"}).error().code, "no-tpm");
  TpmPlace place = tpm_->place();
  place.workstationKey = 0x81010077;
  const auto missing = tpmReady(place);
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, "tpm-refused");
  EXPECT_NE(missing.error().detail.find("0x81010077"), std::string::npos) << missing.error().detail;
}

TEST_F(AttestationTest, RefusesAWorkstationKeyThatIsNotInTheTpm) {
  Expectation other = expected();
  other.workstationKey = crypto::PrivateKey::generate(crypto::KeyKind::p256).publicKey();
  EXPECT_EQ(reason(answer(*tpm_), other), "workstation-key-elsewhere");
}

TEST_F(AttestationTest, RefusesEveryChangedOrMissingByte) {
  const Evidence sound = answer(*tpm_);
  const Expectation expectation = expected();
  const EnrolledTpm enrolled = tpm_->enrolled();
  for (auto part : {&Evidence::attestationKey, &Evidence::workstationKey, &Evidence::certification,
                    &Evidence::certificationSignature, &Evidence::quote, &Evidence::quoteSignature}) {
    const std::size_t size = (sound.*part).size();
    for (std::size_t i = 0; i < size; ++i) {
      Evidence changed = sound;
      (changed.*part)[i] ^= 1U;
      EXPECT_NE(judgeAttestation(enrolled, changed, expectation).grade, AttestationGrade::attested) << i;
      Evidence cut = sound;
      (cut.*part).resize(i);
      EXPECT_NE(judgeAttestation(enrolled, cut, expectation).grade, AttestationGrade::attested) << i;
    }
  }
}

}  // namespace
}  // namespace vigie::attestation
