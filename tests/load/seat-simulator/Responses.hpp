// What a simulated candidate knows: right and wrong responses of every item, from the `examples` of a bank's source
// file on the command line, never from the link. Thread: any. Ownership: a value.
#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "common/content/ItemSource.hpp"

namespace vigie::load {

enum class Wanted { right, wrong };

class Responses {
 public:
  // A bank's file, or a folder of them.
  static base::Result<Responses> read(const std::filesystem::path& items);

  // Of a template, to the variant that is shown. Error "no-response": the file has no such item or variant, or no
  // example of that kind in that language.
  base::Result<content::Answer> find(const std::string& item, const std::string& language, Wanted wanted,
                                     std::uint32_t variant = 0) const;

  // What somebody of this ability makes of question `number`, by the item's own curve 1 / (1 + exp(-a (ability - d))).
  // Depends on nothing else, so a program that was restarted answers as it would have. An unknown item: right.
  Wanted attempt(const std::string& item, double ability, std::uint64_t seed, std::uint32_t number) const;

 private:
  std::map<std::string, content::Item> items_;
};

}  // namespace vigie::load
