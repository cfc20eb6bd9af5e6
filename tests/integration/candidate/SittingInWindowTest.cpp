// The candidate's window on a real sitting and a real centre, in one process: a person reads, presses and types, the
// centre decides, records and acknowledges.
#include <gtest/gtest.h>

#include <QLineEdit>

#include "candidate-client/session/Sitting.hpp"
#include "candidate-client/ui/Window.hpp"
#include "common/crypto/Random.hpp"
#include "common/crypto/Seal.hpp"
#include "tests/support/Must.hpp"
#include "tests/support/SyntheticSession.hpp"
#include "tests/support/WindowHand.hpp"

namespace vigie::candidate {
namespace {

using support::Aim;
using support::press;
using support::says;

struct MemorySafe final : session::Safe {
  explicit MemorySafe(std::optional<base::Bytes>& held) : bytes(held) {}
  base::Result<std::optional<base::Bytes>> read() override { return bytes; }
  base::Result<void> write(base::ByteView content) override {
    bytes = base::Bytes(content.begin(), content.end());
    return {};
  }
  std::optional<base::Bytes>& bytes;
};

// A workstation with the window; the program of the seat that the session enrolled.
class WindowSeat final : public session::Outputs {
 public:
  WindowSeat(support::SyntheticSession& session, support::SyntheticSeat& enrolled)
      : centre_(session.centre()), enrolled_(enrolled) {
    support::qtApplication();
    actions_.typeCode = [this](const std::string& code) { note(sitting_->typeCode(code, now())); };
    actions_.confirmIdentity = [this] { note(sitting_->confirmIdentity(now())); };
    actions_.chooseCamera = [this](session::CameraChoice choice) { notes_.camera = choice; };
    actions_.begin = [this] { note(sitting_->begin(now())); };
    actions_.answer = [this](const content::Answer& answer) { note(sitting_->answer(answer, now())); };
    actions_.typed = [this](std::uint32_t question, content::Answer answer) {
      notes_.draft = session::Draft{question, std::move(answer)};
    };
    actions_.report = [this](const std::string& category, const std::string& comment) {
      note(sitting_->raiseAlert(category, comment, now()));
    };
    actions_.leave = [this] { note(sitting_->leave(now())); };
    startProgram();
    connect();
  }

  // As after kill -9: memory and the seat's key are gone, the disk stays.
  void startProgram() {
    window_.reset();
    sitting_.reset();
    keep_.emplace(support::must(session::Keep::open(std::make_unique<MemorySafe>(disk_), keepKey_)));
    session::SeatSettings settings;
    settings.workstation = enrolled_.workstation();
    settings.machineKey = &enrolled_.machineKey();
    settings.program = "candidate-client";
    settings.entropy = [](std::span<std::uint8_t> out) { crypto::randomBytes(out); };
    settings.newSeatKey = [] {
      return std::make_unique<crypto::PrivateKey>(crypto::PrivateKey::generate(crypto::KeyKind::p256));
    };
    sitting_ = std::make_unique<session::Sitting>(std::move(settings), *keep_, *this);
    window_ = std::make_unique<Window>(actions_, WindowSettings{});
    window_->resize(1366, 768);
    window_->show();
  }

  void connect() {
    link_ = centre_.open({crypto::Role::seat, enrolled_.workstation().hex()}, enrolled_.machineKey().publicKey());
    linked_ = true;
    sitting_->linkUp(now());
    catchUp();
  }

  void cut() {
    linked_ = false;
    centre_.end(link_);
    sitting_->linkDown(now());
    catchUp();
  }

  void killServer() {
    centre_.kill();
    serverIsDead_ = true;
    linked_ = false;
    sitting_->linkDown(now());
    catchUp();
  }

  void restartServer() {
    support::must(centre_.restart());
    serverIsDead_ = false;
  }

  void pass(std::int64_t ms) {
    for (std::int64_t passed = 0; passed < ms; passed += 250) {
      if (serverIsDead_) {
        centre_.clock().pass(250);
      } else {
        centre_.pass(250);
      }
      sitting_->tick(now());
      catchUp();
    }
  }

