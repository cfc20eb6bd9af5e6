#include "proctor-console/cli/Program.hpp"

#include <ostream>

#include "proctor-console/cli/Arguments.hpp"

namespace vigie::cli {
namespace {

std::string describe(const console::Fork& fork) {
  const std::string known = std::to_string(fork.known.position);
  return "stream " + streamName(fork.known.stream.bytes()) +
         (fork.known.position == fork.shown.position
              ? ": another head than before at position " + known
              : ": position " + known + " was known, position " + std::to_string(fork.shown.position) + " was shown");
}

class Call {
 public:
  Call(const Surroundings& surroundings, Parsed parsed, Text text)
      : surroundings_(surroundings),
        options_(std::move(parsed.options)),
        choice_(std::move(parsed.choice)),
        text_(text) {}

  ExitStatus run() {
    auto configuration = readConfiguration(options_.config);
    if (!configuration) return failed(configuration.error());
    configuration_ = std::move(*configuration);
    if (!options_.language && configuration_.language) text_ = Text(*configuration_.language);
    if (options_.checkConfig) return checkConfiguration();
    auto page = choice_->needs == Needs::nothing ? actAlone() : actLinked();
    if (!page) return failed(page.error());
    return show(*page);
  }

 private:
  // Everything that a command would need, but no link.
  ExitStatus checkConfiguration() {
    const auto machine = loadConsole();
    if (!machine) return failed(machine.error());
    if (const auto context = link::TlsContext::clientMutual(machine->credentials(), machine->authority); !context) {
      return failed(context.error());
    }
    if (configuration_.passwordFile) {
      using std::filesystem::perms;
      std::error_code error;
      const perms rights = std::filesystem::status(*configuration_.passwordFile, error).permissions();
      const bool isOpen = !error && (rights & (perms::group_all | perms::others_all)) != perms::none;
      if (isOpen)
        return failed({"config-wrong", configuration_.passwordFile->string() + ": others may read it; chmod 600"});
      if (const auto key = loadStaffKey(configuration_, surroundings_.prompt, text_); !key) return failed(key.error());
    }
    if (const auto book = console::StandingBook::load(configuration_.machine); !book) return failed(book.error());
    return show({{{"config", "correct"}}, options_.config.string() + text_({" : correct\n", ": correct\n"}), {}});
  }

  base::Result<link::Machine> loadConsole() const {
    auto machine = link::loadMachine(configuration_.machine);
    if (!machine) return machine;
    if (machine->role == crypto::Role::console) return machine;
    return base::fail("machine-wrong", configuration_.machine.string() + ": the role is not console");
  }

  Context contextWith(Connection* centre) const {
    return {text_, options_, configuration_, surroundings_.prompt, surroundings_.clock, centre};
  }

  base::Result<Page> actAlone() const {
    Context context = contextWith(nullptr);
    return choice_->action(context);
  }

  base::Result<Page> actLinked() const {
    const auto machine = loadConsole();
    if (!machine) return base::fail(machine.error());
    auto book = console::StandingBook::load(configuration_.machine);
    if (!book) return base::fail(book.error());
    if (!book->forks().empty() && choice_->atFork == AtFork::stop) {
      return base::fail("fork", "the centre showed this console another past; \"journal verify\" shows what is known");
    }
    auto signer = signerFor(choice_->needs);
    if (!signer) return base::fail(signer.error());
    auto tls = link::TlsContext::clientMutual(machine->credentials(), machine->authority);
    if (!tls) return base::fail(tls.error());
    Connection centre(*machine, std::move(*tls), std::move(*signer), std::move(*book), surroundings_.clock,
                      {std::string("proctor-cli ") + VIGIE_VERSION, configuration_.machine, configuration_.timeout});
    Context context = contextWith(&centre);
    auto page = choice_->action(context);
    centre.close();
    return afterwards(centre, std::move(page));
  }

  // Without a password file, nobody is asked for a password only to countersign what a question happens to bring.
  base::Result<std::shared_ptr<const crypto::Signer>> signerFor(Needs needs) const {
    if (needs == Needs::answers && !configuration_.passwordFile) return std::shared_ptr<const crypto::Signer>();
    auto key = loadStaffKey(configuration_, surroundings_.prompt, text_);
    if (!key) return base::fail(key.error());
    return std::make_shared<const crypto::PrivateKey>(std::move(*key));
  }

  // What was seen on the way counts more than the answer: memory that cannot be kept, and another past.
  base::Result<Page> afterwards(Connection& centre, base::Result<Page> page) const {
    const auto saved = centre.book().save();
    if (!options_.json) {
      for (const base::Error& notice : centre.notices()) {
        surroundings_.err << "proctor-cli: " << text_(explanationOf(notice.code).sentence) << " (" << notice.detail
                          << ")\n";
      }
    }
    if (centre.fork() && choice_->atFork == AtFork::stop) {
      return base::fail(
          "fork", describe(*centre.fork()) + (page ? "; what was asked for was carried out before it was seen" : ""));
    }
    if (page && !saved) return base::fail(saved.error());
    return page;
  }

  ExitStatus show(const Page& page) const {
    if (options_.json) {
      Json json = page.json;
      if (page.failure) json["error"] = errorJson(*page.failure);
      surroundings_.out << json.dump() << '\n';
      return page.failure ? explanationOf(page.failure->code).status : ExitStatus::done;
    }
    surroundings_.out << page.text;
    return page.failure ? failed(*page.failure) : ExitStatus::done;
  }

  Json errorJson(const base::Error& error) const {
    return {{"code", error.code}, {"detail", error.detail}, {"advice", adviceOn(explanationOf(error.code))}};
  }

  std::string adviceOn(const Explanation& explanation) const {
    const std::string more = text_(explanation.atTerminal);
    return text_(explanation.sentence) + (more.empty() ? "" : " " + more);
  }

  ExitStatus failed(const base::Error& error) const {
    const Explanation& explanation = explanationOf(error.code);
    if (options_.json) {
      surroundings_.out << Json{{"error", errorJson(error)}}.dump() << '\n';
    } else {
      surroundings_.err << "proctor-cli: " << adviceOn(explanation) << "\n[" << error.code << "] " << error.detail
                        << '\n';
    }
    return explanation.status;
  }

  const Surroundings& surroundings_;
  Options options_;
  std::optional<Choice> choice_;
  Text text_;
  Configuration configuration_;
};

ExitStatus say(const Said& said, const Surroundings& surroundings, bool json) {
  surroundings.err << said.err;
  if (said.isWrong && json) {
    const Json error = {{"code", "usage"}, {"detail", said.err}};
    surroundings.out << Json{{"error", error}}.dump() << '\n';
    return ExitStatus::usage;
  }
  surroundings.out << said.out;
  return said.isWrong ? ExitStatus::usage : ExitStatus::done;
}

}  // namespace

ExitStatus runProgram(const std::vector<std::string>& arguments, const Surroundings& surroundings) {
  const Text text(languageAsked(arguments).value_or(languageOfEnvironment()));
  auto parsed = parseArguments(arguments, text);
  if (const auto* said = std::get_if<Said>(&parsed)) return say(*said, surroundings, jsonAsked(arguments));
  Call call(surroundings, std::get<Parsed>(std::move(parsed)), text);
  return call.run();
}

}  // namespace vigie::cli
