// Views of every screen of the candidate's window, with questions of the demonstration bank. Ownership: values.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "candidate-client/session/Notes.hpp"
#include "candidate-client/session/View.hpp"

namespace vigie::support {

// An item of deploy/demonstration/items.json as the centre would show it, its choices in the author's order.
std::shared_ptr<const session::ShownQuestion> sampleQuestion(const std::string& item, const std::string& language,
                                                             std::uint32_t number = 5);
// Of an item that a test wrote itself, as JSON of the public content.
std::shared_ptr<const session::ShownQuestion> questionOf(const std::string& publicContent, const std::string& language);

struct SampleScreen {
  std::string name;  // of the page
  session::View view;
  session::Notes notes;
};

// Every screen but the enrolment and the report, with one question of each kind, in that language.
std::vector<SampleScreen> sampleScreens(const std::string& language);

session::View viewOf(session::Screen screen);
session::View questionView(std::shared_ptr<const session::ShownQuestion> question);

}  // namespace vigie::support
