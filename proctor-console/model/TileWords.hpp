// One candidate in a few words, as a tile of the room says them: state, question, link, alerts. Pure. Thread: any.
#pragma once

#include "proctor-console/model/Readiness.hpp"
#include "proctor-console/model/Room.hpp"

namespace vigie::console {

struct TileWords {
  std::string name;   // "Noël Ada"
  std::string place;  // "Poste 3"; empty: at no workstation
  Level level = Level::unknown;
  std::string state;     // "En cours", "Présence à confirmer"…: the most urgent of all
  std::string question;  // "Question 7 sur 32"; empty before the test
  std::string link;      // "Relié", "Liaison perdue"; empty when there is none to lose
  std::string alert;     // "Ne s'affiche pas · « l'image manque »"; empty without an open alert
  std::string capture;   // instead of a picture: why there is none, and what to do
  std::string beside;    // who or what helps this candidate and may be seen: a reader, a scribe; empty: nobody
  std::string agreed;    // every accommodation; for whoever looks at this candidate closely
  std::string advice;    // what the analysis of the newest picture advises to look at; never a judgement
  bool counts = false;   // the exam's clock runs
  bool isOver = false;   // the test has ended: what time was left tells nobody anything
};

TileWords tileWords(const Room& room, const protocol::message::CandidateView& candidate, const Text& text);

// Of one alert: who, where, which question, what, in the person's words.
std::string alertWords(const Room& room, const protocol::message::AlertView& alert, const Text& text);

}  // namespace vigie::console
