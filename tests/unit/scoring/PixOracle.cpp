#include "PixOracle.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace vigie::scoring::oracle {
namespace {

template <class Keep>
std::vector<unsigned> filtered(const std::vector<unsigned>& list, Keep keep) {
  std::vector<unsigned> out;
  std::copy_if(list.begin(), list.end(), std::back_inserter(out), keep);
  return out;
}

}  // namespace

Chosen choose(const std::vector<Item>& bank, const std::vector<unsigned>& pool, const std::vector<unsigned>& asked,
              const Config& config, double capacity) {
  const auto isAsked = [&](auto member, unsigned value, std::size_t last) {
    return std::any_of(asked.end() - static_cast<std::ptrdiff_t>(std::min(last, asked.size())), asked.end(),
                       [&](unsigned item) { return bank[item].*member == value; });
  };
  std::vector<unsigned> left = filtered(pool, [&](unsigned item) {
    return config.onePerTube ? !isAsked(&Item::tube, bank[item].tube, asked.size())
                             : !isAsked(&Item::skill, bank[item].skill, asked.size());
  });
  if (config.passage) {
    const auto fresh =
        filtered(pool, [&](unsigned item) { return !isAsked(&Item::competence, bank[item].competence, asked.size()); });
    if (!fresh.empty()) left = fresh;
  }
  if (config.between > 0) {
    const auto apart = filtered(
        left, [&](unsigned item) { return !isAsked(&Item::competence, bank[item].competence, config.between); });
    if (!apart.empty()) left = apart;
  }
  const auto reward = [&](unsigned item) {
    const double p = successAt(bank[item].a, bank[item].b, capacity);
    return bank[item].a * bank[item].a * p * (1 - p);
  };
  std::vector<std::pair<double, std::size_t>> places;  // equal rewards keep the list's order
  for (std::size_t i = 0; i < left.size(); ++i) places.emplace_back(-reward(left[i]), i);
  std::sort(places.begin(), places.end());
  Chosen out{left.size(), {}};
  for (std::size_t i = 0; i < std::min<std::size_t>(5, left.size()); ++i) out.best.push_back(left[places[i].second]);
  return out;
}

}  // namespace vigie::scoring::oracle
