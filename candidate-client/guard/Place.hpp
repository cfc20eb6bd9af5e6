// A capability of the system seen as values that can be read, written and written back: kernel settings, mount flags,
// the packet filter's table. All that locking changes, and undoing gives back, goes through this. One implementation
// for Linux and one fake for each kind. Ownership: the engine's owner. Thread: the guard's main one.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "common/base/Bytes.hpp"
#include "common/base/Result.hpp"

namespace vigie::guard {

using Value = std::optional<base::Bytes>;  // nothing = the thing does not exist

// How long what was written stays by itself.
enum class Lasting {
  untilBoot,
  acrossBoots,
  whileThere  // as long as its thing, which others make and take away (a screen's socket), at most until the next boot:
              // when that is gone there is nothing to give back
};

class Place {
 public:
  virtual ~Place() = default;
  virtual std::string_view kind() const = 0;  // kebab-case, in the undo journal for ever
  virtual Lasting lasting() const = 0;
  virtual base::Result<Value> read(const std::string& target) = 0;
  // When this returns, read() gives `value`, also after a power cut when the kind lasts across boots.
  virtual base::Result<void> write(const std::string& target, const Value& value) = 0;
};

class Places {
 public:
  void add(std::unique_ptr<Place> place);
  Place* find(std::string_view kind) const;  // null: not in this guard

 private:
  std::map<std::string, std::unique_ptr<Place>, std::less<>> places_;
};

}  // namespace vigie::guard
