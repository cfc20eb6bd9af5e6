// A session of ten items in memory, driven by commands; no content, no files.
#pragma once

#include <gtest/gtest.h>

#include "common/exam/Decide.hpp"

namespace vigie::exam {

template <class IdType>
IdType idOf(std::uint8_t number) {
  IdType id;
  id.value.fill(number);
  return id;
}

inline Environment smallEnvironment() {
  std::vector<scoring::Item> parameters;
  std::vector<ExamItem> items;
  for (std::uint32_t i = 0; i < 10; ++i) {
    parameters.push_back({1.2, -3.0 + 0.5 * i, i % 5, i, i});
    ExamItem item;
    item.id = "item-" + std::to_string(i);
    item.content.fill(static_cast<std::uint8_t>(i));
    item.choiceIds = {"a", "b", "c"};
    item.shuffle = true;
    item.admitted = i != 9;
    item.accessible = i % 2 == 0;
    item.languages = {"fr", "en"};
    items.push_back(item);
  }
  scoring::TestRules rules;
  rules.maximumLength = 4;
  rules.betweenSameCompetence = 0;
  scoring::ScoringConfiguration scale;
  scale.meshes = {{-8, -1.4}, {-1.4, 0.6}, {0.6, 8}};
  scale.minimumAnswers = 2;
  return {.bank = *scoring::Bank::make(parameters),
          .items = items,
          .rules = rules,
          .scale = *scoring::ScoreScale::make(scale),
          .durationMs = 60'000,
          .kind = SessionKind::demonstration,
          .ticketFromMs = 1'000'000,
          .ticketUntilMs = 100'000'000,
          .ticketSeed = base::Bytes(32, 7),
          .certificateCodes = 5,
          .earliestWallMs = 500'000};
}

class SessionFixture : public ::testing::Test {
 protected:
  SessionFixture() {
    record::SessionCreated created;
    created.set_session(idOf<base::SessionId>(1).bytes());
    for (const Draft& draft : createSession(state_, created).records) apply(draft);
  }

  void apply(const Draft& draft) {
    evolve(state_, environment_, now_, draft.content);
    journal_.emplace_back(now_, draft.content);
  }

  Decision run(const Command& command) {
    Decision decision = decide(state_, environment_, command, now_);
    for (const Draft& draft : decision.records) apply(draft);
    return decision;
  }

  StaffCommand staff(record::StaffBody body) {
    body.set_command(idOf<base::CommandId>(nextCommand_++).bytes());
    StaffCommand command;
    command.message = crypto::signMessage(staffKey_, "staff", bytesOf(body));
    command.body = std::move(body);
    command.workstationEnrolled = true;
    return command;
  }

  record::StaffBody about(std::uint8_t candidate) {
    record::StaffBody body;
    body.set_candidate(idOf<base::CandidateRef>(candidate).bytes());
    return body;
  }

  void open() {
    record::StaffBody body;
    body.mutable_open_session();
    ASSERT_FALSE(run(staff(body)).refusal);
  }

  void add(std::uint8_t candidate, bool accessibleOnly = false) {
    record::StaffBody body = about(candidate);
    body.mutable_add_candidate()->set_language("fr");
    body.mutable_add_candidate()->set_accessible_items_only(accessibleOnly);
    StaffCommand command = staff(body);
    command.codeDigest.fill(candidate);
    ASSERT_FALSE(run(command).refusal);
  }

  Decision checkIn(std::uint8_t candidate, std::uint8_t workstation) {
    CheckIn command;
    command.workstation = idOf<base::WorkstationId>(workstation);
    command.codeDigest.emplace().fill(candidate);
    command.seatKey = {1, 2, 3};
    command.nonce.assign(32, candidate);
    return run(command);
  }

  void startTest(std::uint8_t candidate, std::uint8_t workstation) {
    ASSERT_FALSE(checkIn(candidate, workstation).refusal);
    ASSERT_FALSE(run(ConfirmIdentity{idOf<base::WorkstationId>(workstation), 1}).refusal);
    record::StaffBody body = about(candidate);
    body.mutable_confirm_presence();
    ASSERT_FALSE(run(staff(body)).refusal);
    ASSERT_FALSE(run(BeginTest{idOf<base::WorkstationId>(workstation), 1}).refusal);
  }

  const Candidate& candidate(std::uint8_t number) const { return *state_.find(idOf<base::CandidateRef>(number)); }

  SubmitAnswer answerOf(std::uint8_t number, std::uint8_t workstation, std::uint32_t lease = 1) const {
    const Candidate& who = candidate(number);
    const Question& question = *who.openQuestion();
    SubmitAnswer command;
    command.workstation = idOf<base::WorkstationId>(workstation);
    command.lease = lease;
    command.correct = true;
    command.privateHash.fill(static_cast<std::uint8_t>(100 + question.number));
    record::AnswerBody& body = command.body;
    body.set_session(state_.id.bytes());
    body.set_candidate(who.ref.bytes());
    body.set_number(question.number);
    body.set_item(environment_.items[question.item].id);
    body.set_item_version(1);
    body.set_shown(base::toString(question.shown));
    body.set_answer_digest(base::toString(command.privateHash));
    if (who.newestSigned != crypto::Digest{}) body.set_previous(base::toString(who.newestSigned));
    command.message = crypto::signMessage(staffKey_, "answer", bytesOf(body));
    return command;
  }

  void pass(std::int64_t ms) {
    now_.wallMs += ms;
    now_.runMs += ms;
  }

  // The state that a restart would build from the records alone.
  SessionState replayed() const {
    SessionState state;
    for (const auto& [at, content] : journal_) evolve(state, environment_, at, content);
    return state;
  }

  crypto::PrivateKey staffKey_ = crypto::PrivateKey::generate(crypto::KeyKind::p256);
  Environment environment_ = smallEnvironment();
  SessionState state_;
  Instant now_{2'000'000, 1'000, {}};
  std::vector<std::pair<Instant, SessionRecord>> journal_;
  std::uint8_t nextCommand_ = 1;
};

}  // namespace vigie::exam
