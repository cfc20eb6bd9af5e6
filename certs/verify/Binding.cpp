#include "certs/verify/Binding.hpp"

#include <algorithm>

#include "certs/trust/Accreditation.hpp"
#include "common/base/Clock.hpp"
#include "common/shadow/ShadowTest.hpp"

namespace vigie::verify {
namespace {

namespace record = exam::record;

template <class Entries>
base::Result<std::vector<crypto::Certificate>> readChain(const Entries& ders) {
  std::vector<crypto::Certificate> chain;
  for (const auto& der : ders) {
    auto certificate = crypto::Certificate::fromDer(der);
    if (!certificate) return base::fail(certificate.error());
    if (certificate->der() != der) return base::fail("not-a-certificate", "a certificate is not in its one form");
    chain.push_back(std::move(*certificate));
  }
  return chain;
}

exam::TicketTerms termsOf(const credential::Ticket& ticket) {
  return {
      .kind = ticket.kind == credential::TicketKind::real ? exam::SessionKind::real : exam::SessionKind::demonstration,
      .validFromMs = ticket.validFromMs,
      .validUntilMs = ticket.validUntilMs,
      .drawSeed = base::Bytes(ticket.drawSeed.begin(), ticket.drawSeed.end()),
      .certificateCodes = ticket.codes.size()};
}

class Binder {
 public:
  Binder(const BindingInput& input, Findings& findings)
      : input_(input),
        findings_(findings),
        created_(std::get<record::SessionCreated>(input.streams.session.entries.front().content)),
        createdMs_(input.streams.session.entries.front().record.wallMs) {}

  Binding bind() {
    readRoot();
    checkCentre();
    readTicket();
    readIssuingChain();
    readEnvironment();
    return std::move(out_);
  }

 private:
  void readRoot() {
    if (input_.anchors.root) {
      out_.root = *input_.anchors.root;
    } else {
      const bool missing = input_.anchors.root.error().code == "file-missing";
      findings_.add(missing ? Code::rootMissing : Code::rootDamaged, {}, "root.pem",
                    input_.anchors.root.error().detail);
    }
  }

  // The session follows from the centre's stream, which its first record binds.
  void checkCentre() {
    if (!input_.streams.centre.agrees(created_.centre_position(), created_.centre_head())) {
      findings_.add(Code::centreHead, inSession(1), std::to_string(created_.centre_position()));
    }
    if (created_.epoch() != input_.streams.session.entries.front().record.epoch.bytes()) {
      findings_.add(Code::epochUnknown, inSession(1));
    }
    const auto& entries = input_.streams.centre.entries;
    const auto registered = std::find_if(entries.begin(), entries.end(), [&](const CentreEntry& entry) {
      const auto* one = std::get_if<record::SessionRegistered>(&entry.content);
      return one != nullptr && one->session() == created_.session();
    });
    const bool good = registered != entries.end() && registered->record.sequence <= created_.centre_position() &&
                      std::get<record::SessionRegistered>(registered->content).command().SerializeAsString() ==
                          created_.command().SerializeAsString();
    if (!good) findings_.add(Code::sessionUnregistered, inSession(1));
  }

  void readTicket() {
    auto ticket = credential::readTicket(created_.ticket());
    if (!ticket) return findings_.add(Code::ticketDamaged, inSession(1), {}, ticket.error().detail);
    if (const auto key = ticketKey(*ticket)) {
      const auto verified = credential::verifyTicket(created_.ticket(), *key);
      if (!verified) findings_.add(Code::ticketSignature, inSession(1), ticket->number, verified.error().detail);
    }
    const auto& loaded = input_.history.state().tickets;
    const auto entry = loaded.find(ticket->number);
    if (entry == loaded.end() || entry->second.jws != created_.ticket()) {
      findings_.add(Code::ticketUnloaded, inSession(1), ticket->number);
    }
    const bool real = ticket->kind == credential::TicketKind::real;
    if (real && out_.root && trust::isDemonstration(*out_.root))
      findings_.add(Code::kindDiffers, inSession(1), ticket->number);
    if (base::toString(ticket->bankDigest) != created_.bank_calibration()) {
      findings_.add(Code::bankDiffers, inSession(1), {},
                    "the ticket names another bank than the session's first record");
    }
    if (!credential::allowsTest(*ticket, created_.test_definition())) findings_.add(Code::testDiffers, inSession(1));
    out_.ticket = std::move(*ticket);
  }

  std::optional<crypto::PublicKey> ticketKey(const credential::Ticket& ticket) {
    if (input_.anchors.ticketKey) return input_.anchors.ticketKey;
    const auto& ders = input_.files.bundle.registryChain;
    if (ders.empty()) {
      findings_.add(Code::ticketKeyMissing, {}, "registry.pem");
      return std::nullopt;
    }
    const auto chain = readChain(ders);
    if (!chain) {
      findings_.add(Code::ticketKeyUntrusted, {}, {}, chain.error().detail);
      return std::nullopt;
    }
    if (out_.root && !isForPurpose(*chain, kTicketSubject)) {
      findings_.add(Code::ticketKeyUntrusted, {}, chain->front().subject(), "it was certified for another purpose");
    } else if (out_.root) {
      checkChain(*chain, *out_.root, ticket.issuedAtMs, Code::ticketKeyUntrusted, {}, findings_);
    }
    return chain->front().publicKey();
  }

  static bool isForPurpose(const std::vector<crypto::Certificate>& chain, std::string_view subject) {
    const crypto::Certificate& leaf = chain.front();
    return leaf.subject() == subject && !leaf.isAuthority() && !leaf.role() && leaf.dnsNames().empty();
  }

