// What a seat may see of an item, and nothing else: id, version, kind, locales (instruction, choices, template,
// readAloud), choiceIds, fields, shuffle, timerSeconds, focused, activity, attachments, and of a template the number of
// the variant. Its bytes are canonical JSON; their SHA-256
// is in bank.cal and in every signed answer, so an auditor with bank.cal alone can prove that no text was swapped.
// Members that are empty are left out. Thread: any. Errors: "public-content" (not such bytes).
#pragma once

#include <string>
#include <string_view>

#include "common/base/Result.hpp"
#include "common/content/Item.hpp"
#include "common/crypto/Digest.hpp"

namespace vigie::content {

struct PublicBlock {
  std::string instruction;
  ByName<std::string> choices;
  std::optional<std::string> fieldTemplate;
  std::optional<std::string> readAloud;
};

struct PublicItem {
  std::string id;
  std::uint32_t version = 1;
  Kind kind{};
  bool focused = false;
  bool shuffle = false;
  std::optional<std::uint32_t> timerSeconds;
  ByName<PublicBlock> locales;
  std::vector<std::string> choiceIds;
  ByName<Field> fields;
  std::optional<std::string> activity;  // canonical JSON
  std::vector<Attachment> attachments;
  std::optional<std::uint32_t> variant;  // of a template
};

std::string publicContent(const Item& item);
base::Result<PublicItem> readPublicContent(std::string_view bytes);
crypto::Digest publicContentDigest(std::string_view bytes);

}  // namespace vigie::content
