// The two files of a bank as JSON; the formats are in Calibration.hpp and Bank.hpp.
#pragma once

#include <string>
#include <string_view>

#include "common/content/Calibration.hpp"
#include "common/content/impl/Json.hpp"
#include "common/content/impl/Node.hpp"

namespace vigie::content::impl {

inline constexpr std::string_view kCalFormat = "vigie-bank-cal/1";
inline constexpr std::string_view kCalType = "vigie-bank-cal+jwt";
inline constexpr std::string_view kItemsFormat = "vigie-bank-items/1";

base::Bytes itemsAssociatedData(std::string_view bank, std::uint32_t version);

// What bank.cal says of an item: without its variants, and with every variant made. Errors: those of variantsOf.
CalibratedItem calibrationOf(const Item& item, std::string_view publicContent);
base::Result<CalibratedItem> calibrationOf(const Item& item);
Json toJson(const CalibratedItem& item);
CalibratedItem readCalibrated(const Node& node);
crypto::Digest readDigest(const Node& node);

// The payload as a compact JWS, and back; without a key something else must vouch for the bytes. Errors: "bank-format",
// "bank-key", "bank-signature".
std::string signJson(const Json& payload, std::string_view type, const crypto::Signer& signer);
base::Result<Json> openSignedJson(std::string_view compact, std::string_view type, const crypto::PublicKey* key);

}  // namespace vigie::content::impl
