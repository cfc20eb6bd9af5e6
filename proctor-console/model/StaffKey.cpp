#include "proctor-console/model/StaffKey.hpp"

#include "common/base/File.hpp"

namespace vigie::console {
namespace {

// Whom to believe: the end of the 20 characters, or the authority that came with the package.
base::Result<void> readCode(const ConsoleEnrolment& enrolment, link::EnrolmentOrder& order) {
  if (enrolment.trust.empty()) {
    const auto code = link::parseEnrolmentCode(enrolment.code);
    if (!code) return base::fail(code.error());
    order.secret = code->secret;
    order.trust = code->fingerprint;
    return {};
  }
  const auto pem = base::readTextFile(enrolment.trust);
  if (!pem) return base::failAt("--trust", pem.error());
  auto authority = crypto::Certificate::fromPem(*pem);
  if (!authority) return base::failAt(enrolment.trust.string(), authority.error());
  const auto secret = link::parseSecret(enrolment.code);
  if (!secret) return base::fail(secret.error());
  order.secret = *secret;
  order.trust = std::move(*authority);
  return {};
}

base::Result<crypto::PrivateKey> makeStaffKey(const ConsoleEnrolment& enrolment, const NewPassword& ask) {
  const auto password = ask();
  if (!password) return base::fail(password.error());
  if (password->reveal().size() < kShortestPassword) {
    return base::fail("password-wrong", "a password has at least " + std::to_string(kShortestPassword) + " characters");
  }
  std::error_code error;
  std::filesystem::create_directories(enrolment.folder, error);
  std::filesystem::permissions(enrolment.folder, std::filesystem::perms::owner_all, error);
  auto key = crypto::PrivateKey::generate(crypto::KeyKind::p256);
  const std::string pem = key.encryptedPem(base::textOf(password->reveal()));
  const auto kept = base::writeFileDurably(enrolment.staffKey, base::bytesOf(pem), base::FileMode::ownerOnly);
  if (!kept) return base::fail(kept.error());
  return key;
}

}  // namespace

base::Result<crypto::PrivateKey> openStaffKey(const std::filesystem::path& file, const base::SecretBytes& password) {
  const auto pem = base::readTextFile(file);
  if (!pem) return base::failAt("staff_key", pem.error());
  auto key = crypto::PrivateKey::fromPem(*pem, base::textOf(password.reveal()));
  if (!key) return base::failAt(file.string(), key.error());
  return key;
}

base::Result<link::Machine> enrolConsole(const ConsoleEnrolment& enrolment, const NewPassword& password) {
  if (link::hasMachine(enrolment.folder)) {
    return base::fail("machine-exists", "there is a machine in " + enrolment.folder.string() + " already");
  }
  link::EnrolmentOrder order;
  if (const auto read = readCode(enrolment, order); !read) return base::fail(read.error());
  const auto key = makeStaffKey(enrolment, password);
  if (!key) return base::fail(key.error());
  order.host = enrolment.host;
  order.port = enrolment.port;
  order.enrolmentPort =
      enrolment.enrolmentPort != 0 ? enrolment.enrolmentPort : static_cast<std::uint16_t>(enrolment.port + 1);
  order.role = crypto::Role::console;
  order.staffKey = &*key;
  auto machine = link::enrol(order);
  if (!machine) return machine;
  if (const auto saved = link::saveMachine(enrolment.folder, *machine); !saved) return base::fail(saved.error());
  return machine;
}

}  // namespace vigie::console
