// Who a certificate is about, without saying it: SHA-256 of the normalised name and birth date with a salt (Open Badges
// IdentityObject, identityHash = "sha256$" hex SHA-256(value ‖ salt)). Whoever reads the certificate types the name
// and the birth date; accents, case, hyphens and blanks do not matter. Thread: any.
#pragma once

#include <string>

#include "common/base/Result.hpp"

namespace vigie::credential {

struct PersonName {
  std::string family;
  std::string given;
  std::string birthDate;  // "2008-03-14"
};

struct HashedIdentity {
  std::string hash;  // "sha256$" and 64 hex digits
  std::string salt;  // base64url of 16 random bytes, hashed as text

  friend bool operator==(const HashedIdentity&, const HashedIdentity&) = default;
};

// "dupont le gall|elise|2008-03-14": compatibility decomposition without marks, case folded, every run of anything but
// letters and digits one space. Errors: "name-empty", "name-not-utf8", "birth-date-wrong".
base::Result<std::string> normalizePerson(const PersonName& person);

base::Result<HashedIdentity> hashIdentity(const PersonName& person);  // with a new salt
base::Result<bool> matchesIdentity(const HashedIdentity& identity, const PersonName& person);

}  // namespace vigie::credential
