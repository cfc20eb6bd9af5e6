#include "common/exam/Environment.hpp"

#include <utility>

namespace vigie::exam {

bool Environment::mayStopEarly() const {
  if (planned == nullptr) return false;
  const scoring::StoppingPlan& stopping = planned->plan.stopping;
  const bool stops = stopping.standardError > 0 || stopping.classification != scoring::Classification::none;
  return stops && stopping.minimumLength < stopping.maximumLength;
}

base::Result<Environment> makeEnvironment(const content::Calibration& calibration, const content::TestDefinition& test,
                                          const TicketTerms& ticket, std::vector<std::vector<std::string>> choiceIds,
                                          std::vector<bool> shuffled, std::int64_t earliestWallMs,
                                          scoring::ShadowSolver solver) {
  std::shared_ptr<const PlannedExam> planned;
  if (test.plan() != nullptr) {
    auto plan = test.plan()->planFor(calibration, solver);
    if (!plan) return base::fail(plan.error());
    planned = std::make_shared<const PlannedExam>(
        PlannedExam{content::PlanDefinition::modelBankOf(calibration), std::move(*plan), solver});
  }
  std::vector<ExamItem> items;
  items.reserve(calibration.items().size());
  for (std::size_t i = 0; i < calibration.items().size(); ++i) {
    const content::CalibratedItem& calibrated = calibration.items()[i];
    ExamItem item;
    item.id = calibrated.id;
    item.version = calibrated.version;
    item.content = calibrated.contentFor(ticket.drawSeed);
    if (i < choiceIds.size()) item.choiceIds = std::move(choiceIds[i]);
    if (i < shuffled.size()) item.shuffle = shuffled[i];
    item.admitted = test.admits(calibrated);
    item.accessible = calibrated.isAccessible();
    item.languages = calibrated.languages;
    items.push_back(std::move(item));
  }
  return Environment{.bank = calibration.scoringBank(),
                     .items = std::move(items),
                     .rules = test.rules(),
                     .scale = test.scale(),
                     .durationMs = test.durationMs(),
                     .kind = ticket.kind,
                     .ticketFromMs = ticket.validFromMs,
                     .ticketUntilMs = ticket.validUntilMs,
                     .ticketSeed = ticket.drawSeed,
                     .certificateCodes = ticket.certificateCodes,
                     .earliestWallMs = earliestWallMs,
                     .planned = std::move(planned)};
}

}  // namespace vigie::exam
