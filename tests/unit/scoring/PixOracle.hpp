// Pix's formulas as scoring.md tells them, in the plainest form: the C library's exp, the whole history again for every
// estimate, all items sorted for every choice. It shares no line with the engine; banks are the rows of the JSON file.
#pragma once

#include <cmath>
#include <vector>

namespace vigie::scoring::oracle {

struct Item {
  double a;
  double b;
  unsigned competence;
  unsigned tube;
  unsigned skill;
};

struct Config {
  unsigned length;
  unsigned between;
  bool onePerTube;
  bool passage;
  double variation;
  double start;
};

struct Estimate {
  double capacity;
  double error;
};

inline double successAt(double a, double b, double t) {
  return 1 / (1 + std::exp(a * (b - t)));
}

// After all these answers; {start, 5} after none.
inline Estimate estimate(const std::vector<Item>& bank, const std::vector<unsigned>& items, const std::vector<bool>& ok,
                         double start, double variation) {
  std::vector<double> grid;
  for (double t = -9; grid.empty() || grid.back() < 8.9; t += 18.0 / 80) grid.push_back(t);
  std::vector<double> likelihood(grid.size(), 1);
  Estimate now{start, 5};
  for (std::size_t k = 0; k < items.size(); ++k) {
    std::vector<double> posterior;
    double priorSum = 0;
    for (const double t : grid) priorSum += std::exp(-(t - now.capacity) * (t - now.capacity) / 3);
    double sum = 0;
    for (std::size_t j = 0; j < grid.size(); ++j) {
      const double p = successAt(bank[items[k]].a, bank[items[k]].b, grid[j]);
      likelihood[j] *= ok[k] ? p : 1 - p;
      posterior.push_back(likelihood[j] * std::exp(-(grid[j] - now.capacity) * (grid[j] - now.capacity) / 3) /
                          priorSum);
      sum += posterior.back();
    }
    double mean = 0;
    for (std::size_t j = 0; j < grid.size(); ++j) mean += grid[j] * (posterior[j] /= sum);
    double next = mean;
    if (variation > 0) {
      const bool isSmall = -variation < now.capacity && now.capacity < variation;
      const double gap = isSmall ? variation : std::fabs(now.capacity * variation);
      next = mean > now.capacity ? std::fmin(mean, now.capacity + gap) : std::fmax(mean, now.capacity - gap);
    }
    double variance = 0;
    for (std::size_t j = 0; j < grid.size(); ++j) variance += posterior[j] * (grid[j] - next) * (grid[j] - next);
    now = {next, std::sqrt(variance - (9.0 / 80) * (9.0 / 80) / 12)};
  }
  return now;
}

struct Chosen {
  std::size_t available = 0;
  std::vector<unsigned> best;
};

// `pool` in order.
Chosen choose(const std::vector<Item>& bank, const std::vector<unsigned>& pool, const std::vector<unsigned>& asked,
              const Config& config, double capacity);

}  // namespace vigie::scoring::oracle
