// Advice about a finished test: does the pattern of right and wrong fit the ability, do the times, do two neighbours'
// answers agree too much? Each piece of advice has a measure, a threshold and the probability that an honest test
// reaches it; none changes a score or ends a test.
// Thresholds are those of the measures' reference distributions; score-simulate --fit measures the rates that honest
// candidates really reach (adaptive tests make l_z* conservative: R. van Krimpen-Stoop, R. Meijer 1999).
// Units: abilities in logits, times in seconds. Pure; only + - * / sqrt and the engine's exp and log, so that the same
// test gives the same advice everywhere. Allocates; not for the path of an answer. Thread: any.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "common/scoring/Estimator.hpp"

namespace vigie::scoring {

struct FitAnswer {
  ItemParameters item;
  Outcome outcome = Outcome::failed;
};

enum class Advice : std::uint8_t { misfit, rapidAnswers, suddenChange, copying };
std::string_view name(Advice advice);  // "misfit", "rapid-answers", "sudden-change", "copying"

struct Measure {
  Advice advice{};
  double value = 0;
  double threshold = 0;
  bool isFlagged = false;           // value on the threshold's far side
  std::uint32_t answers = 0;        // that it was measured on
  std::optional<std::uint32_t> at;  // suddenChange: first answer (from 0) of the later part
};

// Weighted likelihood estimate (T. Warm 1989) in [-9, 9]: finite for every pattern, no prior pulls it. Precondition:
// at least one answer, discriminations above 0.
double weightedLikelihoodAbility(std::span<const FitAnswer> answers);

// l_z*: the standardised log-likelihood of the pattern, corrected for the estimated ability (T. Snijders, Psychometrika
// 66, 2001), at the weighted likelihood estimate t. With w = log(P / Q) and the estimator's r = P' / (P Q) = a,
//   r0 = J / (2 I), J = sum a^3 P Q (1 - 2 P), I = sum a^2 P Q;  c = sum P' w / sum P' r;  v = w - c r
//   l_z* = (sum (u - P) w + c r0) / sqrt(sum P Q v^2)                      approximately standard normal
// Flagged below `threshold`: right on hard items and wrong on easy ones. None below 10 answers or without spread.
inline constexpr double kMisfitThreshold = -2.326;  // 1 %
std::optional<Measure> misfit(std::span<const FitAnswer> answers, double threshold = kMisfitThreshold);

// The same over any mixture of models, at the weighted likelihood estimate of Estimator.hpp: sums over the categories k
// of an item, of probability P_k, with w_k = log P_k - sum P log P and r_k = P_k' / P_k (S. Sinharay, Psychometrika 81,
// 2016, after Snijders):
//   c = sum P_k r_k w_k / sum P_k r_k^2;  l_z* = (sum w_observed + c r0) / sqrt(sum P_k (w_k - c r_k)^2), r0 = J / (2
//   I)
// None also at the ends of the scale (all right or all wrong). For two-category items of twoParameter equal to the
// above up to rounding. Throws std::out_of_range for an item or category that the bank does not have: a caller's bug.
std::optional<Measure> misfit(const ModelBank& bank, std::span<const ModelAnswer> answers,
                              double threshold = kMisfitThreshold);

struct TimedAnswer {
  double seconds = 0;              // on screen
  double leastReadingSeconds = 0;  // nobody reads the question faster: readingSeconds() of its words
  double typicalSeconds = 0;       // of this item, the median of others; 0 = not known
  double logSpread = 0.5;          // standard deviation of the logarithm of times on this item
};

// Words / 11.9 per second: three times the mean silent reading rate of 238 words a minute (M. Brysbaert, J. Memory and
// Language 109, 2019).
double readingSeconds(std::uint32_t words);

// Response time effort: share of answers that were not too fast to have read the question (S. Wise and X. Kong, Applied
// Measurement in Education 18, 2005); too fast is below leastReadingSeconds or 10 % of typicalSeconds, at most 10 s
// (the latter: S. Wise and L. Ma 2012). value = share of rapid answers, flagged above `threshold` (theirs: 0.10).
inline constexpr double kRapidThreshold = 0.10;
std::optional<Measure> rapidAnswers(std::span<const TimedAnswer> answers, double threshold = kRapidThreshold);

// The largest standardised difference between the mean pace before and after any point with at least 5 answers on each
// side: |S_k - k S_n / n| / sqrt(k (n - k) / n), S sums of z = (log seconds - log typical) / logSpread (Cusum change
// point of a lognormal time model: W. van der Linden 2006; D. Hawkins 1977). Only answers with a typical time count;
// none below 12 of them. Threshold 3.5: about 0.5 % of honest 32-question tests (score-simulate --fit).
inline constexpr double kChangeThreshold = 3.5;
std::optional<Measure> suddenChange(std::span<const TimedAnswer> answers, double threshold = kChangeThreshold);

struct SharedItem {    // asked to both, in the same room
  double right = 0.5;  // probability that the copier is right alone: of any model, at the copier's ability
  bool sourceRight = false;
  bool isSame = false;            // both gave exactly the same answer, right or wrong
  double sameWrongChance = 0.25;  // that two wrong answers are the same: 1 / wrong choices, near 0 for typed answers
};

// Copying: how unlikely so many same answers are if the copier worked alone. Given the source's answers, the copier of
// ability t gives the same one with p = P = right when the source was right, Q sameWrongChance otherwise; the number of
// matches is a sum of independent draws. value = -log10 P(at least as many matches), exact (generalised binomial test,
// W. van der Linden and L. Sotaridona 2006); omega = (matches - sum p) / sqrt(sum p (1 - p)) (J. Wollack 1997) is its
// normal form. Flagged above `threshold`: 3 = once in 1000 honest pairs. None below 8 shared items.
struct CopyingMeasure {
  Measure measure;
  std::uint32_t matches = 0;
  double omega = 0;
  double probability = 1;
};
inline constexpr double kCopyingThreshold = 3;
std::optional<CopyingMeasure> copying(std::span<const SharedItem> items, double threshold = kCopyingThreshold);

}  // namespace vigie::scoring
