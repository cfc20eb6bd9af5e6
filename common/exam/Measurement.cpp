#include "common/exam/Measurement.hpp"

namespace vigie::exam {
namespace {

std::variant<scoring::AbilityEstimate, scoring::Estimator> begin(const Environment& environment) {
  if (environment.planned) return scoring::Estimator(environment.planned->plan.estimator);
  return scoring::AbilityEstimate(environment.rules);
}

}  // namespace

Measurement::Measurement(const Environment& environment) : value_(begin(environment)) {}

void Measurement::answer(const Environment& environment, scoring::ItemIndex item, scoring::Outcome outcome) {
  if (auto* pix = std::get_if<scoring::AbilityEstimate>(&value_)) {
    return pix->answer(environment.bank.parameters(item), outcome);
  }
  std::get<scoring::Estimator>(value_).answer(environment.planned->bank.item(item),
                                              outcome == scoring::Outcome::succeeded ? 1 : 0);
}

double Measurement::ability() const {
  if (const auto* pix = std::get_if<scoring::AbilityEstimate>(&value_)) return pix->ability();
  return std::get<scoring::Estimator>(value_).report().ability;
}

double Measurement::errorRate() const {
  if (const auto* pix = std::get_if<scoring::AbilityEstimate>(&value_)) return pix->errorRate();
  return std::get<scoring::Estimator>(value_).report().standardError;
}

}  // namespace vigie::exam
