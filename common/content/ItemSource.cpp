#include "common/content/ItemSource.hpp"

#include <set>

#include "common/content/Template.hpp"
#include "common/content/impl/ItemReader.hpp"

namespace vigie::content {
namespace {

constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
constexpr std::string_view kFirstVersion = "1.0";
constexpr std::string_view kSchemaVersion = "1.1";  // with the extensions of items.schema.json

// An item without a usable id is named by its place in the file, from 1.
std::string placeOf(const impl::Json& item, std::size_t index) {
  if (item.is_object() && item.contains("id") && item["id"].is_string()) {
    return "item " + item["id"].get<std::string>() + " ";
  }
  return "item number " + std::to_string(index + 1) + " ";
}

// An author must hear of a fault in a variant that only some tickets would give.
void checkVariants(const Item& item, impl::Problems& problems) {
  if (item.variants == 1) return;
  if (const auto variants = variantsOf(item); !variants) problems.add("item " + item.id, variants.error().detail);
}

base::Result<ItemSource> readBank(const impl::Json& parsed, impl::Weight least) {
  impl::Problems problems(least);
  const impl::Node file(&parsed, "bank file ", problems);
  // Another version may mean other rules: nothing else of it is judged.
  if (file.has("schemaVersion") && file["schemaVersion"].json() != kFirstVersion &&
      file["schemaVersion"].json() != kSchemaVersion) {
    return base::fail("items-format", "schemaVersion " + file["schemaVersion"].json().dump() +
                                          " is not known: this program reads \"" + std::string(kFirstVersion) +
                                          "\" and \"" + std::string(kSchemaVersion) + "\"");
  }
  ItemSource source;
  if (file.object({"schemaVersion", "bank", "scale", "treatments", "items"}, {}, impl::OtherMembers::allowed)) {
    if (file["bank"].isText()) source.bank = file["bank"].json().get<std::string>();
    if (source.bank.empty() || source.bank.size() > 100) file["bank"].unfit("expected a name of 1 to 100 bytes");
    std::set<std::string> ids;
    const auto nodes = file["items"].elements(1);
    for (std::size_t i = 0; i < nodes.size(); ++i) {
      const impl::Node node(&nodes[i].json(), placeOf(nodes[i].json(), i), problems);
      source.items.push_back(impl::readItemNode(node));
      checkVariants(source.items.back(), problems);
      if (!ids.insert(source.items.back().id).second) node["id"].wrong("another item has the same id");
    }
  }
  if (!problems.none()) return base::fail(problems.asError("items-wrong"));
  return source;
}

base::Result<Item> readOne(const impl::Json& parsed, impl::Weight least) {
  impl::Problems problems(least);
  Item item = impl::readItemNode(impl::Node(&parsed, placeOf(parsed, 0), problems));
  checkVariants(item, problems);
  if (!problems.none()) return base::fail(problems.asError("items-wrong"));
  return item;
}

}  // namespace

base::Result<ItemSource> readItemSource(std::string_view json) {
  const auto parsed = jcs::parse(json);
  if (!parsed) return base::fail(parsed.error());
  return readBank(*parsed, impl::Weight::unfit);
}

base::Result<Item> readItem(std::string_view json) {
  const auto parsed = jcs::parse(json);
  if (!parsed) return base::fail(parsed.error());
  return readOne(*parsed, impl::Weight::unfit);
}

base::Result<std::vector<Item>> readItems(std::string_view json) {
  if (json.starts_with(kByteOrderMark)) json.remove_prefix(kByteOrderMark.size());  // some editors write one
  const auto parsed = jcs::parse(json);
  if (!parsed) return base::fail(parsed.error());
  if (parsed->is_object() && parsed->contains("items")) {
    auto source = readBank(*parsed, impl::Weight::wrong);
    if (!source) return base::fail(source.error());
    return std::move(source->items);
  }
  auto item = readOne(*parsed, impl::Weight::wrong);
  if (!item) return base::fail(item.error());
  return std::vector<Item>{std::move(*item)};
}

}  // namespace vigie::content
