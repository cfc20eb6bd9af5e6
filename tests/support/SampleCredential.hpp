// One complete demonstration certificate for tests: Zoé Durand, born 2007-01-02, score 512, sixteen competences.
#pragma once

#include "certs/credential/Credential.hpp"
#include "certs/credential/VerificationCode.hpp"
#include "common/base/Clock.hpp"
#include "common/crypto/Random.hpp"

namespace vigie::support {

inline credential::CredentialContent sampleCredential() {
  credential::CredentialContent content;
  content.id = credential::newUuidUrn();
  content.subjectId = credential::newUuidUrn();
  content.issuer = {"did:web:centre-0042.demonstration.example", "Centre de démonstration 0042"};
  content.source = {"https://centre-0042.demonstration.example/", "Lycée de démonstration"};
  content.code = credential::newVerificationCode();
  content.identity = *credential::hashIdentity({"Durand", "Zoé", "2007-01-02"});
  content.achievement = {"https://registre.demonstration.example/certification/1",
                         "1",
                         "Certification des compétences numériques",
                         "Positionnement dans les 16 compétences du cadre de référence.",
                         "Examen adaptatif de 32 questions dans un centre agréé.",
                         "fr",
                         895,
                         7};
  content.score = 512;
  for (const char* area : {"1.1", "1.2", "1.3", "2.1", "2.2", "2.3", "2.4", "3.1", "3.2", "3.3", "3.4", "4.1", "4.2",
                           "4.3", "5.1", "5.2"}) {
    content.levels.push_back({area, std::string("Compétence ") + area, static_cast<std::uint32_t>(area[0] - '0')});
  }
  content.evidence.session = crypto::randomId<base::SessionId>();
  content.evidence.headPosition = 812;
  content.evidence.head = crypto::sha256(base::bytesOf("head"));
  content.evidence.lockGrade = "not-locked";
  content.evidence.occasion = credential::Occasion::demonstration;
  content.awardedMs = base::parseUtc("2026-11-21T10:00:00Z");
  content.validFromMs = base::parseUtc("2026-11-21T19:15:00Z");
  content.status = {"https://registre.demonstration.example/status/centre-0042", 94567,
                    credential::StatusPurpose::revocation};
  return content;
}

}  // namespace vigie::support
