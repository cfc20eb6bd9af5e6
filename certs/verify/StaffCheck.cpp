#include "certs/verify/StaffCheck.hpp"

#include "common/exam/Records.hpp"

namespace vigie::verify {

std::optional<StaffCommandRead> readCommand(const exam::record::SignedBytes& bytes, const Place& place,
                                            Findings& findings) {
  if (bytes.body().empty()) {
    findings.add(Code::commandMissing, place);
    return std::nullopt;
  }
  auto message = exam::fromRecord(bytes);
  StaffCommandRead read;
  if (!message || !read.body.ParseFromString(bytes.body()) || exam::hasUnknownFields(read.body)) {
    findings.add(Code::staffSignature, place, {}, message ? "the command cannot be read" : message.error().detail);
    return std::nullopt;
  }
  read.message = std::move(*message);
  return read;
}

bool checkCommand(const StaffCommandRead& command, const exam::Staff* staff, Standing standing,
                  const base::EpochId& epoch, const Place& place, Findings& findings) {
  const std::string keyId = base::toHex(command.message.keyId);
  if (staff == nullptr) {
    findings.add(Code::staffUnknown, place, keyId);
    return false;
  }
  const auto key = crypto::PublicKey::fromSpki(staff->spki);
  const auto verified =
      key ? crypto::verifyMessage(command.message, "staff", *key) : base::Result<void>(base::fail(key.error()));
  if (!verified) {
    findings.add(Code::staffSignature, place, keyId, verified.error().detail);
    return false;
  }
  bool good = true;
  if (standing == Standing::revoked) {
    findings.add(Code::staffRevoked, place, keyId);
    good = false;
  }
  if (command.body.centre_epoch() != epoch.bytes()) {
    findings.add(Code::commandElsewhere, place, keyId,
                 "it was signed for another centre, or for another life of this one");
    good = false;
  }
  if (const auto allowed = exam::mayCommand(*staff, command.body); !allowed) {
    findings.add(Code::staffNotAllowed, place, keyId, allowed.error().detail);
    good = false;
  }
  return good;
}

}  // namespace vigie::verify
