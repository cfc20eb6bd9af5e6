#include "tests/support/SampleScreens.hpp"

#include <map>
#include <stdexcept>

#include "common/base/File.hpp"
#include "common/content/ItemSource.hpp"
#include "tests/support/Must.hpp"

namespace vigie::support {

using session::Screen;

std::shared_ptr<const session::ShownQuestion> questionOf(const std::string& publicContent,
                                                         const std::string& language) {
  const auto item = must(content::readPublicContent(publicContent));
  protocol::message::Question question;
  question.set_number(5);
  question.set_item(item.id);
  question.set_item_version(item.version);
  question.set_content(publicContent);
  question.set_language(language);
  for (const std::string& id : item.choiceIds) question.add_order(id);
  return std::make_shared<const session::ShownQuestion>(must(session::readQuestion(question)));
}

std::shared_ptr<const session::ShownQuestion> sampleQuestion(const std::string& item, const std::string& language,
                                                             std::uint32_t number) {
  static const auto kItems = [] {
    const auto text = must(base::readTextFile(std::string(VIGIE_SOURCE_DIR) + "/deploy/demonstration/items.json"));
    std::map<std::string, std::string> out;
    for (const content::Item& one : must(content::readItemSource(text)).items)
      out[one.id] = content::publicContent(one);
    return out;
  }();
  auto question = *questionOf(kItems.at(item), language);
  question.number = number;
  return std::make_shared<const session::ShownQuestion>(std::move(question));
}

session::View viewOf(Screen screen) {
  session::View view;
  view.screen = screen;
  view.demonstration = true;
  view.displayName = "Camille Lefebvre";
  view.language = "fr";
  return view;
}

session::View questionView(std::shared_ptr<const session::ShownQuestion> question) {
  session::View view = viewOf(Screen::question);
  view.question = std::move(question);
  view.progress = 5;
  view.questions = 32;
  view.remainingMs = 72 * 60'000;
  return view;
}

std::vector<SampleScreen> sampleScreens(const std::string& language) {
  session::Notes asked;
  asked.camera = session::CameraChoice::accepted;
  std::vector<SampleScreen> out;
  session::View first = viewOf(Screen::connecting);
  first.demonstration = false;
  first.displayName.clear();
  out.push_back({"connecting", first, {}});
  first.screen = Screen::enterCode;
  out.push_back({"code", first, {}});
  first.refusal = "code-unknown";
  out.push_back({"code", first, {}});
  out.push_back({"name", viewOf(Screen::confirmName), {}});
  out.push_back({"recording", viewOf(Screen::waitingForInvigilator), {}});
  out.push_back({"wait", viewOf(Screen::waitingForInvigilator), asked});
  session::View begin = viewOf(Screen::readyToBegin);
  begin.lastMessage = "Bon courage à tous. Prenez votre temps.";
  begin.messages = 1;
  out.push_back({"begin", begin, asked});
  for (const char* item : {"smp-1.1-01", "smp-1.1-03", "smp-1.2-02", "smp-2.1-02", "smp-3.4-02", "abc-form-01"}) {
    out.push_back({"question", questionView(sampleQuestion(item, language)), asked});
  }
  out.push_back({"silent", viewOf(Screen::hidden), asked});
  out.push_back({"paused", viewOf(Screen::paused), asked});
  out.push_back({"alert", viewOf(Screen::alertOpen), asked});
  session::View help = viewOf(Screen::callInvigilator);
  help.notices = {"past-changed"};
  out.push_back({"help", help, asked});
  out.push_back({"ended", viewOf(Screen::ended), asked});
  return out;
}

}  // namespace vigie::support