  // Until neither the centre nor the seat has anything to say.
  void catchUp() {
    for (bool news = true; news;) {
      news = false;
      for (const protocol::Message& message : linked_ ? centre_.take(link_) : std::vector<protocol::Message>()) {
        sitting_->receive(message, now());
        news = true;
      }
    }
    window_->present(sitting_->view(now()), notes_);
    support::settle();
  }

  Window& window() { return *window_; }
  std::string screen() const { return window_->screenName(); }
  session::View view() const { return sitting_->view(now()); }
  std::size_t acknowledgedAnswers() const { return sitting_->acknowledgedAnswers(); }

  void pressAndWait(const QString& name) {
    press(*window_, name);
    catchUp();
  }

  // Reads the question, chooses or types what the author calls right or wrong, and confirms.
  void answer(Aim aim) {
    fill(aim);
    const auto before = view().question->number;
    pressAndWait("Valider et continuer");
    if (view().question && view().question->number == before) pressAndWait("Valider et continuer");  // it was empty
  }

  void fill(Aim aim) {
    const auto question = view().question;
    const auto given = support::answerTo(question->item.id, question->language, aim);
    for (const std::string& id : given.selected()) {
      const QString text = QString::fromStdString(question->text().choices.find(id)->second).remove('`');
      press(*window_, text);
    }
    for (const auto& field : given.fields()) {
      const auto& label = question->item.fields.find(field.name())->second.label.find(question->language)->second;
      auto* line = qobject_cast<QLineEdit*>(support::findNamed(*window_, QString::fromStdString(label)));
      line->setText(QString::fromStdString(field.text()));
    }
    catchUp();
  }

  // Outputs
  void send(protocol::Message message) override {
    if (linked_) centre_.send(link_, message);
  }
  void acknowledged(const base::CandidateRef&, std::uint32_t number, const crypto::Digest& answer) override {
    answers[number] = answer;
  }
  void changed() override {}

  std::map<std::uint32_t, crypto::Digest> answers;

 private:
  base::Moment now() const { return centre_.clock().now(); }
  void note(const base::Result<void>& done) {
    if (!done) window_->refused(done.error().code);
  }

  support::SyntheticCentre& centre_;
  support::SyntheticSeat& enrolled_;
  Actions actions_;
  session::Notes notes_;
  std::optional<base::Bytes> disk_;
  base::SecretBytes keepKey_ = crypto::newSealKey();
  std::optional<session::Keep> keep_;
  std::unique_ptr<session::Sitting> sitting_;
  std::unique_ptr<Window> window_;
  link::LinkId link_{};
  bool linked_ = false;
  bool serverIsDead_ = false;
};

class SittingInWindow : public testing::Test {
 protected:
  SittingInWindow() : session_({.candidates = 1}) {
    session_.create();
    session_.seatOf(0).disconnect();
    seat_ = std::make_unique<WindowSeat>(session_, session_.seatOf(0));
  }

  void typeCode() {
    support::type(seat_->window(), "Votre code", QString::fromStdString(session_.candidates()[0].code));
    seat_->pressAndWait("Continuer");
  }

  // Until the first question.
  void start() {
    session_.open();
    typeCode();
    seat_->pressAndWait("C’est bien moi");
    seat_->pressAndWait("J’ai compris");
    session_.give(console::confirmPresence(session_.id(), session_.candidates()[0].ref));
    seat_->catchUp();
    seat_->pressAndWait("Je commence");
    ASSERT_EQ(seat_->screen(), "question");
  }

