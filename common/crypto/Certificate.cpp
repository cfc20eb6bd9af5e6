#include "common/crypto/Certificate.hpp"

#include <arpa/inet.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509_vfy.h>

#include "common/base/Text.hpp"
#include "common/crypto/Handles.hpp"
#include "common/crypto/Random.hpp"

namespace vigie::crypto {
namespace {

constexpr std::string_view kRolePrefix = "urn:vigie:";
using NamesPtr = std::unique_ptr<GENERAL_NAMES, FreeWith<GENERAL_NAMES_free>>;

std::shared_ptr<X509> share(X509* certificate) { return {certificate, X509_free}; }

std::vector<std::string> alternativeNames(X509* certificate, int type) {
  const NamesPtr names(static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr)));
  std::vector<std::string> found;
  for (int i = 0; names && i < sk_GENERAL_NAME_num(names.get()); ++i) {
    int kind = 0;
    const void* value = GENERAL_NAME_get0_value(sk_GENERAL_NAME_value(names.get(), i), &kind);
    if (kind != type) continue;
    const auto* text = static_cast<const ASN1_STRING*>(value);
    found.emplace_back(reinterpret_cast<const char*>(ASN1_STRING_get0_data(text)),
                       static_cast<std::size_t>(ASN1_STRING_length(text)));
  }
  return found;
}

std::int64_t toMs(const ASN1_TIME* time) {
  std::tm parts{};
  require(ASN1_TIME_to_tm(time, &parts) == 1, "ASN1_TIME_to_tm");
  return std::int64_t{timegm(&parts)} * 1000;
}

void addExtension(X509* certificate, X509* issuer, int nid, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str());
  require(extension != nullptr, "X509V3_EXT_conf_nid");
  require(X509_add_ext(certificate, extension, -1) == 1, "X509_add_ext");
  X509_EXTENSION_free(extension);
}

bool isIpAddress(const std::string& text) {
  unsigned char buffer[sizeof(in6_addr)];
  return inet_pton(AF_INET, text.c_str(), buffer) == 1 || inet_pton(AF_INET6, text.c_str(), buffer) == 1;
}

std::string alternativeNameLine(const CertificateTemplate& content) {
  std::string line;
  const auto add = [&line](const std::string& entry) { line += (line.empty() ? "" : ",") + entry; };
  if (content.role) add("URI:" + std::string(kRolePrefix) + std::string(roleName(content.role->role)) + ":" + content.role->id);
  for (const std::string& name : content.dnsNames) add((isIpAddress(name) ? "IP:" : "DNS:") + name);
  return line;
}

std::string extendedUse(Role role) {
  return role == Role::centre || role == Role::registry ? "clientAuth,serverAuth" : "clientAuth";
}

void setName(X509_NAME* name, const std::string& text) {
  require(X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8, reinterpret_cast<const unsigned char*>(text.data()),
                                     static_cast<int>(text.size()), -1, 0) == 1,
          "X509_NAME_add_entry_by_txt");
}

}  // namespace

std::string_view roleName(Role role) {
  switch (role) {
    case Role::seat: return "seat";
    case Role::guard: return "guard";
    case Role::console: return "console";
    case Role::registryClient: return "registry-client";
    case Role::centre: return "centre";
    case Role::registry: return "registry";
  }
  return "unknown";
}

base::Result<Certificate> Certificate::fromDer(base::ByteView der) {
  const unsigned char* at = der.data();
  auto certificate = share(d2i_X509(nullptr, &at, static_cast<long>(der.size())));
  ERR_clear_error();
  if (!certificate || at != der.data() + der.size()) {
    return base::fail("not-a-certificate", "expected one DER X.509 certificate");
  }
  // Checked here once, so that publicKey() below cannot fail on a stranger's certificate.
  if (!PublicKey::fromHandle({X509_get_pubkey(certificate.get()), EVP_PKEY_free})) {
    ERR_clear_error();
    return base::fail("not-a-certificate", "expected a certificate for a P-256 or Ed25519 key");
  }
  return Certificate(std::move(certificate));
}

base::Result<Certificate> Certificate::fromPem(std::string_view pem) {
  auto chain = chainFromPem(pem);
  if (!chain) return base::fail(chain.error());
  return chain->front();
}

