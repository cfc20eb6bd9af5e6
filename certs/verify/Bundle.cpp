#include "certs/verify/Bundle.hpp"

#include <array>
#include <string_view>

#include "common/journal/Record.hpp"

namespace vigie::verify {
namespace {

constexpr std::string_view kMagic = "vigie-bundle/1";
constexpr std::size_t kSignatureBytes = 32 + 64;
constexpr std::size_t kMostRecords = 1'000'000;
constexpr std::size_t kLargestRecord = journal::kLargestPayload + 113;  // the fields around the payload

struct Part {
  std::string_view name;
  std::size_t fewest;
  std::size_t most;
  std::size_t largest;  // bytes of an entry
};

// In the order of the file.
constexpr std::array<Part, 8> kParts = {{{"centre records", 1, kMostRecords, kLargestRecord},
                                         {"session records", 1, kMostRecords, kLargestRecord},
                                         {"issuing chain", 0, 8, 16U << 10},
                                         {"registry chain", 0, 8, 16U << 10},
                                         {"bank.cal", 1, 1, 16U << 20},
                                         {"bank authority", 1, 1, 16U << 10},
                                         {"certificates", 0, 10'000, 1U << 20},
                                         {"signature", 1, 1, kSignatureBytes}}};

std::unexpected<base::Error> failAtPart(std::string code, std::size_t part, const std::string& what) {
  return base::fail(std::move(code), "the bundle's part " + std::to_string(part + 1) + " (" +
                                         std::string(kParts[part].name) + "): " + what);
}

std::string entryName(std::size_t entry) {
  return "entry " + std::to_string(entry + 1);
}

class Writer {
 public:
  Writer() {
    base::append(out_, base::bytesOf(kMagic));
    out_.push_back(0);
  }

  template <class Entries>
  base::Result<void> part(const Entries& entries) {
    const Part& rule = kParts[next_];
    if (entries.size() < rule.fewest || entries.size() > rule.most) {
      return failAtPart("bundle-too-large", next_, std::to_string(entries.size()) + " entries do not fit");
    }
    out_.push_back(static_cast<std::uint8_t>(next_ + 1));
    base::appendBigEndian32(out_, static_cast<std::uint32_t>(entries.size()));
    for (std::size_t i = 0; i < entries.size(); ++i) {
      const std::size_t size = entries[i].size();
      if (size == 0 || size > rule.largest) {
        return failAtPart("bundle-too-large", next_,
                          entryName(i) + " of " + std::to_string(size) + " bytes does not fit");
      }
      base::appendBigEndian32(out_, static_cast<std::uint32_t>(size));
      out_.insert(out_.end(), entries[i].begin(), entries[i].end());
    }
    ++next_;
    return {};
  }

  base::Bytes& bytes() { return out_; }

 private:
  base::Bytes out_;
  std::size_t next_ = 0;
};

class Reader {
 public:
  explicit Reader(base::ByteView bytes) : bytes_(bytes) {}

  base::Result<void> magic() {
    const bool there = bytes_.size() > kMagic.size() && base::textOf(bytes_.first(kMagic.size())) == kMagic &&
                       bytes_[kMagic.size()] == 0;
    if (!there)
      return base::fail("bundle-magic",
                        "this is not a bundle: it does not begin with \"vigie-bundle/1\" and a zero byte");
    at_ = kMagic.size() + 1;
    return {};
  }

  base::Result<std::vector<base::ByteView>> part() {
    const Part& rule = kParts[next_];
    if (bytes_.size() - at_ < 5) return failAtPart("bundle-truncated", next_, "the file ends before it");
    if (bytes_[at_] != next_ + 1) {
      return failAtPart(
          "bundle-part", next_,
          "expected the part number " + std::to_string(next_ + 1) + ", found " + std::to_string(bytes_[at_]));
    }
    const std::size_t count = base::readBigEndian32(bytes_.subspan(at_ + 1));
    at_ += 5;
    if (count < rule.fewest || count > rule.most) {
      return failAtPart("bundle-part", next_,
                        "expected " + std::to_string(rule.fewest) + " to " + std::to_string(rule.most) +
                            " entries, found " + std::to_string(count));
    }
    std::vector<base::ByteView> entries;
    for (std::size_t i = 0; i < count; ++i) {
      const auto entry = this->entry(rule, i);
      if (!entry) return base::fail(entry.error());
      entries.push_back(*entry);
    }
    ++next_;
    return entries;
  }

  std::size_t at() const { return at_; }
  bool isAtEnd() const { return at_ == bytes_.size(); }

 private:
  base::Result<base::ByteView> entry(const Part& rule, std::size_t index) {
    if (bytes_.size() - at_ < 4)
      return failAtPart("bundle-truncated", next_, "the file ends before " + entryName(index));
    const std::size_t size = base::readBigEndian32(bytes_.subspan(at_));
    at_ += 4;
    if (size == 0 || size > rule.largest) {
      return failAtPart("bundle-part", next_,
                        entryName(index) + " says it has " + std::to_string(size) + " bytes; expected 1 to " +
                            std::to_string(rule.largest));
    }
    if (bytes_.size() - at_ < size)
      return failAtPart("bundle-truncated", next_, "the file ends inside " + entryName(index));
    const base::ByteView view = bytes_.subspan(at_, size);
    at_ += size;
    return view;
  }

  base::ByteView bytes_;
  std::size_t at_ = 0;
  std::size_t next_ = 0;
};

std::vector<base::Bytes> copyOf(const std::vector<base::ByteView>& views) {
  std::vector<base::Bytes> out;
  out.reserve(views.size());
  for (const base::ByteView view : views) out.emplace_back(view.begin(), view.end());
  return out;
}

base::Result<crypto::SignedMessage> readSignature(base::ByteView entry, base::ByteView signedBytes) {
  if (entry.size() != kSignatureBytes) {
    return failAtPart("bundle-part", kParts.size() - 1,
                      "expected " + std::to_string(kSignatureBytes) + " bytes, found " + std::to_string(entry.size()));
  }
  crypto::SignedMessage message;
  message.body.assign(signedBytes.begin(), signedBytes.end());
  std::copy_n(entry.begin(), message.keyId.size(), message.keyId.begin());
  message.signature.assign(entry.begin() + 32, entry.end());
  return message;
}

}  // namespace

base::Result<base::Bytes> writeBundle(const Bundle& bundle, const crypto::Signer& issuingKey) {
  Writer writer;
  const std::vector<base::Bytes> calibration = {bundle.bankCalibration};
  const std::vector<base::Bytes> authority = {bundle.bankAuthority};
  for (const auto* part : {&bundle.centreRecords, &bundle.sessionRecords, &bundle.issuingChain, &bundle.registryChain,
                           &calibration, &authority}) {
    if (auto written = writer.part(*part); !written) return base::fail(written.error());
  }
  if (auto written = writer.part(bundle.certificates); !written) return base::fail(written.error());
  const crypto::SignedMessage signature = crypto::signMessage(issuingKey, "bundle", writer.bytes());
  base::Bytes entry(signature.keyId.begin(), signature.keyId.end());
  base::append(entry, signature.signature);
  if (auto written = writer.part(std::vector<base::Bytes>{entry}); !written) return base::fail(written.error());
  if (writer.bytes().size() > kLargestBundle) {
    return base::fail("bundle-too-large", "a bundle of " + std::to_string(writer.bytes().size()) +
                                              " bytes is more than " + std::to_string(kLargestBundle));
  }
  return std::move(writer.bytes());
}

base::Result<SignedBundle> readBundle(base::ByteView bytes) {
  if (bytes.size() > kLargestBundle) {
    return base::fail("bundle-too-large", "this file has " + std::to_string(bytes.size()) +
                                              " bytes; a bundle has at most " + std::to_string(kLargestBundle));
  }
  Reader reader(bytes);
  if (auto begun = reader.magic(); !begun) return base::fail(begun.error());
  std::array<std::vector<base::ByteView>, kParts.size()> parts;
  std::size_t beforeSignature = 0;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    beforeSignature = reader.at();
    auto part = reader.part();
    if (!part) return base::fail(part.error());
    parts[i] = std::move(*part);
  }
  if (!reader.isAtEnd()) {
    return base::fail("bundle-trailing",
                      std::to_string(bytes.size() - reader.at()) + " bytes follow the bundle's last part");
  }
  auto signature = readSignature(parts[7].front(), bytes.first(beforeSignature));
  if (!signature) return base::fail(signature.error());
  SignedBundle out{.bundle = {.centreRecords = copyOf(parts[0]),
                              .sessionRecords = copyOf(parts[1]),
                              .issuingChain = copyOf(parts[2]),
                              .registryChain = copyOf(parts[3]),
                              .bankCalibration = copyOf(parts[4]).front(),
                              .bankAuthority = copyOf(parts[5]).front(),
                              .certificates = {}},
                   .signature = std::move(*signature)};
  for (const base::ByteView certificate : parts[6]) out.bundle.certificates.push_back(base::toString(certificate));
  return out;
}

}  // namespace vigie::verify