  void readIssuingChain() {
    std::vector<base::Bytes> bound;
    for (const std::string& der : created_.issuing_chain()) bound.push_back(base::toBytes(der));
    const std::vector<base::Bytes>& brought = input_.files.bundle.issuingChain;
    if (!bound.empty() && !brought.empty() && bound != brought) findings_.add(Code::chainRenewed, inSession(1));
    const std::vector<base::Bytes>& ders = brought.empty() ? bound : brought;
    if (ders.empty()) {
      if (!input_.files.isBundle()) findings_.add(Code::chainMissing, inSession(1), "chain.pem");
      return;
    }
    auto chain = readChain(ders);
    if (!chain) return findings_.add(Code::chainUntrusted, inSession(1), {}, chain.error().detail);
    if (out_.root) checkChain(*chain, *out_.root, createdMs_, Code::chainUntrusted, inSession(1), findings_);
    out_.chain = std::move(*chain);
  }

  void readEnvironment() {
    auto test = content::TestDefinition::load(created_.test_definition());
    if (!test) {
      const bool newer = test.error().code == "test-definition-format";
      return findings_.add(newer ? Code::recordNewer : Code::testDamaged, inSession(1), {}, test.error().detail);
    }
    if (created_.arithmetic() != test->arithmetic(shadow::solverName())) {
      return findings_.add(Code::arithmeticUnknown, inSession(1), created_.arithmetic());
    }
    out_.test = std::move(*test);
    const auto calibration = readCalibration();
    if (!calibration || !out_.ticket) return;
    std::vector<std::vector<std::string>> choiceIds;
    std::vector<bool> shuffled;
    if (input_.bank != nullptr && input_.bank->calibration().digest() == calibration->digest()) {
      for (const content::Item& item : input_.bank->items()) {
        choiceIds.push_back(item.choiceIds);
        shuffled.push_back(item.shuffle);
      }
      out_.withChoices = true;
    }
    auto environment = exam::makeEnvironment(*calibration, *out_.test, termsOf(*out_.ticket), std::move(choiceIds),
                                             std::move(shuffled), 0, &shadow::shadowTest);
    if (!environment) return findings_.add(Code::testDamaged, inSession(1), {}, environment.error().detail);
    out_.environment = std::move(*environment);
  }

  // Vouched for by the digest in the ticket; its author's signature is checked too when its key came along.
  std::optional<content::Calibration> readCalibration() {
    if (input_.bank != nullptr && base::toString(input_.bank->calibration().digest()) != created_.bank_calibration()) {
      findings_.add(Code::bankDiffers, {}, {}, "the bank that was given is not the session's");
    }
    const base::Bytes& file = input_.files.bundle.bankCalibration;
    crypto::Digest expected{};
    crypto::toDigest(created_.bank_calibration(), expected);
    if (file.empty()) {
      if (input_.bank != nullptr && input_.bank->calibration().digest() == expected) return input_.bank->calibration();
      findings_.add(Code::bankMissing, {}, "bank.cal");
      return std::nullopt;
    }
    auto calibration = content::Calibration::loadByDigest(file, expected);
    if (!calibration) {
      const bool other = calibration.error().code == "bank-digest";
      findings_.add(other ? Code::bankDiffers : Code::bankDamaged, {}, "bank.cal", calibration.error().detail);
      return std::nullopt;
    }
    checkAuthor(file);
    return std::move(*calibration);
  }

  void checkAuthor(const base::Bytes& file) {
    const base::Bytes& authority = input_.files.bundle.bankAuthority;
    if (authority.empty()) return;
    const auto certificate = crypto::Certificate::fromDer(authority);
    const auto key = certificate ? base::Result<crypto::PublicKey>(certificate->publicKey())
                                 : crypto::PublicKey::fromSpki(authority);
    const auto verified =
        key ? content::Calibration::load(file, *key) : base::Result<content::Calibration>(base::fail(key.error()));
    if (!verified) return findings_.add(Code::bankUntrusted, {}, "bank.cal", verified.error().detail);
    if (!certificate || !out_.root || !out_.ticket) return;
    if (!isForPurpose({*certificate}, kBankSubject)) {
      return findings_.add(Code::bankUntrusted, {}, certificate->subject(), "it was certified for another purpose");
    }
    checkChain({*certificate}, *out_.root, out_.ticket->issuedAtMs, Code::bankUntrusted, {}, findings_);
  }

  const BindingInput& input_;
  Findings& findings_;
  const record::SessionCreated& created_;
  std::int64_t createdMs_;
  Binding out_;
};

}  // namespace

bool checkChain(const std::vector<crypto::Certificate>& chain, const crypto::Certificate& root, std::int64_t atMs,
                Code untrusted, const Place& place, Findings& findings) {
  std::int64_t from = root.notBeforeMs();
  std::int64_t until = root.notAfterMs();
  for (const crypto::Certificate& link : chain) {
    from = std::max(from, link.notBeforeMs());
    until = std::min(until, link.notAfterMs());
  }
  until -= 1000;  // at its last second OpenSSL says that a certificate has expired
  // A moment at which only signatures, purposes and names can fail.
  const auto held = from <= until
                        ? crypto::verifyChain(chain, root, std::clamp(atMs, from, until))
                        : base::Result<void>(base::fail("chain-broken", "its certificates were never valid together"));
  if (!held) {
    findings.add(untrusted, place, {}, held.error().detail);
    return false;
  }
  if (atMs >= from && atMs <= until) return true;
  findings.add(Code::chainExpired, place, base::formatUtc(atMs < from ? from : until));
  return false;
}

Binding bind(const BindingInput& input, Findings& findings) {
  return Binder(input, findings).bind();
}

}  // namespace vigie::verify
