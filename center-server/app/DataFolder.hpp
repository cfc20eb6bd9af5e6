// What lies in the data folder, and how it is made. Private keys are 0600; the folder is the centre's, and whoever
// copies it can sign in the centre's name (the runbook says how to keep it).
//   authority.{key,pem}   the centre's own authority, of machines
//   server.{key,pem}      TLS of the server
//   checkpoint.key        signs heads of the journal
//   registry.{key,csr}    TLS towards the registry, once the certifying body has answered the request
//   issuing.{key,csr}     signs certificates, once the certifying body has answered the request
//   keys/                 of personal data, see vault/KeyStore.hpp
//   journal.sqlite        the truth
//   vault/                encrypted pictures, see common/journal/VaultSegment.hpp
//   closed/               summaries of closed sessions, made again when they are missing
//   issued/               certificates and their log proofs, laid out for people
//   audit/                what an auditor of this folder needs besides: banks' calibrations, the ticket key's certificate
//   outbox/               bundles on their way to the registry, see issuing/Uploader.hpp
#pragma once

#include "center-server/app/Configuration.hpp"
#include "center-server/issuing/Bundling.hpp"
#include "center-server/issuing/RegistryLine.hpp"
#include "center-server/service/Centre.hpp"

namespace vigie::centre {

struct ServerKeys {
  crypto::Certificate certificate;
  crypto::PrivateKey key;
};

std::filesystem::path journalFile(const Configuration& configuration);

// Makes everything and returns the 20 characters that enrol the first console. Error "data-exists".
base::Result<std::string> initialise(const Configuration& configuration, const base::Clock& clock);

// A backup was put back: what the journal says from now on belongs to a new random epoch, and says so. Seats and
// consoles then go on from it, and send again what it lacks; without it they stop, since somebody changed the past.
// Errors: "no-centre", those of the journal (also: a center-server runs on it).
base::Result<base::EpochId> beginRestoredEpoch(const Configuration& configuration, const base::Clock& clock);

base::Result<Identity> loadIdentity(const Configuration& configuration);
base::Result<ServerKeys> loadServerKeys(const Configuration& configuration);
base::Result<Materials> loadMaterials(const Configuration& configuration);
base::Result<BundleMaterials> loadBundleMaterials(const Configuration& configuration);
base::Result<void> layOutForAuditors(const Configuration& configuration);  // audit/; what is there stays
base::Result<RegistryAddress> loadRegistryAddress(const Configuration& configuration);

// The epoch of the first record of the centre's stream, or of its newest restore.
base::Result<base::EpochId> readEpoch(journal::Store& store);

}  // namespace vigie::centre
