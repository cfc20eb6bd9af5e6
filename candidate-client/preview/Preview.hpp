// The preview: an author's items one after the other in the candidate's own window, judged here. No centre, no machine,
// nothing kept. Thread: the window's. Ownership: owns its window.
#pragma once

#include <memory>
#include <vector>

#include "candidate-client/preview/PreviewBar.hpp"
#include "candidate-client/ui/Window.hpp"
#include "common/content/Examples.hpp"

namespace vigie::candidate {

class Preview {
 public:
  // Precondition: at least one item.
  Preview(std::vector<content::Item> items, WindowSettings settings);

  Window& window() { return *window_; }
  void choose(int item);  // modulo their number

  // Of the item that is shown, as a person entered it last: nothing before the first answer.
  std::optional<content::Verdict> verdict() const { return verdict_; }

 private:
  void ask(std::optional<content::Answer> filled = {});
  void tellFacts(const base::Error* fault);
  void judged(const content::Answer& answer);
  void reported(const std::string& category, const std::string& comment);
  const std::string& language() const { return codes_[static_cast<std::size_t>(language_)]; }

  const std::vector<content::Item> items_;
  const std::vector<std::string> codes_ = {"fr", "en"};  // in Language's order
  ui::Language language_;
  int item_ = 0;
  std::uint32_t variant_ = 0;
  std::uint32_t asked_ = 0;
  content::Item shown_;  // the variant
  std::vector<content::ExampleOutcome> outcomes_;
  session::View view_;
  std::optional<content::Verdict> verdict_;
  Actions actions_;
  std::unique_ptr<Window> window_;
  PreviewBar* bar_ = nullptr;
};

}  // namespace vigie::candidate
