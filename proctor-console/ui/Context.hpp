// What every part of the window is given: the language, the desk, and what time it is. Thread: Qt's main one.
#pragma once

#include <QString>
#include <string>
#include <vector>

#include "common/base/Clock.hpp"
#include "proctor-console/model/Explanations.hpp"
#include "proctor-console/ui/Desk.hpp"

namespace vigie::window {

using console::Phrase;

inline QString toQt(std::string_view text) {
  return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

struct Context {
  console::Text text;
  Desk& desk;
  const base::Clock& clock;

  QString say(const Phrase& phrase) const { return toQt(text(phrase)); }
  QString say(const Phrase& phrase, const std::vector<std::string>& values) const { return toQt(text(phrase, values)); }
  // A refusal in plain words; the centre's own sentence is for the tooltip.
  QString explain(const base::Error& error) const { return say(console::explanationOf(error.code).sentence); }
};

}  // namespace vigie::window
