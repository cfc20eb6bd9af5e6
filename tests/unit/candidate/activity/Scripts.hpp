// What a person does to each practical item of the bank and of the sample, in French: once right, once wrong.
#pragma once

namespace vigie::activity::test {

struct Script {
  const char* item;
  const char* right;
  const char* wrong;
};

inline constexpr Script kScripts[] = {
    {"vig-mouse-01", "press Un|press Deux|press Trois", "press Deux|press Un|press Trois"},
    {"vig-mouse-02", "open Photos", "open Documents"},
    {"vig-mouse-03", "menu lettre|press Renommer", "menu lettre|press Supprimer"},
    {"vig-mouse-04",
     "drag loyer.pdf => Papiers|drag chat.jpg => Images|drag impots.pdf => Papiers|drag mer.jpg => Images",
     "drag loyer.pdf => Papiers|drag chat.jpg => Papiers|drag impots.pdf => Papiers|drag mer.jpg => Images"},
    {"vig-mouse-05", "scroll Page à lire|press J’ai tout lu", "scroll Page à lire"},
    {"vig-keyboard-01", "type Mot => bonjour|press Envoyer", "type Mot => bonjor|press Envoyer"},
    {"vig-keyboard-02", "type Adresse électronique => ines.roux@poste.example|press Envoyer",
     "type Adresse électronique => ines.roux@post.example|press Envoyer"},
    {"vig-keyboard-03", "type Texte à corriger => Le cours a lieu mardi à 9 h, salle 4.",
     "type Texte à corriger => mardi"},
    {"vig-keyboard-04", "type Votre message => Bonjour, je voudrais un rendez-vous mardi.|press Envoyer",
     "type Votre message => Bonjour, un rendez-vous|press Envoyer"},
    {"vig-form-01",
     "type Nom => Daoud|type Prénom => Karim|type Né le (JJ/MM/AAAA) => 04/10/1969|type Téléphone => 01 99 00 45 67|"
     "press Envoyer",
     "type Nom => Karim|type Prénom => Daoud|type Né le (JJ/MM/AAAA) => 04/10/1969|type Téléphone => 01 99 00 45 67|"
     "press Envoyer"},
    {"vig-form-02", "type Jour => 09/03/2027|choose Heure => 10 h 30|press Envoyer",
     "type Jour => 09/03/2027|choose Heure => 14 h 30|press Envoyer"},
    {"vig-form-03", "type Année de naissance => 1987|press Envoyer", "press Envoyer"},
    {"vig-form-04", "press Ajouter un fichier|press justificatif.pdf|press Je certifie l’exactitude|press Envoyer",
     "press Ajouter un fichier|press vacances.jpg|press Je certifie l’exactitude|press Envoyer"},
    {"vig-mail-01", "press Léa|type Heure => 15h30", "press Mairie|type Heure => 15h30"},
    {"vig-mail-02", "press Léa|press Répondre|type Texte du message => Oui, je viens !|press Envoyer",
     "press Léa|press Répondre|type Texte du message => Oui|press Envoyer"},
    {"vig-mail-03",
     "press Service Colis|choose Déplacer vers… => Indésirables|press Ma Banque|choose Déplacer vers… => Indésirables",
     "press Service Colis|choose Déplacer vers… => Indésirables"},
    {"vig-mail-04", "press Mairie|press Transférer|type À => asso@quartier.example|press Envoyer",
     "press Mairie|press Transférer|type À => accueil@mairie.example|press Envoyer"},
    {"vig-phishing-01", "press Ma Banque|press Signaler", "press Mairie|press Signaler"},
    {"vig-phishing-02", "press Service Colis|type Domaine => colis-livraison.example|press Faux message",
     "press Service Colis|type Domaine => colis-livraison.example|press Vrai message"},
    {"vig-files-01", "open Documents|press Nouveau dossier|type Nom du dossier => Impôts|press Valider",
     "press Nouveau dossier|type Nom du dossier => Impôts|press Valider"},
    {"vig-files-02", "open Documents|press cv.odt|press Renommer|type Nouveau nom => cv-2027|press Valider",
     "open Documents|press cv.odt|press Renommer|type Nouveau nom => cv2027|press Valider"},
    {"vig-files-03", "open Photos|press chat.jpg|press Copier|press Retour|open Documents|press Coller ici",
     "open Photos|press mer.png|press Copier|press Retour|open Documents|press Coller ici"},
    {"vig-files-04", "type Chercher un fichier => pdf|press Chercher|open loyer-mars.pdf",
     "type Chercher un fichier => cv|press Chercher|open cv.odt"},
    {"vig-files-05",
     "open Photos|press mer.png|press Supprimer|press Retour|open Corbeille|press mer.png|press Remettre à sa place",
     "open Photos|press chat.jpg|press Supprimer|press Retour|open Corbeille|press chat.jpg|press Remettre à sa place"},
    {"vig-sheet-01", "type B5 => =SOMME(B2:B4)", "type B5 => 355"},
    {"vig-sheet-02", "type B5 => =MOYENNE(B2:B4)", "type B5 => =MOYENNE(B2;B4)"},
    {"vig-sheet-03", "choose Trier les lignes par => Montant|press Du plus petit au plus grand",
     "choose Trier les lignes par => Montant|press Du plus grand au plus petit"},
    {"vig-sheet-04",
     "choose Montrer les lignes où => Montant|choose Condition => est plus grand que|type Valeur => 100|press Filtrer",
     "choose Montrer les lignes où => Montant|choose Condition => est plus petit que|type Valeur => 100|press Filtrer"},
    {"vig-sheet-05", "type Mois => Mars|type Montant => 140", "type Mois => Janvier|type Montant => 120"},
    {"vig-sheet-06", "type C2 => =SI(B2>100;\"haut\";\"bas\")", "type C2 => =SI(B2>100;\"bas\";\"haut\")"},
    {"vig-web-01", "press Piscines à acheter|press Retour aux résultats|press Horaires de la piscine de Belval",
     "press Horaires de la piscine de Belval|press Retour aux résultats|press Forum : piscine de Belval"},
    {"vig-web-02", "press Horaires de la piscine de Belval|choose Jour => Lundi",
     "press Horaires de la piscine de Belval|choose Jour => Mardi"},
    {"vig-web-03", "press Actualités|press Page d’avant|press Services|press Passeport|type Semaines => 6",
     "press Services|press Passeport|type Semaines => 3"},
    {"vig-privacy-01", "press Contacts|press Position", "press Contacts"},
    {"vig-privacy-02", "press Publicité|press Enregistrer mes choix", "press Tout accepter"},
    {"vig-call-01", "press Micro|press Rejoindre", "press Rejoindre"},
    {"vig-call-02", "press Tableau|press Partager", "press Tout l’écran|press Partager"},
    {"vig-password-01",
     "type Nouveau mot de passe => marguerite58jardin|type Le même, encore une fois => marguerite58jardin|press "
     "Valider",
     "type Nouveau mot de passe => motdepasse12345|type Le même, encore une fois => motdepasse12345|press Valider"},
    {"vig-password-02",
     "press Double authentification|type Code reçu => 482 913|press Vérifier le code|press Garder les codes de secours",
     "press Double authentification|type Code reçu => 482931|press Vérifier le code"},
    {"vig-desktop-01", "choose Taille du texte => 150 %|press Fermer", "choose Taille du texte => 200 %|press Fermer"},
    {"vig-desktop-02", "press Musique (ne répond pas)|press Fermer le programme",
     "press Courrier|press Fermer le programme"},
    {"vig-desktop-03", "press Réduire Courrier", "press Fermer Courrier"},
    {"abc-mouse-01", "press Rond 1 sur 5|press Rond 2 sur 5|press Rond 3 sur 5|press Rond 4 sur 5|press Rond 5 sur 5",
     "press Rond 1 sur 5|press Rond 2 sur 5|press Rond 3 sur 5"},
    {"abc-mouse-02", "open Photos|press Retour|open Logement|open Bail", "open Logement|open Quittance"},
    {"abc-drag-01",
     "drag facture-eau.pdf => Factures|drag plage.jpg => Photos|drag facture-gaz.pdf => Photos|"
     "drag facture-gaz.pdf => Factures|drag mariage.jpg => Photos",
     "drag facture-eau.pdf => Factures|drag plage.jpg => Factures|drag facture-gaz.pdf => Factures|"
     "drag mariage.jpg => Photos"},
    {"abc-form-01",
     "type Nom de famille => Lefèvre|type Prénom => Amina|type Date de naissance (JJ/MM/AAAA) => 7/3/1958|"
     "type Téléphone => 01 99 00 12 34|type Code postal => 23000|choose Situation familiale => Veuf / veuve|"
     "press Je certifie que ces informations sont exactes|press Envoyer",
     "type Nom de famille => Lefèvre|type Prénom => Amina|type Date de naissance (JJ/MM/AAAA) => 7/3/1958|"
     "type Téléphone => 01 99 00 12 34|type Code postal => 23000|choose Situation familiale => Veuf / veuve|"
     "press Envoyer"},
    {"abc-mail-01", "press Maison France Services|type Heure du rendez-vous => 14h30",
     "press Maison France Services|type Heure du rendez-vous => 10"},
    {"abc-mail-02",
     "press Nouveau message|type À => inscription@mairie.example|type Objet => Inscription atelier|"
     "type Texte du message => Bonjour, je souhaite m’inscrire.|press Ajouter un fichier|press justificatif.pdf|"
     "press Envoyer",
     "press Nouveau message|type À => inscription@mairie.example|type Objet => Inscription atelier|"
     "type Texte du message => Bonjour, je souhaite m’inscrire.|press Envoyer"},
};

}  // namespace vigie::activity::test
