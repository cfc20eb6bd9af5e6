#include "certs/registry/PublicFolder.hpp"

#include <algorithm>
#include <regex>

#include "certs/status/StatusList.hpp"
#include "common/base/File.hpp"

namespace vigie::registry {
namespace {

constexpr const char* kForEver = "public, max-age=31536000, immutable";
constexpr const char* kAskAgain = "no-cache";
constexpr const char* kOneHour = "public, max-age=3600";

base::Result<void> keepEqual(const std::filesystem::path& file, const std::string& content) {
  const auto there = base::readTextFile(file);
  if (there && *there == content) return {};
  return writeFile(file, content);
}

// C2SP tlog-tiles: /tile/<L>/<N>[.p/<W>] and /tile/entries/<N>[.p/<W>].
bool isTile(const std::string& target) {
  static const std::regex kTile(
      R"(/tile/(entries|[0-9]|[1-5][0-9]|6[0-3])/(x[0-9]{3}/){0,6}[0-9]{3}(\.p/[1-9][0-9]{0,2})?)");
  return target.size() <= 80 && std::regex_match(target, kTile);
}

// "<name>" of "/<folder>/<name><tail>".
std::optional<std::string> nameBetween(std::string_view target, std::string_view before, std::string_view after) {
  if (target.size() <= before.size() + after.size() || !target.starts_with(before) || !target.ends_with(after)) {
    return std::nullopt;
  }
  const std::string_view name = target.substr(before.size(), target.size() - before.size() - after.size());
  return isFileName(name) ? std::optional(std::string(name)) : std::nullopt;
}

}  // namespace

bool isFileName(std::string_view text) {
  const auto allowed = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' || c == '_' ||
           c == '.';
  };
  return !text.empty() && text.size() <= 64 && text.front() != '.' && std::all_of(text.begin(), text.end(), allowed);
}

base::Result<void> publishCentre(const Layout& layout, const Centre& centre) {
  const auto name = status::fileNameOf(centre.statusList);
  if (!name) return base::fail(name.error());
  const std::filesystem::path folder = layout.publicFolder();
  if (auto kept = keepEqual(folder / "did" / centre.number / "did.json", centre.didJson); !kept) return kept;
  if (auto kept = keepEqual(folder / "status" / (*name + ".jwt"), centre.statusJwt); !kept) return kept;
  return keepEqual(folder / "status" / (*name + ".json"), centre.statusJson);
}

std::optional<PublicFile> findPublicFile(const Layout& layout, std::string_view target) {
  const std::filesystem::path folder = layout.publicFolder();
  const std::string path(target);
  if (path == "/checkpoint") return PublicFile{folder / "checkpoint", "text/plain; charset=utf-8", kAskAgain};
  if (isTile(path)) return PublicFile{folder / path.substr(1), "application/octet-stream", kForEver};
  if (const auto name = nameBetween(target, "/status/", ".jwt")) {
    return PublicFile{folder / "status" / (*name + ".jwt"), "application/jwt", kOneHour};
  }
  if (const auto name = nameBetween(target, "/status/", ".json")) {
    return PublicFile{folder / "status" / (*name + ".json"), "application/vc+ld+json", kOneHour};
  }
  if (const auto name = nameBetween(target, "/did/", "/did.json")) {
    return PublicFile{folder / "did" / *name / "did.json", "application/did+json", kOneHour};
  }
  return std::nullopt;
}

}  // namespace vigie::registry
