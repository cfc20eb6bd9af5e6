// The public pages, French and English, without JavaScript and without a word about any person. Thread: any.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "certs/registry/Exchange.hpp"

namespace vigie::registry {

enum class Language { french, english };

// "?lang=" of the target, else the browser's first wish that we speak, else French.
Language languageOf(const RequestHead& head);

// What the registry tells anybody about a code.
struct CodeFacts {
  std::string code;
  bool isRevoked = false;
  bool isDemonstration = false;
  std::uint64_t index = 0;  // of its log entry
  std::int64_t loggedMs = 0;
};

Answer searchPage(Language language);
Answer mistypedPage(Language language);                         // 400
Answer notFoundPage(Language language, std::string_view code);  // 404
Answer codePage(Language language, const CodeFacts& facts);
Answer tooFastPage(Language language);  // 429
Answer styleSheet();

std::string htmlEscape(std::string_view text);

}  // namespace vigie::registry
