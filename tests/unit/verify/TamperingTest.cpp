// What is changed in answers, questions and results, and what names it.
#include "Tampering.hpp"
#include "certs/credential/Jws.hpp"
#include "certs/credential/VerificationCode.hpp"
#include "tests/support/Must.hpp"

namespace vigie::verify {
namespace {

namespace record = exam::record;
using support::dropLastFiveMinutes;
using support::Insider;
using support::KeptRecord;
using support::someQuestion;
using support::swapQuestionText;
using support::turnLastAnswer;

TEST_P(TamperingTest, IsNamed) {
  support::SyntheticSession& session = GetParam().session();
  Insider insider(session);
  GetParam().change(insider);
  insider.coverTracks();
  const Report report = auditOf(session, insider);
  EXPECT_EQ(report.outcome(), Outcome::forged) << listOf(report);
  const auto isNamed = [&](const Finding& one) {
    return one.code == GetParam().named && (one.about + " " + one.detail).find(GetParam().says) != std::string::npos;
  };
  EXPECT_TRUE(std::any_of(report.findings.begin(), report.findings.end(), isNamed)) << listOf(report);
}

// ---- answers ----

void turnEarlyAnswer(Insider& insider) {
  auto* answer = insider.records[insider.find<record::AnswerAccepted>()].as<record::AnswerAccepted>();
  answer->set_correct(!answer->correct());
}

void alterSignedAnswer(Insider& insider) {
  auto* answer = insider.records[insider.find<record::AnswerAccepted>()].as<record::AnswerAccepted>();
  record::AnswerBody body;
  body.ParseFromString(answer->answer().body());
  body.set_on_screen_ms(1);
  answer->mutable_answer()->set_body(body.SerializeAsString());
}

void exchangePrivateHash(Insider& insider) {
  KeptRecord& one = insider.records[insider.find<record::AnswerAccepted>()];
  one.record.privateHash[0] ^= 1;
  one.as<record::AnswerAccepted>()->set_answer_digest(base::toString(one.record.privateHash));
}

void exchangeAnswers(Insider& insider) {
  const std::size_t first = insider.find<record::AnswerAccepted>();
  auto* one = insider.records[first].as<record::AnswerAccepted>();
  for (std::size_t i = first + 1; i < insider.records.size(); ++i) {
    auto* other = insider.records[i].as<record::AnswerAccepted>();
    if (other == nullptr || other->candidate() != one->candidate()) continue;
    std::swap(*one->mutable_answer(), *other->mutable_answer());
    return;
  }
}

void giveAnswerToAnother(Insider& insider) {
  const std::size_t first = insider.find<record::AnswerAccepted>();
  auto* one = insider.records[first].as<record::AnswerAccepted>();
  const std::string mine = one->candidate();
  for (std::size_t i = first + 1; i < insider.records.size(); ++i) {
    auto* other = insider.records[i].as<record::AnswerAccepted>();
    if (other == nullptr || other->candidate() == mine) continue;
    std::swap(*one->mutable_answer(), *other->mutable_answer());
    return;
  }
}

// ---- questions ----

void swapWhatWasShown(Insider& insider) {
  someQuestion(insider).set_shown(std::string(32, 'x'));
}
void swapItem(Insider& insider) {
  someQuestion(insider).set_item("smp-1.1-02");
}
void changeAbility(Insider& insider) {
  someQuestion(insider).set_ability(someQuestion(insider).ability() + 1e-15);
}
void changeDraw(Insider& insider) {
  someQuestion(insider).set_draw(0.25);
}

void changeOrder(Insider& insider) {
  for (KeptRecord& one : insider.records) {
    auto* asked = one.as<record::QuestionAsked>();
    if (asked == nullptr || asked->order_size() < 2) continue;
    asked->mutable_order()->SwapElements(0, 1);
    return;
  }
}

// ---- results and certificates ----

void raiseScore(Insider& insider) {
  for (KeptRecord& one : insider.records) {
    if (auto* result = one.as<record::ResultDecided>()) result->set_score(result->score() + 100);
  }
}

template <class Change>
void alterCertificate(Insider& insider, Change change) {
  auto content = support::must(
      credential::readCredential(support::must(credential::parseJws(insider.certificates.front())).payload));
  change(content);
  insider.certificates.front() =
      support::must(credential::issueCredential(content, quietSession().centre().centre().identity().issuingKey,
                                                credential::JsonForm::omit, 0))
          .jwt;
}

void raiseCertificate(Insider& insider) {
  alterCertificate(insider, [](credential::CredentialContent& content) { content.score += 100; });
}

void raiseLevel(Insider& insider) {
  alterCertificate(insider, [](credential::CredentialContent& content) { content.levels[3].level = 7; });
}

void hideDemonstration(Insider& insider) {
  alterCertificate(insider, [](credential::CredentialContent& content) {
    content.evidence.occasion = credential::Occasion::examination;
  });
}

void inventCode(Insider& insider) {
  alterCertificate(insider,
                   [](credential::CredentialContent& content) { content.code = credential::newVerificationCode(); });
  const auto content = support::must(
      credential::readCredential(support::must(credential::parseJws(insider.certificates.front())).payload));
  insider.records[insider.find<record::CertificateIssued>()].as<record::CertificateIssued>()->set_code(content.code);
}

void backdateCertificate(Insider& insider) {
  alterCertificate(insider, [](credential::CredentialContent& content) { content.awardedMs -= 86'400'000; });
}

void issueInAnotherName(Insider& insider) {
  alterCertificate(insider, [](credential::CredentialContent& content) {
    content.issuer.id = "did:web:centre-0043.demonstration.example";
  });
}

void dropCertificate(Insider& insider) {
  insider.records.erase(insider.records.begin() +
                        static_cast<std::ptrdiff_t>(insider.findLast<record::CertificateIssued>()));
  insider.certificates.pop_back();
}

INSTANTIATE_TEST_SUITE_P(
    OfAnswers, TamperingTest,
    testing::Values(Tampering{"LastAnswerTurned", quietSession, turnLastAnswer, Code::headDisagrees},
                    Tampering{"EarlyAnswerTurned", quietSession, turnEarlyAnswer, Code::questionChoice},
                    Tampering{"SignedAnswerAltered", quietSession, alterSignedAnswer, Code::answerSignature},
                    Tampering{"PrivateHashExchanged", quietSession, exchangePrivateHash, Code::answerMismatch},
                    Tampering{"AnswersExchanged", quietSession, exchangeAnswers, Code::headDisagrees},
                    Tampering{"AnswerOfAnother", quietSession, giveAnswerToAnother, Code::answerSeatKey},
                    Tampering{"LastFiveMinutesDropped", slowSession, dropLastFiveMinutes, Code::headDisagrees,
                              "staff"}),
    [](const auto& one) { return std::string(one.param.name); });

INSTANTIATE_TEST_SUITE_P(OfQuestions, TamperingTest,
                         testing::Values(Tampering{"TextSwapped", quietSession, swapQuestionText,
                                                   Code::questionContent},
                                         Tampering{"ShownSwapped", quietSession, swapWhatWasShown, Code::questionShown},
                                         Tampering{"ShownSwappedIsNotWhatTheSeatSigned", quietSession, swapWhatWasShown,
                                                   Code::answerMismatch},
                                         Tampering{"ItemSwapped", quietSession, swapItem, Code::questionChoice},
                                         Tampering{"AbilityChanged", quietSession, changeAbility, Code::questionChoice},
                                         Tampering{"DrawChanged", quietSession, changeDraw, Code::questionChoice},
                                         Tampering{"OrderChanged", quietSession, changeOrder, Code::questionShown}),
                         [](const auto& one) { return std::string(one.param.name); });

INSTANTIATE_TEST_SUITE_P(
    OfResults, TamperingTest,
    testing::Values(
        Tampering{"ScoreRaised", quietSession, raiseScore, Code::resultDiffers},
        Tampering{"CertificateRaised", quietSession, raiseCertificate, Code::certificateContent, "score"},
        Tampering{"LevelRaised", quietSession, raiseLevel, Code::certificateContent, "levels"},
        Tampering{"DemonstrationHidden", quietSession, hideDemonstration, Code::certificateContent, "demonstration"},
        Tampering{"CodeInvented", quietSession, inventCode, Code::certificateContent, "ticket"},
        Tampering{"CertificateBackdated", quietSession, backdateCertificate, Code::certificateDate},
        Tampering{"IssuedInAnotherName", quietSession, issueInAnotherName, Code::certificateIssuer},
        Tampering{"CertificateDropped", quietSession, dropCertificate, Code::headDisagrees, "countersignature"}),
    [](const auto& one) { return std::string(one.param.name); });

}  // namespace
}  // namespace vigie::verify
