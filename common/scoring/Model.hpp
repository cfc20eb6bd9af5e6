// Item response models, mixed freely in one bank. t ability, a discrimination, s(x) = 1 / (1 + exp(-x)); no constant D.
//   twoParameter      P(1) = s(a (t - b))                                   Birnbaum 1968
//   threeParameter    P(1) = c + (1 - c) s(a (t - b))                       Birnbaum 1968
//   fourParameter     P(1) = c + (d - c) s(a (t - b))                       Barton and Lord 1981
//   gradedResponse    P(score >= k) = s(a (t - b_k)), b_1 < b_2 < …         Samejima 1969
//   partialCredit     P(k) proportional to exp(sum over v <= k of a (t - b_v))   generalised: Muraki 1992
// Categories are scores 0, 1, …; of a dichotomous item 1 is success. For each category k, with l = log P(k):
//   slope l', curvature l''; Fisher information I = sum P l'^2; Warm's J = sum P l' (l'^2 + l'')   (Warm 1989)
// written so that no difference of nearly equal probabilities is taken. Pure. Thread: any.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>

namespace vigie::scoring {

inline constexpr std::size_t kMostCategories = 8;

enum class Model : std::uint8_t { twoParameter, threeParameter, fourParameter, gradedResponse, partialCredit };

struct ModelItem {
  std::string id;
  Model model = Model::twoParameter;
  double discrimination = 1;  // a, per logit
  double difficulty = 0;      // b of the dichotomous models, logits
  double guessing = 0;        // c, lower asymptote: threeParameter, fourParameter
  double ceiling = 1;         // d, upper asymptote: fourParameter
  std::uint8_t categories = 2;
  std::array<double, kMostCategories - 1> thresholds{};  // b_1 … b_(categories - 1): gradedResponse, partialCredit
  std::uint32_t competence = 0;
  std::uint32_t tube = 0;
  std::uint32_t skill = 0;
};

struct CategoryCurves {
  std::uint8_t categories = 0;
  std::array<double, kMostCategories> probability{};
  std::array<double, kMostCategories> slope{};      // of log P, per logit
  std::array<double, kMostCategories> curvature{};  // of log P, per squared logit
};

// Precondition of all: an item that ModelBank::make() accepts.
CategoryCurves categoryCurves(const ModelItem& item, double ability);
double logProbability(const ModelItem& item, std::uint8_t category, double ability);  // finite, also far out
double information(const ModelItem& item, double ability);  // of twoParameter: the bits of fisherInformation()

struct InformationAndBias {
  double information = 0;
  double warm = 0;  // J
};
InformationAndBias informationAndBias(const CategoryCurves& curves);

}  // namespace vigie::scoring
