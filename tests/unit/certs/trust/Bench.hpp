// A verification with every file in memory, each of which a test may change, add or take away.
#pragma once

#include "certs/trust/Verification.hpp"
#include "tests/support/SampleNation.hpp"

namespace vigie::trust {

class Bench final : public Companions {
 public:
  explicit Bench(support::SampleNation& nation) : Bench(nation, nation.issue(nation.newContent())) {}

  Bench(const support::SampleNation& nation, const support::SampleCertificate& certificate)
      : times{nation.nowMs, nation.nowMs}, code(certificate.content.code), anchors(nation.anchors()) {
    files = nation.registryFiles();
    files.merge(nation.filesOf(certificate));
  }

  base::Result<std::string> anchor(std::string_view name) const override { return find(anchors, name); }
  base::Result<Found> companion(std::string_view name) const override {
    auto text = find(files, name);
    if (!text) return base::fail(text.error());
    return Found{std::move(*text), "."};
  }

  Verdict verify(const std::string& ending = ".jwt") const {
    const std::string name = code + ending;
    const auto text = find(files, name);
    return text ? verifyCertificate(name, *text, *this, times) : unreadable(name, text.error());
  }

  std::string& file(const std::string& ending) { return files.at(code + ending); }

  Times times;
  std::string code;
  support::Files anchors;
  support::Files files;

 private:
  static base::Result<std::string> find(const support::Files& files, std::string_view name) {
    const auto found = files.find(std::string(name));
    if (found == files.end()) return base::fail("file-missing", "there is no file " + std::string(name));
    return found->second;
  }
};

}  // namespace vigie::trust
