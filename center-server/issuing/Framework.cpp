#include "center-server/issuing/Framework.hpp"

#include <array>
#include <utility>

namespace vigie::centre {

std::string_view competenceName(std::string_view code) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 16> kNames = {{
      {"1.1", "Mener une recherche et une veille d’information"},
      {"1.2", "Gérer des données"},
      {"1.3", "Traiter des données"},
      {"2.1", "Interagir"},
      {"2.2", "Partager et publier"},
      {"2.3", "Collaborer"},
      {"2.4", "S’insérer dans le monde numérique"},
      {"3.1", "Développer des documents textuels"},
      {"3.2", "Développer des documents multimédia"},
      {"3.3", "Adapter les documents à leur finalité"},
      {"3.4", "Programmer"},
      {"4.1", "Sécuriser l’environnement numérique"},
      {"4.2", "Protéger les données personnelles et la vie privée"},
      {"4.3", "Protéger la santé, le bien-être et l’environnement"},
      {"5.1", "Résoudre des problèmes techniques"},
      {"5.2", "Évoluer dans un environnement numérique"},
  }};
  for (const auto& [known, name] : kNames) {
    if (known == code) return name;
  }
  return code;
}

credential::Achievement certificationAchievement(const std::string& issuer, const std::string& testName) {
  credential::Achievement achievement;
  achievement.id = issuer + "#certification";
  achievement.version = "1";
  achievement.name = "Certification des compétences numériques";
  achievement.description = "Niveau de compétences numériques mesuré par un test adaptatif surveillé (" + testName + ").";
  achievement.criteria = "Répondre, dans un centre et sous surveillance, à un test adaptatif de 32 questions couvrant les 16 "
                         "compétences du cadre de référence des compétences numériques.";
  achievement.language = "fr";
  return achievement;
}

}  // namespace vigie::centre
