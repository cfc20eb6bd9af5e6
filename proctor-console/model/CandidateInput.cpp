#include "proctor-console/model/CandidateInput.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>

#include "common/base/Text.hpp"
#include "common/exam/Accommodations.hpp"

namespace vigie::console {
namespace {

constexpr std::size_t kLongestName = 100;  // bytes
constexpr int kMostExtraMinutes = 600;

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& one : out) {
    if (one >= 'A' && one <= 'Z') one = static_cast<char>(one - 'A' + 'a');
  }
  return out;
}

bool isName(const std::string& text) {
  const bool hasControl = std::any_of(text.begin(), text.end(),
                                      [](char one) { return static_cast<unsigned char>(one) < 0x20U || one == 0x7f; });
  return !text.empty() && text.size() <= kLongestName && base::isUtf8(text) && !hasControl;
}

template <class Number>
std::optional<Number> numberOf(std::string_view text) {
  Number value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

// 2001-12-31 that the calendar has.
std::optional<std::chrono::sys_days> dateOf(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto year = numberOf<int>(text.substr(0, 4));
  const auto month = numberOf<unsigned>(text.substr(5, 2));
  const auto day = numberOf<unsigned>(text.substr(8, 2));
  if (!year || !month || !day) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(*year), std::chrono::month(*month), std::chrono::day(*day)};
  if (!date.ok()) return std::nullopt;
  return std::chrono::sys_days(date);
}

bool readFamily(NewCandidate& out, const std::string& text, std::int64_t) {
  out.familyName = text;
  return isName(text);
}

bool readGiven(NewCandidate& out, const std::string& text, std::int64_t) {
  out.givenName = text;
  return isName(text);
}

bool readBirth(NewCandidate& out, const std::string& text, std::int64_t nowMs) {
  using namespace std::chrono_literals;
  out.birthDate = text;
  const auto date = dateOf(text);
  const auto today = std::chrono::floor<std::chrono::days>(
      std::chrono::sys_time<std::chrono::milliseconds>(std::chrono::milliseconds(nowMs)));
  return date && *date >= std::chrono::sys_days(1900y / 1 / 1) && *date <= today;
}

bool readLanguage(NewCandidate& out, const std::string& text, std::int64_t) {
  out.language = lower(text);
  return out.language == "fr" || out.language == "en";
}

bool readExtra(NewCandidate& out, const std::string& text, std::int64_t) {
  const auto minutes = numberOf<int>(text);
  if (!minutes || *minutes < 0 || *minutes > kMostExtraMinutes) return false;
  out.extraTimeMs = std::int64_t{*minutes} * 60'000;
  return true;
}

bool readAccessible(NewCandidate& out, const std::string& text, std::int64_t) {
  static constexpr std::string_view kYes[] = {"yes", "oui", "true", "1", "x"};
  static constexpr std::string_view kNo[] = {"no", "non", "false", "0"};
  const std::string word = lower(text);
  out.accessibleItemsOnly = std::find(std::begin(kYes), std::end(kYes), word) != std::end(kYes);
  return out.accessibleItemsOnly || std::find(std::begin(kNo), std::end(kNo), word) != std::end(kNo);
}

bool readAgreed(NewCandidate& out, const std::string& text, std::int64_t) {
  auto names = exam::readAccommodations(text);
  if (names) out.accommodations = std::move(*names);
  return names.has_value();
}

// The list itself, so that nobody has to look it up.
Phrase agreedWords() {
  static const std::string french = "des aménagements parmi : " + exam::accommodationNames();
  static const std::string english = "accommodations out of: " + exam::accommodationNames();
  return {french, english};
}

}  // namespace

const std::vector<CandidateField>& candidateFields() {
  static const std::vector<CandidateField> all = {
      {{"family", "nom"},
       true,
       {"un nom de famille (100 octets au plus)", "a family name (at most 100 bytes)"},
       readFamily},
      {{"given", "prénom", "prenom"},
       true,
       {"un prénom (100 octets au plus)", "a given name (at most 100 bytes)"},
       readGiven},
      {{"birth", "naissance"},
       true,
       {"une date de naissance comme 2001-12-31, pas dans l'avenir",
        "a birth date such as 2001-12-31, not in the future"},
       readBirth},
      {{"language", "langue"}, false, {"fr ou en", "fr or en"}, readLanguage},
      {{"extra-minutes", "minutes"},
       false,
       {"un nombre de minutes de 0 à 600", "a number of minutes from 0 to 600"},
       readExtra},
      {{"accessible"}, false, {"oui ou non", "yes or no"}, readAccessible},
      {{"accommodations", "aménagements", "amenagements"}, false, agreedWords(), readAgreed},
  };
  return all;
}

const CandidateField* fieldNamed(std::string_view column) {
  const std::string wanted = lower(column);
  for (const CandidateField& field : candidateFields()) {
    if (std::find(field.columns.begin(), field.columns.end(), wanted) != field.columns.end()) return &field;
  }
  return nullptr;
}

std::optional<Phrase> readField(const CandidateField& field, NewCandidate& out, const std::string& text,
                                std::int64_t nowMs) {
  const std::string trimmed(base::trim(text));
  if (trimmed.empty() && !field.isRequired) return std::nullopt;
  if (field.read(out, trimmed, nowMs)) return std::nullopt;
  return field.expected;
}

}  // namespace vigie::console
