#include "common/shadow/ShadowTest.hpp"

#include <glpk.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <memory>
#include <string>
#include <utility>

namespace vigie::shadow {

using namespace scoring;

namespace {

using Problem = std::unique_ptr<glp_prob, decltype(&glp_delete_prob)>;

constexpr int kLongestMs = 30'000;

std::uint32_t groupOf(const ModelItem& item, const ContentPlan& content) {
  return content.oneQuestionPerTube ? item.tube : item.skill;
}

// The programme's columns, by their place.
class Programme {
 public:
  Programme(const ModelBank& bank, const TestPlan& plan, std::span<const double> merits,
            std::span<const std::uint8_t> pool, std::span<const ItemIndex> asked)
      : bank_(bank), plan_(plan), merits_(merits), asked_(asked), possible_(pool.begin(), pool.end()) {
    dropWhatWasAsked();
    dropBeaten();
    for (ItemIndex i = 0; i < possible_.size(); ++i) {
      if (possible_[i] != 0) columns_.push_back(i);
    }
  }

  base::Result<std::vector<ItemIndex>> solve() {
    const auto remaining = static_cast<double>(plan_.stopping.maximumLength) - static_cast<double>(asked_.size());
    if (remaining < 0 || static_cast<double>(columns_.size()) < remaining || !addRows()) return infeasible();
    std::vector<int> all(columns_.size());
    for (std::size_t i = 0; i < all.size(); ++i) all[i] = static_cast<int>(i);
    addRow(all, remaining, remaining);
    return run();
  }

 private:
  struct Row {
    std::vector<int> columns;
    double least;
    double most;
  };

  static std::unexpected<base::Error> infeasible() {
    return base::fail("shadow-infeasible",
                      "no remaining test meets all content targets; widen the targets or enlarge the bank");
  }

  void dropWhatWasAsked() {
    std::vector<std::uint8_t> groups(std::max(bank_.tubes(), bank_.skills()));
    for (const ItemIndex item : asked_) groups[groupOf(bank_.item(item), plan_.content)] = 1;
    for (ItemIndex i = 0; i < possible_.size(); ++i) {
      if (groups[groupOf(bank_.item(i), plan_.content)] != 0) possible_[i] = 0;
    }
    for (const auto& set : plan_.content.enemies) {
      const auto wasAsked = [this](ItemIndex item) {
        return std::find(asked_.begin(), asked_.end(), item) != asked_.end();
      };
      if (!std::any_of(set.begin(), set.end(), wasAsked)) continue;
      for (const ItemIndex item : set) possible_[item] = 0;
    }
  }

  void dropBeaten() {
    std::vector<std::uint8_t> hasEnemies(possible_.size());
    for (const auto& set : plan_.content.enemies) {
      for (const ItemIndex item : set) hasEnemies[item] = 1;
    }
    std::map<std::pair<std::uint32_t, std::uint32_t>, ItemIndex> best;
    for (ItemIndex i = 0; i < possible_.size(); ++i) {
      if (possible_[i] == 0 || hasEnemies[i] != 0) continue;
      const ModelItem& item = bank_.item(i);
      const auto [place, isFirst] = best.try_emplace({groupOf(item, plan_.content), item.competence}, i);
      if (isFirst) continue;
      const bool beats = merits_[i] > merits_[place->second];
      possible_[beats ? place->second : i] = 0;
      if (beats) place->second = i;
    }
  }

