#include "certs/credential/Identity.hpp"

#include <utf8proc.h>

#include <cstdlib>
#include <memory>

#include "common/base/Clock.hpp"
#include "common/crypto/Digest.hpp"
#include "common/crypto/Random.hpp"

namespace vigie::credential {
namespace {

bool isLetterOrDigit(utf8proc_int32_t point) {
  const utf8proc_category_t category = utf8proc_category(point);
  return (category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO) ||
         (category >= UTF8PROC_CATEGORY_ND && category <= UTF8PROC_CATEGORY_NO);
}

std::string lettersAndSpaces(const std::string& text) {
  std::string out;
  const auto* at = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
  auto left = static_cast<utf8proc_ssize_t>(text.size());
  while (left > 0) {
    utf8proc_int32_t point = 0;
    const utf8proc_ssize_t size = utf8proc_iterate(at, left, &point);
    if (size <= 0) break;
    if (isLetterOrDigit(point)) {
      out.append(reinterpret_cast<const char*>(at), static_cast<std::size_t>(size));
    } else if (!out.empty() && out.back() != ' ') {
      out.push_back(' ');
    }
    at += size;
    left -= size;
  }
  if (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

base::Result<std::string> normalizeName(const std::string& name) {
  utf8proc_uint8_t* mapped = nullptr;
  const auto options = static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE |
                                                      UTF8PROC_IGNORE | UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK);
  const utf8proc_ssize_t size = utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(name.data()),
                                             static_cast<utf8proc_ssize_t>(name.size()), &mapped, options);
  const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owner(mapped, std::free);
  if (size < 0) return base::fail("name-not-utf8", "a name must be UTF-8 text");
  std::string out =
      lettersAndSpaces(std::string(reinterpret_cast<const char*>(mapped), static_cast<std::size_t>(size)));
  if (out.empty()) return base::fail("name-empty", "a family name and a given name must hold at least one letter");
  return out;
}

std::string hashOf(const std::string& value, const std::string& salt) {
  return "sha256$" + base::toHex(crypto::sha256({base::bytesOf(value), base::bytesOf(salt)}));
}

}  // namespace

base::Result<std::string> normalizePerson(const PersonName& person) {
  const auto family = normalizeName(person.family);
  if (!family) return base::fail(family.error());
  const auto given = normalizeName(person.given);
  if (!given) return base::fail(given.error());
  if (base::parseUtc(person.birthDate + "T12:00:00Z") == -1) {
    return base::fail("birth-date-wrong", "a birth date is a real day written like 2008-03-14");
  }
  return *family + "|" + *given + "|" + person.birthDate;
}

base::Result<HashedIdentity> hashIdentity(const PersonName& person) {
  const auto value = normalizePerson(person);
  if (!value) return base::fail(value.error());
  const std::string salt = base::toBase64Url(crypto::randomBytes(16));
  return HashedIdentity{hashOf(*value, salt), salt};
}

base::Result<bool> matchesIdentity(const HashedIdentity& identity, const PersonName& person) {
  const auto value = normalizePerson(person);
  if (!value) return base::fail(value.error());
  return base::equalConstantTime(base::bytesOf(hashOf(*value, identity.salt)), base::bytesOf(identity.hash));
}

}  // namespace vigie::credential