base::Result<std::vector<Certificate>> Certificate::chainFromPem(std::string_view pem) {
  const BioPtr bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  std::vector<Certificate> chain;
  while (const X509Ptr next{PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr)}) {
    unsigned char* der = nullptr;
    const int size = i2d_X509(next.get(), &der);
    require(size > 0, "i2d_X509");
    auto certificate = fromDer({der, static_cast<std::size_t>(size)});
    OPENSSL_free(der);
    if (!certificate) return base::fail(certificate.error());
    chain.push_back(*certificate);
  }
  const bool cleanEnd = ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
  ERR_clear_error();
  if (chain.empty() || !cleanEnd) return base::fail("not-a-certificate", "expected PEM certificates");
  return chain;
}

Certificate Certificate::fromHandle(std::shared_ptr<X509> handle) { return Certificate(std::move(handle)); }

base::Bytes Certificate::der() const {
  unsigned char* der = nullptr;
  const int size = i2d_X509(handle_.get(), &der);
  require(size > 0, "i2d_X509");
  base::Bytes out(der, der + size);
  OPENSSL_free(der);
  return out;
}

std::string Certificate::pem() const {
  const BioPtr bio(BIO_new(BIO_s_mem()));
  require(PEM_write_bio_X509(bio.get(), handle_.get()) == 1, "PEM_write_bio_X509");
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio.get(), &data);
  return {data, static_cast<std::size_t>(size)};
}

std::string Certificate::subject() const {
  X509_NAME* name = X509_get_subject_name(handle_.get());
  const int index = X509_NAME_get_index_by_NID(name, NID_commonName, -1);
  if (index < 0) return {};
  unsigned char* text = nullptr;
  const int size = ASN1_STRING_to_UTF8(&text, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, index)));
  if (size < 0) return {};
  std::string out(reinterpret_cast<const char*>(text), static_cast<std::size_t>(size));
  OPENSSL_free(text);
  return out;
}

std::vector<std::string> Certificate::dnsNames() const { return alternativeNames(handle_.get(), GEN_DNS); }
std::int64_t Certificate::notBeforeMs() const { return toMs(X509_get0_notBefore(handle_.get())); }
std::int64_t Certificate::notAfterMs() const { return toMs(X509_get0_notAfter(handle_.get())); }

PublicKey Certificate::publicKey() const {
  return *PublicKey::fromHandle({X509_get_pubkey(handle_.get()), EVP_PKEY_free});
}

Digest Certificate::fingerprint() const { return sha256(der()); }
bool Certificate::isAuthority() const { return X509_check_ca(handle_.get()) == 1; }

bool Certificate::isIssuedBy(const Certificate& issuer) const {
  const bool ok = X509_check_issued(issuer.handle(), handle_.get()) == X509_V_OK &&
                  X509_verify(handle_.get(), X509_get0_pubkey(issuer.handle())) == 1;
  ERR_clear_error();
  return ok;
}

base::Result<RoleIdentity> Certificate::role() const {
  std::vector<std::string> uris;
  for (const std::string& uri : alternativeNames(handle_.get(), GEN_URI)) {
    if (uri.starts_with(kRolePrefix)) uris.push_back(uri.substr(kRolePrefix.size()));
  }
  // Two roles in one certificate would let a seat pick the one that opens more doors.
  if (uris.size() != 1) return base::fail("no-role", "the certificate must carry exactly one Vigie role");
  const std::vector<std::string> parts = base::split(uris.front(), ':');
  if (parts.size() == 2 && base::fromHex(parts[1]) && parts[1].size() == 32) {
    for (const Role role : {Role::seat, Role::guard, Role::console, Role::registryClient, Role::centre, Role::registry}) {
      if (parts[0] == roleName(role)) return RoleIdentity{role, parts[1]};
    }
  }
  return base::fail("no-role", "the certificate carries a role this version does not know");
}

