#include "center-server/issuing/Bundling.hpp"

#include "certs/verify/Bundle.hpp"

namespace vigie::centre {
namespace {

base::Result<std::vector<base::Bytes>> blobsOf(journal::Store& store, const journal::StreamId& stream) {
  std::vector<base::Bytes> blobs;
  auto read = store.read(stream, 1, [&](journal::Entry&& entry) -> base::Result<journal::Visit> {
    blobs.push_back(std::move(entry.blob));
    return journal::Visit::more;
  });
  if (!read) return base::fail(read.error());
  return blobs;
}

std::vector<base::Bytes> derOf(const std::vector<crypto::Certificate>& chain) {
  std::vector<base::Bytes> out;
  for (const crypto::Certificate& certificate : chain) out.push_back(certificate.der());
  return out;
}

}  // namespace

base::Result<base::Bytes> bundleOf(journal::Store& store, const base::SessionId& session,
                                   const BundleMaterials& materials, std::vector<std::string> certificates) {
  // The session first: what the centre's stream says later than it can only be more.
  auto sessionRecords = blobsOf(store, journal::streamOf(session));
  if (!sessionRecords) return base::fail(sessionRecords.error());
  auto centreRecords = blobsOf(store, journal::kCentreStream);
  if (!centreRecords) return base::fail(centreRecords.error());
  verify::Bundle bundle;
  bundle.centreRecords = std::move(*centreRecords);
  bundle.sessionRecords = std::move(*sessionRecords);
  bundle.issuingChain = derOf(materials.issuingChain);
  bundle.registryChain = derOf(materials.registryChain);
  bundle.bankCalibration = materials.bankCalibration;
  bundle.bankAuthority = materials.bankAuthority;
  bundle.certificates = std::move(certificates);
  return verify::writeBundle(bundle, materials.issuingKey);
}

}  // namespace vigie::centre
