// Items of an author's file, and how the centre would show one of them. Only for authors: a file of items holds the
// answers, which no seat ever gets. Ownership: values. Thread: any.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "candidate-client/session/ShownQuestion.hpp"
#include "common/content/Item.hpp"

namespace vigie::candidate {

struct ItemsFile {
  std::filesystem::path file;          // a bank, one item object, or a folder with bank.cal and bank.items
  std::filesystem::path bankKey;       // of a folder: the public key that signed it, PEM
  std::filesystem::path contentKey;    // and the key that opens it
  std::vector<std::string> onlyItems;  // ids; empty: all
};

// Errors: those of content::readItems and content::Bank::load, "item-unknown", "preview-keys" (a folder without keys).
base::Result<std::vector<content::Item>> readItemsFile(const ItemsFile& source);

// The question that a seat would get, read back from the very bytes that it would get. The order of choices is drawn
// from the item's id. Error "public-content", naming item and field.
base::Result<session::ShownQuestion> questionOf(const content::Item& item, const std::string& language,
                                                std::uint32_t number);

}  // namespace vigie::candidate