Certificate issueCertificate(const CertificateTemplate& content, const PublicKey& subjectKey, const PrivateKey& issuerKey,
                             const std::optional<Certificate>& issuer) {
  auto certificate = share(X509_new());
  X509* x509 = certificate.get();
  X509* issuerX509 = issuer ? issuer->handle() : x509;
  X509_set_version(x509, X509_VERSION_3);
  base::Bytes serial = randomBytes(16);
  serial[0] &= 0x7f;  // positive (RFC 5280 4.1.2.2)
  BIGNUM* number = BN_bin2bn(serial.data(), static_cast<int>(serial.size()), nullptr);
  BN_to_ASN1_INTEGER(number, X509_get_serialNumber(x509));
  BN_free(number);
  ASN1_TIME_set(X509_getm_notBefore(x509), content.notBeforeMs / 1000);
  ASN1_TIME_set(X509_getm_notAfter(x509), content.notAfterMs / 1000);
  setName(X509_get_subject_name(x509), content.subject);
  X509_set_issuer_name(x509, X509_get_subject_name(issuerX509));
  require(X509_set_pubkey(x509, subjectKey.handle()) == 1, "X509_set_pubkey");

  addExtension(x509, issuerX509, NID_basic_constraints,
               content.authority ? "critical,CA:TRUE,pathlen:" + std::to_string(content.pathLength) : "critical,CA:FALSE");
  addExtension(x509, issuerX509, NID_key_usage,
               content.authority ? "critical,keyCertSign,cRLSign" : "critical,digitalSignature,nonRepudiation");
  addExtension(x509, issuerX509, NID_subject_key_identifier, "hash");
  if (issuer) addExtension(x509, issuerX509, NID_authority_key_identifier, "keyid:always");
  if (content.role) addExtension(x509, issuerX509, NID_ext_key_usage, extendedUse(content.role->role));
  const std::string names = alternativeNameLine(content);
  if (!names.empty()) addExtension(x509, issuerX509, NID_subject_alt_name, names);

  const bool edwards = issuerKey.publicKey().kind() == KeyKind::ed25519;
  require(X509_sign(x509, issuerKey.handle(), edwards ? nullptr : EVP_sha256()) > 0, "X509_sign");
  return Certificate::fromHandle(std::move(certificate));
}

base::Bytes makeSigningRequest(const PrivateKey& key, const std::string& subject) {
  const RequestPtr request(X509_REQ_new());
  setName(X509_REQ_get_subject_name(request.get()), subject);
  require(X509_REQ_set_pubkey(request.get(), key.handle()) == 1, "X509_REQ_set_pubkey");
  require(X509_REQ_sign(request.get(), key.handle(), EVP_sha256()) > 0, "X509_REQ_sign");
  unsigned char* der = nullptr;
  const int size = i2d_X509_REQ(request.get(), &der);
  require(size > 0, "i2d_X509_REQ");
  base::Bytes out(der, der + size);
  OPENSSL_free(der);
  return out;
}

base::Result<PublicKey> verifySigningRequest(base::ByteView der) {
  const unsigned char* at = der.data();
  const RequestPtr request(d2i_X509_REQ(nullptr, &at, static_cast<long>(der.size())));
  ERR_clear_error();
  if (!request || at != der.data() + der.size()) {
    return base::fail("request-wrong", "expected one DER certificate signing request");
  }
  std::shared_ptr<EVP_PKEY> key(X509_REQ_get_pubkey(request.get()), EVP_PKEY_free);
  if (!key || X509_REQ_verify(request.get(), key.get()) != 1) {
    ERR_clear_error();
    return base::fail("request-wrong", "the request is not signed by the key it asks a certificate for");
  }
  auto checked = PublicKey::fromHandle(key);
  if (!checked || checked->kind() != KeyKind::p256) return base::fail("request-wrong", "expected a P-256 key");
  return checked;
}

base::Result<void> verifyChain(const std::vector<Certificate>& chain, const Certificate& root, std::int64_t atMs) {
  if (chain.empty()) return base::fail("chain-broken", "the chain is empty");
  using StorePtr = std::unique_ptr<X509_STORE, FreeWith<X509_STORE_free>>;
  using StoreContextPtr = std::unique_ptr<X509_STORE_CTX, FreeWith<X509_STORE_CTX_free>>;
  const StorePtr store(X509_STORE_new());
  X509_STORE_add_cert(store.get(), root.handle());
  STACK_OF(X509)* middle = sk_X509_new_null();
  for (std::size_t i = 1; i < chain.size(); ++i) sk_X509_push(middle, chain[i].handle());
  const StoreContextPtr context(X509_STORE_CTX_new());
  X509_STORE_CTX_init(context.get(), store.get(), chain.front().handle(), middle);
  X509_STORE_CTX_set_time(context.get(), 0, atMs / 1000);
  X509_STORE_CTX_set_flags(context.get(), X509_V_FLAG_X509_STRICT);
  const bool ok = X509_verify_cert(context.get()) == 1;
  const int reason = X509_STORE_CTX_get_error(context.get());
  sk_X509_free(middle);
  ERR_clear_error();
  if (!ok) return base::fail("chain-broken", X509_verify_cert_error_string(reason));
  return {};
}

}  // namespace vigie::crypto
