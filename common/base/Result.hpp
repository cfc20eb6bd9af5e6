// Errors as values. Every boundary of Vigie returns Result<T>; exceptions mean a bug and end the process.
// Ownership: values. Thread: any.
#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <utility>

namespace vigie::base {

// A refusal or a fault. `code` is a stable, kebab-case word that scripts and tests rely on ("lease-stale");
// `detail` is one or more sentences for a person: what, where, what was expected, what to do. Neither ever holds
// personal data or a secret.
struct Error {
  std::string code;
  std::string detail;

  friend bool operator==(const Error&, const Error&) = default;
};

template <class T>
class [[nodiscard]] Result : public std::expected<T, Error> {
 public:
  using std::expected<T, Error>::expected;
};

inline std::unexpected<Error> fail(std::string code, std::string detail) {
  return std::unexpected<Error>(Error{std::move(code), std::move(detail)});
}

inline std::unexpected<Error> fail(Error error) { return std::unexpected<Error>(std::move(error)); }

// The same error with the place it happened in front: "bank.cal: item smp-1.1-01: …".
inline std::unexpected<Error> failAt(std::string_view where, const Error& error) {
  return fail(error.code, std::string(where) + ": " + error.detail);
}

}  // namespace vigie::base