  bool addRows() {
    std::map<std::uint32_t, std::vector<int>> byGroup;
    std::map<std::uint32_t, std::vector<int>> byCompetence;
    std::map<ItemIndex, int> columnOf;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      const ModelItem& item = bank_.item(columns_[i]);
      byGroup[groupOf(item, plan_.content)].push_back(static_cast<int>(i));
      byCompetence[item.competence].push_back(static_cast<int>(i));
      columnOf[columns_[i]] = static_cast<int>(i);
    }
    for (auto& [group, columns] : byGroup) {
      if (columns.size() > 1) addRow(std::move(columns), 0, 1);
    }
    for (const auto& set : plan_.content.enemies) {
      std::vector<int> columns;
      for (const ItemIndex item : set) {
        if (const auto found = columnOf.find(item); found != columnOf.end()) columns.push_back(found->second);
      }
      std::sort(columns.begin(), columns.end());
      columns.erase(std::unique(columns.begin(), columns.end()), columns.end());
      if (columns.size() > 1) addRow(std::move(columns), 0, 1);
    }
    for (const ContentTarget& target : plan_.content.targets) {
      const auto isOfTarget = [&](ItemIndex item) { return bank_.item(item).competence == target.competence; };
      const auto asked = static_cast<double>(std::count_if(asked_.begin(), asked_.end(), isOfTarget));
      const double least = std::max(0.0, target.least - asked);
      const double most = target.most - asked;
      const auto available = static_cast<double>(byCompetence[target.competence].size());
      if (most < 0 || available < least) return false;
      if (available > 0) addRow(byCompetence[target.competence], least, most);
    }
    return true;
  }

  void addRow(std::vector<int> columns, double least, double most) {
    rows_.push_back({std::move(columns), least, most});
  }

  void fill(glp_prob* problem) const {
    glp_set_obj_dir(problem, GLP_MAX);
    glp_add_cols(problem, static_cast<int>(columns_.size()));
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      const int column = static_cast<int>(i) + 1;
      glp_set_col_kind(problem, column, GLP_BV);
      glp_set_obj_coef(problem, column, std::round(merits_[columns_[i]] * 1e6));
    }
    glp_add_rows(problem, static_cast<int>(rows_.size()));
    for (std::size_t r = 0; r < rows_.size(); ++r) {
      const auto& [columns, least, most] = rows_[r];
      std::vector<int> places(1);  // GLPK counts from 1
      for (const int column : columns) places.push_back(column + 1);
      const std::vector<double> ones(places.size(), 1);
      const int row = static_cast<int>(r) + 1;
      glp_set_row_bnds(problem, row, least < most ? GLP_DB : GLP_FX, least, most);
      glp_set_mat_row(problem, row, static_cast<int>(columns.size()), places.data(), ones.data());
    }
  }

  base::Result<std::vector<ItemIndex>> run() const {
    const Problem problem(glp_create_prob(), &glp_delete_prob);
    fill(problem.get());
    glp_iocp options;
    glp_init_iocp(&options);
    options.msg_lev = GLP_MSG_OFF;
    options.presolve = GLP_ON;
  options.tm_lim = kLongestMs;
    const int code = glp_intopt(problem.get(), &options);
    const int status = glp_mip_status(problem.get());
    if (code == GLP_ENOPFS || code == GLP_ENODFS || (code == 0 && status == GLP_NOFEAS)) return infeasible();
    if (code != 0 || status != GLP_OPT) {
      return base::fail("shadow-solver", "the solver ended with code " + std::to_string(code) + " and status " +
                                             std::to_string(status) + "; the targets may be close to contradicting");
    }
    std::vector<ItemIndex> chosen;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      if (glp_mip_col_val(problem.get(), static_cast<int>(i) + 1) > 0.5) chosen.push_back(columns_[i]);
    }
    std::sort(chosen.begin(), chosen.end(), [this](ItemIndex left, ItemIndex right) {
      return merits_[left] != merits_[right] ? merits_[left] > merits_[right] : left < right;
    });
    return chosen;
  }

  const ModelBank& bank_;
  const TestPlan& plan_;
  std::span<const double> merits_;
  std::span<const ItemIndex> asked_;
  std::vector<std::uint8_t> possible_;
  std::vector<ItemIndex> columns_;
  std::vector<Row> rows_;
};

}  // namespace

std::string solverName() {
  return std::string("glpk/") + glp_version();
}

base::Result<std::vector<ItemIndex>> shadowTest(const ModelBank& bank, const TestPlan& plan,
                                                std::span<const double> merits, std::span<const std::uint8_t> pool,
                                                std::span<const ItemIndex> asked) {
  glp_term_out(GLP_OFF);
  return Programme(bank, plan, merits, pool, asked).solve();
}

}  // namespace vigie::shadow
