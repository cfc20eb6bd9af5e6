#include <algorithm>
#include <cmath>

#include "tests/tools/score-calibrate/Quadrature.hpp"

namespace vigie::tools {
namespace {

constexpr std::size_t kFewestComplete = 200;
constexpr double kLeastExpected = 1;  // of right and of wrong answers in a cell, else neighbours are put together
constexpr double kSx2Level = 0.001;

// P(sum = s | node) over some items, by node (F. Lord and M. Wingersky 1984).
std::vector<Nodes> sumScores(const std::vector<const CurveTable*>& items) {
  std::vector<Nodes> chances(1);
  chances[0].fill(1);
  for (const CurveTable* item : items) {
    chances.emplace_back();
    for (std::size_t s = chances.size(); s-- > 0;) {
      for (std::size_t k = 0; k < kNodes; ++k) {
        const double below = s == 0 ? 0 : chances[s - 1][k];
        chances[s][k] = chances[s][k] * (1 - item->right[k]) + below * item->right[k];
      }
    }
  }
  return chances;
}

double integral(const Nodes& values, const Nodes& prior) {
  double sum = 0;
  for (std::size_t k = 0; k < kNodes; ++k) sum += values[k] * prior[k];
  return sum;
}

struct Cell {
  double candidates = 0;
  double right = 0;
  double expected = 0;  // right answers
};

// Cells with too few expected answers join the next one, from both ends.
std::vector<Cell> merged(const std::vector<Cell>& cells) {
  std::vector<Cell> out;
  Cell open;
  const auto isFull = [](const Cell& cell) {
    return cell.expected >= kLeastExpected && cell.candidates - cell.expected >= kLeastExpected;
  };
  for (const Cell& cell : cells) {
    open.candidates += cell.candidates;
    open.right += cell.right;
    open.expected += cell.expected;
    if (!isFull(open)) continue;
    out.push_back(open);
    open = {};
  }
  if (out.empty() || open.candidates == 0) return out;
  out.back().candidates += open.candidates;
  out.back().right += open.right;
  out.back().expected += open.expected;
  return out;
}

}  // namespace

void measureSumScoreFit(const Responses& responses, const std::vector<std::optional<CurveTable>>& tables,
                        const Nodes& logPrior, int freeParameters, std::vector<CalibratedItemFit>& items) {
  std::vector<std::size_t> fitted;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (tables[i]) fitted.push_back(i);
  }
  std::vector<std::vector<std::uint8_t>> complete;  // candidates who answered every fitted item
  for (const auto& answers : responses.candidates) {
    std::vector<std::uint8_t> row(items.size());
    std::size_t count = 0;
    for (const Response& answer : answers) {
      if (!tables[answer.item]) continue;
      row[answer.item] = answer.isRight ? 1 : 0;
      ++count;
    }
    if (count == fitted.size()) complete.push_back(std::move(row));
  }
  if (complete.size() < kFewestComplete || fitted.size() < 5) return;

  Nodes prior;
  for (std::size_t k = 0; k < kNodes; ++k) prior[k] = std::exp(logPrior[k]);
  std::vector<const CurveTable*> all;
  for (const std::size_t i : fitted) all.push_back(&*tables[i]);
  const std::vector<Nodes> whole = sumScores(all);
  std::vector<std::size_t> scores;
  for (const auto& row : complete) scores.push_back(static_cast<std::size_t>(std::count(row.begin(), row.end(), 1)));

  for (std::size_t place = 0; place < fitted.size(); ++place) {
    CalibratedItemFit& item = items[fitted[place]];
    std::vector<const CurveTable*> others = all;
    others.erase(others.begin() + static_cast<std::ptrdiff_t>(place));
    const std::vector<Nodes> without = sumScores(others);
    std::vector<Cell> cells(fitted.size() + 1);
    for (std::size_t c = 0; c < complete.size(); ++c) {
      ++cells[scores[c]].candidates;
      cells[scores[c]].right += complete[c][fitted[place]];
    }
    for (std::size_t s = 1; s < fitted.size(); ++s) {
      Nodes right;
      for (std::size_t k = 0; k < kNodes; ++k) right[k] = all[place]->right[k] * without[s - 1][k];
      cells[s].expected = cells[s].candidates * integral(right, prior) / integral(whole[s], prior);
    }
    // None and all right say nothing about one item.
    const std::vector<Cell> used = merged({cells.begin() + 1, cells.end() - 1});
    item.sx2Freedom = static_cast<double>(used.size()) - (item.isAnchor ? 0 : freeParameters);
    if (item.sx2Freedom < 1) continue;
    for (const Cell& cell : used) {
      const double wrong = cell.candidates - cell.expected;
      item.sx2 +=
          (cell.right - cell.expected) * (cell.right - cell.expected) * cell.candidates / (cell.expected * wrong);
    }
    item.sx2Probability = chiSquareTail(item.sx2, item.sx2Freedom);
    if (item.sx2Probability < kSx2Level) item.flags.emplace_back("s-x2");
  }
}

}  // namespace vigie::tools
