#include "candidate-client/guard/Memory.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "candidate-client/guard/Fields.hpp"
#include "common/base/File.hpp"
#include "common/jcs/Jcs.hpp"

namespace vigie::guard {
namespace {

constexpr std::array<std::uint8_t, 1> kEnd{0};

base::Result<Memory> readMembers(const nlohmann::json& json) {
  constexpr std::string_view kPlace = "guard memory";
  if (const auto only = requireOnly(json, {"code", "format", "number", "wrongTries"}, kPlace); !only) {
    return base::fail(only.error());
  }
  Memory memory;
  const auto number = numberField(json, "number", kPlace);
  if (!number) return base::fail(number.error());
  const auto tries = numberField(json, "wrongTries", kPlace);
  if (!tries) return base::fail(tries.error());
  memory.lastNumber = *number;
  memory.wrongTries = *tries;
  if (const auto code = json.find("code"); code != json.end()) {
    const auto digest = digestField(*code, "digest", kPlace);
    if (!digest) return base::fail(digest.error());
    auto salt = hexField(*code, "salt", kPlace, 16);
    if (!salt) return base::fail(salt.error());
    memory.code = SetCode{*digest, std::move(*salt)};
  }
  return memory;
}

}  // namespace

crypto::Digest unlockCodeDigest(base::ByteView salt, std::string_view code) {
  return crypto::sha256({base::bytesOf("vigie/unlock-code/1"), kEnd, salt, base::bytesOf(code)});
}

std::string tidyCode(std::string_view typed) {
  std::string out;
  for (const char c : typed) {
    if (c == ' ' || c == '-') continue;
    out.push_back(c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c);
  }
  return out;
}

base::Result<Memory> readMemory(const std::filesystem::path& file) {
  const auto text = base::readTextFile(file, 64U << 10);
  if (!text && text.error().code == "file-missing") return Memory{};
  if (!text) return base::fail(text.error());
  const auto json = jcs::parseCanonical(*text);
  if (!json) return base::fail("memory-damaged", file.string() + ": " + json.error().detail);
  if (jcs::textMember(*json, "format") != "vigie-guard-memory/1") {
    return base::fail("memory-damaged", file.string() + ": not of a format this guard knows");
  }
  auto memory = readMembers(*json);
  if (!memory) return base::fail("memory-damaged", file.string() + ": " + memory.error().detail);
  return memory;
}

base::Result<void> writeMemory(const std::filesystem::path& file, const Memory& memory) {
  nlohmann::json json{
      {"format", "vigie-guard-memory/1"}, {"number", memory.lastNumber}, {"wrongTries", memory.wrongTries}};
  if (memory.code) {
    json["code"] = {{"digest", base::toHex(memory.code->digest)}, {"salt", base::toHex(memory.code->salt)}};
  }
  const std::string text = jcs::canonicalText(json);
  return base::writeFileDurably(file, base::bytesOf(text), base::FileMode::ownerOnly);
}

}  // namespace vigie::guard