  support::SyntheticSession session_;
  std::unique_ptr<WindowSeat> seat_;
};

TEST_F(SittingInWindow, SitsTheWholeTestToItsEnd) {
  start();
  while (seat_->screen() == "question") {
    seat_->pass(2'000);
    seat_->answer(seat_->view().question->number % 5 == 0 ? Aim::wrong : Aim::right);
  }
  EXPECT_EQ(seat_->screen(), "ended");
  EXPECT_TRUE(says(seat_->window(), "C’est terminé"));
  EXPECT_EQ(seat_->answers.size(), 32U);
  seat_->pressAndWait("Quitter ce poste");
  EXPECT_EQ(seat_->screen(), "code") << "for the next person";
  session_.close();
}

TEST_F(SittingInWindow, WaitsForTheSessionThenTakesTheSameCode) {
  typeCode();
  EXPECT_EQ(seat_->screen(), "code");
  EXPECT_TRUE(says(seat_->window(), "n’est pas encore ouverte"));
  session_.open();
  seat_->pressAndWait("Continuer");
  EXPECT_EQ(seat_->screen(), "name");
  EXPECT_TRUE(says(seat_->window(), "Zoé Durand"));
}

TEST_F(SittingInWindow, RefusesACodeThatNobodyHas) {
  session_.open();
  support::type(seat_->window(), "Votre code", "2222 2222");
  seat_->pressAndWait("Continuer");
  EXPECT_EQ(seat_->screen(), "code");
  EXPECT_TRUE(says(seat_->window(), "Ce code n’est pas connu"));
}

TEST_F(SittingInWindow, HidesTheQuestionOnSilenceAndKeepsTheAnswer) {
  start();
  seat_->fill(Aim::right);
  seat_->cut();
  seat_->pass(4'000);
  EXPECT_EQ(seat_->screen(), "silent");
  seat_->connect();
  seat_->pass(2'000);
  ASSERT_EQ(seat_->screen(), "question");
  seat_->pressAndWait("Valider et continuer");
  EXPECT_EQ(seat_->answers.size(), 1U);
  EXPECT_EQ(seat_->view().question->number, 2U);
}

TEST_F(SittingInWindow, ShowsTheSameQuestionAndTheSameWordsAfterARestart) {
  start();
  seat_->answer(Aim::right);
  seat_->fill(Aim::right);
  const auto before = seat_->view().question->item.id;
  seat_->cut();
  seat_->startProgram();
  seat_->connect();
  seat_->pass(1'000);
  ASSERT_EQ(seat_->screen(), "question");
  EXPECT_EQ(seat_->view().question->item.id, before);
  seat_->pressAndWait("Valider et continuer");
  EXPECT_EQ(seat_->view().question->number, 3U);
}

TEST_F(SittingInWindow, SurvivesTheServersDeath) {
  start();
  seat_->fill(Aim::right);
  seat_->killServer();
  seat_->pass(4'000);
  EXPECT_EQ(seat_->screen(), "silent");
  seat_->restartServer();
  seat_->connect();
  seat_->pass(1'000);
  ASSERT_EQ(seat_->screen(), "question");
  seat_->pressAndWait("Valider et continuer");
  EXPECT_EQ(seat_->answers.size(), 1U);
}

TEST_F(SittingInWindow, ReportsAProblemAndGetsAnotherQuestion) {
  start();
  const auto before = seat_->view().question->item.id;
  press(seat_->window(), "Signaler un problème");
  press(seat_->window(), "La question s’affiche mal");
  seat_->pressAndWait("Appeler le surveillant");
  EXPECT_EQ(seat_->screen(), "alert");
  session_.give(console::resolveAlert(session_.id(), 1, console::Resolution::replace, "vu"));
  seat_->catchUp();
  ASSERT_EQ(seat_->screen(), "question");
  EXPECT_NE(seat_->view().question->item.id, before);
  EXPECT_TRUE(says(seat_->window(), "Question 1 sur 32"));
}

TEST_F(SittingInWindow, ShowsPauseAndMessage) {
  start();
  const auto& who = session_.candidates()[0].ref;
  session_.give(console::pauseCandidate(session_.id(), who));
  seat_->catchUp();
  EXPECT_EQ(seat_->screen(), "paused");
  session_.give(console::messageCandidate(session_.id(), who, "On reprend dans une minute."));
  seat_->catchUp();
  EXPECT_TRUE(says(seat_->window(), "On reprend dans une minute."));
  session_.give(console::resumeCandidate(session_.id(), who));
  seat_->catchUp();
  EXPECT_EQ(seat_->screen(), "question");
}

TEST_F(SittingInWindow, TellsSomebodyWhoWasMovedToGoThere) {
  start();
  session_.give(console::moveCandidate(session_.id(), session_.candidates()[0].ref, session_.spare().workstation()));
  seat_->pass(4'000);
  EXPECT_EQ(seat_->screen(), "code");
  EXPECT_TRUE(says(seat_->window(), "continue sur un autre poste"));
}

}  // namespace
}  // namespace vigie::candidate
