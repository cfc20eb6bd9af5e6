#include <filesystem>
#include <memory>

#include "certs/verify/SessionExplanation.hpp"
#include "certs/verify/Subject.hpp"
#include "proctor-console/cli/Arguments.hpp"

namespace vigie::cli {
namespace {

struct ExplainInput {
  std::string subject;
  std::string candidate;
  std::string trust = "/etc/vigie/trust";
};

base::Result<Page> explain(Context& context, const ExplainInput& input) {
  const auto files = verify::readSubject({input.subject, context.options.session, input.trust, {}});
  if (!files) return base::fail(files.error());
  const auto explained = verify::explainSession(*files, {verify::readRoot(input.trust), {}}, nullptr, input.candidate);
  if (!explained) return base::fail(explained.error());
  const auto language =
      context.text.language() == Language::french ? verify::Language::french : verify::Language::english;
  return Page{Json::parse(verify::jsonOf(*explained)), verify::textOf(*explained, language), {}};
}

}  // namespace

// From the session's records alone, so that it needs no link: also after a centre was closed.
void addExplain(Menu& menu, CLI::App& noun) {
  const auto input = std::make_shared<ExplainInput>();
  CLI::App& verb =
      menu.verb(noun, "explain",
                {"Pourquoi chaque question a été posée, d'après un lot de séance ou un dossier de données",
                 "Why each question was asked, from a session's bundle or a data folder"},
                {Needs::nothing, AtFork::goOn, [input](Context& context) { return explain(context, *input); }});
  verb.add_option("subject", input->subject,
                  menu.text({"Lot de séance (.bundle) ou dossier de données", "Session bundle or data folder"}))
      ->required();
  verb.add_option("candidate", input->candidate, menu.text({"Référence ; tous sinon", "Reference; all without it"}));
  verb.add_option("--trust", input->trust, menu.text({"Dossier de confiance : root.pem", "Trust folder: root.pem"}));
}

}  // namespace vigie::cli
