#include "common/content/TextMatcher.hpp"

#include <algorithm>
#include <numeric>

#include "common/base/Text.hpp"
#include "common/content/impl/Unicode.hpp"

namespace vigie::content {
namespace {

bool isDiacritic(char32_t c) {
  return c >= 0x300 && c <= 0x36F;
}

std::u32string lowered(std::u32string text) {
  for (char32_t& c : text) c = c == U'\u2019' ? U'\'' : impl::lowerCase(c);
  return text;
}

std::vector<std::u32string> wordsOf(std::u32string_view text) {
  std::vector<std::u32string> words(1);
  for (const char32_t c : text) {
    if (!impl::isSpace(c)) {
      words.back() += c;
    } else if (!words.back().empty()) {
      words.emplace_back();
    }
  }
  if (words.back().empty()) words.pop_back();
  return words;
}

// "L’" of "L’écran": the start of the word goes, the rest stays.
void dropElision(std::u32string& word, const std::u32string& dropped) {
  if (dropped.ends_with(U'\'') && word.size() > dropped.size() && lowered(word).starts_with(dropped)) {
    word.erase(0, dropped.size());
  }
}

std::u32string withoutWords(std::u32string_view text, const std::vector<std::string>& dropWords) {
  std::vector<std::u32string> dropped;
  for (const std::string& word : dropWords) dropped.push_back(lowered(impl::normalised(word, impl::Form::nfc)));
  std::u32string out;
  for (std::u32string& word : wordsOf(text)) {
    if (std::find(dropped.begin(), dropped.end(), lowered(word)) != dropped.end()) continue;
    for (const std::u32string& elided : dropped) dropElision(word, elided);
    if (!out.empty()) out += U' ';
    out += word;
  }
  return out;
}

// Trimming is part of removing all white space.
std::u32string folded(std::u32string text) {
  for (char32_t& c : text) c = c == U'\u03C2' ? U'\u03C3' : impl::lowerCase(c);
  std::u32string parts = impl::normalised(impl::toUtf8(text), impl::Form::nfd);
  std::erase_if(parts, [](char32_t c) { return isDiacritic(c) || impl::isSpace(c); });
  return impl::normalised(impl::toUtf8(parts), impl::Form::nfc);
}

bool isKeptByStrip(char32_t c) {
  return (c >= U'a' && c <= U'z') || (c >= U'0' && c <= U'9');
}

std::size_t levenshtein(std::u32string_view left, std::u32string_view right) {
  std::vector<std::size_t> row(right.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= left.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= right.size(); ++j) {
      const std::size_t substituted = diagonal + (left[i - 1] == right[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({substituted, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row.back();
}

bool isNear(std::u32string_view answer, std::u32string_view accepted) {
  const std::size_t longer = std::max(answer.size(), accepted.size());
  const std::size_t shorter = std::min(answer.size(), accepted.size());
  // The distance is at least the difference in length: a pasted page is refused without comparing it.
  if ((longer - shorter) * 4 > answer.size()) return false;
  return levenshtein(answer, accepted) * 4 <= answer.size();
}

// Where strip and dropWords would leave nothing.
std::u32string untouched(std::string_view text, const Treatments& treatments) {
  return treat(text, {.fold = treatments.fold, .strip = false, .fuzzy = false, .dropWords = {}});
}

}  // namespace

std::u32string treat(std::string_view text, const Treatments& treatments) {
  std::u32string treated = impl::normalised(text, impl::Form::nfc);
  std::replace_if(treated.begin(), treated.end(), impl::isNoBreakSpace, U' ');
  if (!treatments.dropWords.empty()) treated = withoutWords(treated, treatments.dropWords);
  if (treatments.fold) treated = folded(std::move(treated));
  if (treatments.strip) std::erase_if(treated, [](char32_t c) { return !isKeptByStrip(c); });
  return treated;
}

bool isBlank(std::u32string_view text) {
  return std::all_of(text.begin(), text.end(), impl::isSpace);
}

TextMatcher::TextMatcher(Treatments treatments, const std::vector<std::string>& accepted)
    : treatments_(std::move(treatments)) {
  for (const std::string& text : accepted) {
    std::u32string treated = treat(text, treatments_);
    if (isBlank(treated)) {
      rest_.push_back(untouched(text, treatments_));
    } else {
      accepted_.push_back(std::move(treated));
    }
  }
}

bool TextMatcher::accepts(std::string_view answer) const {
  return accepts(answer, treat(answer, treatments_));
}

bool TextMatcher::acceptsRest(std::string_view answer) const {
  if (rest_.empty() || !base::isUtf8(answer)) return false;
  const std::u32string left = untouched(answer, treatments_);
  return std::any_of(rest_.begin(), rest_.end(), [&](const std::u32string& accepted) {
    return left == accepted || (isBlank(left) && isBlank(accepted));
  });
}

bool TextMatcher::accepts(std::string_view answer, std::u32string_view treated) const {
  if (isBlank(treated)) return acceptsRest(answer);
  return std::any_of(accepted_.begin(), accepted_.end(), [&](const std::u32string& accepted) {
    return treated == accepted || (treatments_.fuzzy && isNear(treated, accepted));
  });
}

}  // namespace vigie::content
