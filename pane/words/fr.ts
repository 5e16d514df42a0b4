/** Every text of the pane in French, as written in Québec. */
import { duration, uncapitalized } from "./en.ts";
import type { Words } from "./en.ts";

/** The French texts. */
export const fr: Words = {
  paneTitle: "Créer un rendez-vous",
  forPerson: (name) => `Pour ${name}`,
  someone: "ce client",
  listOf: (parts) => new Intl.ListFormat("fr-CA").format(parts),

  continue: "Continuer",
  back: "Retour",
  cancel: "Annuler",
  toReview: "Retour à la vérification",
  discard: { question: "Abandonner cette réservation?", discard: "Abandonner", keep: "Continuer" },
  close: "Fermer",
  tryAgain: "Réessayer",
  edit: "Modifier",
  editOf: (term) => `Modifier\u00a0: ${term}`,
  stepLabel: (step, of) => `Étape ${step} sur ${of}`,
  errorsTitle: (count) => (count === 1 ? "Un point est à corriger" : `${count} points sont à corriger`),

  start: {
    connecting: "Connexion à Dynamics…",
    notFromDynamicsTitle: "Ouvrez ce volet dans Dynamics",
    notFromDynamics:
      "Les rendez-vous se prennent à partir d’un prospect ou d’un contact. Ouvrez-en un dans Dynamics et choisissez Créer un rendez-vous.",
    noAnswerTitle: "Dynamics n’a pas répondu",
    noAnswer:
      "Dynamics n’a pas indiqué pour qui est le rendez-vous. Réessayez, ou fermez le volet et choisissez de nouveau Créer un rendez-vous.",
  },

  logIn: {
    title: "Se connecter à Coconut",
    why: (name) => `Connectez-vous à votre compte Coconut afin de réserver un rendez-vous pour ${name}.`,
    againTitle: "Se connecter de nouveau",
    again:
      "Votre session a pris fin. Reconnectez-vous pour continuer. Rien de ce que vous avez saisi n’est perdu.",
    open: "Se connecter",
    waiting: "En attente de votre connexion…",
    waitingHelp:
      "Terminez la connexion dans la fenêtre qui s’est ouverte. Ce volet continuera ensuite de lui-même. Si vous l’avez fermée, choisissez Annuler, puis reconnectez-vous.",
    blocked: "Votre navigateur a bloqué la fenêtre de connexion. Ouvrez-la avec ce lien\u00a0:",
    openLink: "Ouvrir la fenêtre de connexion",
    failures: {
      login_failed: "Coconut n’a pas accepté votre connexion. Réessayez.",
      login_cancelled: "La connexion a été annulée.",
      login_expired: "La connexion a pris trop de temps. Réessayez.",
      not_staff:
        "La connexion a réussi, mais aucun membre du personnel n’a votre adresse courriel dans Coconut. Demandez à votre administrateur Coconut de vous ajouter.",
      too_many: "Trop de tentatives. Attendez quelques minutes, puis réessayez.",
      other: "La connexion est impossible pour le moment. Réessayez dans quelques minutes.",
    },
    loggedInAs: (name) => `Session de ${name}`,
    logOut: "Se déconnecter",
  },

  loading: {
    services: "Chargement des services…",
    locations: "Chargement des succursales…",
    staff: "Chargement du personnel…",
    times: "Chargement des heures…",
    questions: "Chargement des questions…",
  },

  service: {
    title: "Choisir un service",
    legend: "Service",
    find: "Rechercher un service",
    noMatch: "Aucun service ne correspond. Essayez un autre mot.",
    count: (count) => (count < 2 ? `${count} service` : `${count} services`),
    minutes: (count) => duration(count).replaceAll(" ", "\u00a0"),
    other: "Autres services",
    missing: "Choisissez un service",
    emptyTitle: "Aucun service ne peut être réservé ici",
    empty: "Demandez à votre administrateur Coconut d’ouvrir un service à la réservation par le personnel.",
  },

  method: {
    legend: "Comment la rencontre aura-t-elle lieu?",
    missing: "Choisissez comment la rencontre aura lieu",
    names: {
      at_location: "En succursale",
      phone_call: "Appel téléphonique",
      video_call: "Appel vidéo",
      off_site: "Hors succursale",
    },
  },

  location: {
    title: "Choisir une succursale",
    legend: "Succursale",
    find: "Rechercher une succursale",
    noMatch: "Aucune succursale ne correspond. Essayez une ville ou une rue.",
    count: (count) => (count < 2 ? `${count} succursale` : `${count} succursales`),
    missing: "Choisissez une succursale",
    emptyTitle: "Aucune succursale n’offre ce service",
    empty: "Revenez en arrière et choisissez un autre service ou un autre type de rencontre.",
  },

  staff: {
    title: "Choisir la personne à rencontrer",
    legend: "Personnel",
    find: "Rechercher une personne",
    noMatch: "Personne ne correspond. Essayez un autre nom.",
    count: (count) => (count < 2 ? `${count} personne` : `${count} personnes`),
    anyone: "Toute personne disponible",
    anyoneAbout: "Offre le plus grand choix d’heures",
    byLanguage: "Toute personne qui parle",
    byName: "Une personne en particulier",
    empty:
      "Personne ne peut être choisi par son nom pour ce service. Continuez pour voir toutes les disponibilités.",
  },

  languages: { en: "Anglais", fr: "Français" },

  time: {
    title: "Choisir la date et l’heure",
    zone: "Fuseau horaire",
    timesOn: (day) => `Heures offertes le ${day}`,
    morning: "Matin",
    afternoon: "Après-midi",
    evening: "Soir",
    missing: "Choisissez une heure",
    missingDay: "Choisissez un jour, puis une heure",
    chooseDay: "Choisissez un jour pour en voir les heures.",
    chosen: (time) => `Choisi\u00a0: ${time}`,
    noneOnDay: "Il ne reste aucune heure ce jour-là. Choisissez un autre jour.",
    noneInMonth: (month) => `Aucune heure n’est disponible en ${month}.`,
    nextMonth: (month) => `Voir ${month}`,
    noneAtAll: "Consultez un autre mois, ou revenez en arrière et modifiez vos choix.",
    // Not "12 heures le mardi": that is noon.
    countOn: (count, day) =>
      `${count < 2 ? `${count} plage horaire offerte` : `${count} plages horaires offertes`} le ${day}`,
    openDays: (count, month) =>
      `${month}\u00a0: ${count < 2 ? `${count} jour offre` : `${count} jours offrent`} des heures`,
    allTimesIn: (zone) => `Toutes les heures sont dans ce fuseau\u00a0: ${zone}.`,
    grid: {
      previousMonth: "Mois précédent",
      nextMonth: "Mois suivant",
      keys: "Clavier\u00a0: flèches pour les jours, Page préc. et Page suiv. pour les mois, Entrée pour choisir.",
      legend: "Heures disponibles",
      loading: "Chargement des heures…",
      dayWithTimes: "heures disponibles",
      dayWithoutTimes: "aucune heure",
    },
  },

  details: {
    title: "Renseignements sur le client",
    client: "Client",
    person: (number) => `Personne ${number}`,
    firstName: "Prénom",
    lastName: "Nom",
    email: "Courriel",
    cellPhone: "Téléphone cellulaire",
    language: "Langue",
    questions: "Questions propres à ce service",
    choose: "Choisir…",
    add: "Ajouter une personne",
    remove: "Retirer",
    removeOf: (number) => `Retirer la personne ${number}`,
    added: (number) => `Personne ${number} ajoutée`,
    removed: (number) => `Personne ${number} retirée`,
    most: "Un rendez-vous compte au plus 10 personnes.",
    notes: "Notes",
    notesHelp: "Les notes sont conservées avec le rendez-vous dans Coconut.",
    notify: "Envoyer une confirmation au client",
    problems: {
      missing: (label) => `Entrez le ${label.toLowerCase()}`,
      unanswered: (question) => `Répondez à la question «\u00a0${question}\u00a0»`,
      not_an_email: () => "Entrez une adresse courriel comme nom@exemple.com",
      no_contact: () => "Entrez une adresse courriel ou un numéro de cellulaire",
      too_long: (label, most) => `Limitez le ${label.toLowerCase()} à ${most} caractères`,
      refused: (label, message) => `«\u00a0${label}\u00a0» a été refusé\u00a0: ${message}`,
    },
    problemOf: (person, problem) => `${person}\u00a0: ${uncapitalized(problem)}`,
  },

  review: {
    title: "Vérifier et réserver",
    service: "Service",
    method: "Rencontre",
    location: "Succursale",
    staff: "Avec",
    time: "Date et heure",
    client: "Client",
    answers: "Réponses",
    notes: "Notes",
    confirmation: "Confirmation",
    isNotified: "Envoyée au client",
    isNotNotified: "Non envoyée",
    anyoneSpeaking: (language) => `Toute personne qui parle ${uncapitalized(language)}`,
    range: (from, to) => `de ${from} à ${to}`,
    yes: "Oui",
    answer: (question, text) =>
      /[?!.:]$/.test(question) ? `${question} ${text}` : `${question}\u00a0: ${text}`,
    book: "Réserver le rendez-vous",
    booking: "Réservation en cours…",
    asking: "Vérification de la réservation…",
    askAgain: "Vérifier de nouveau",
  },

  notices: {
    dropped: {
      method: "Ce service n’est pas offert de la façon choisie. Choisissez comment la rencontre aura lieu.",
      location: "La succursale choisie ne convient plus et a été retirée.",
      staff:
        "La personne ou la langue choisie n’est pas offerte ici. Le rendez-vous sera avec toute personne disponible.",
      time: "L’heure choisie n’est plus libre. Choisissez-en une autre.",
      answers: "Les réponses à des questions que ce service ne pose pas ont été retirées.",
    },
    slotTakenTitle: "Cette heure vient d’être prise",
    slotTaken: (time) =>
      `Quelqu’un d’autre l’a réservée en premier\u00a0: ${time}. Choisissez une autre heure. Tout le reste est conservé.`,
  },

  booked: {
    title: "Rendez-vous réservé",
    subject: "Rendez-vous",
    syncing: "Ajout du rendez-vous à la chronologie…",
    stillSyncing:
      "Réservé, synchronisation en cours. Vous pouvez fermer ce volet. Le rendez-vous apparaîtra sous peu dans la chronologie. Actualisez la chronologie pour le voir.",
    needsAttention:
      "Réservé dans Coconut, mais pas encore dans Dynamics. Rien n’est perdu, et votre administrateur peut voir quoi faire. Ne réservez pas de nouveau.",
    inStep: "Le rendez-vous est dans la chronologie.",
  },

  refusals: {
    network_lost: "La connexion a été perdue. Vérifiez votre réseau, puis réessayez.",
    unreadable: "Le service de réservation n’a pas répondu correctement. Réessayez.",
    session_expired: "Votre session a pris fin. Reconnectez-vous.",
    invalid: "Coconut n’a pas accepté ces renseignements.",
    row_not_yours:
      "Vous ne pouvez pas réserver pour cette personne\u00a0: Dynamics ne vous montre pas sa fiche. Adressez-vous à son propriétaire ou à votre administrateur.",
    not_in_dynamics:
      "Vous ne pouvez pas encore réserver ici\u00a0: dans Dynamics, aucun utilisateur actif n’a votre adresse courriel, ou plusieurs l’ont. Adressez-vous à votre administrateur Dynamics.",
    row_gone: "Cette fiche n’est plus dans Dynamics. Fermez le volet et cherchez-la de nouveau.",
    too_large: "Il y a trop de texte. Raccourcissez les notes ou les réponses, puis réservez de nouveau.",
    too_many: "Il y a eu trop de demandes. Attendez un moment, puis réessayez.",
    coconut_refused:
      "Coconut a refusé cette réservation. Modifiez-la, ou adressez-vous à votre administrateur Coconut.",
    coconut_unavailable: "Coconut est injoignable. Réessayez dans un moment.",
    dynamics_unavailable: "Dynamics est injoignable. Réessayez dans un moment.",
    temporal_unavailable: "Le service de réservation n’est pas prêt. Réessayez dans un moment.",
    outcome_unknown:
      "On ne sait pas encore si le rendez-vous a été réservé. Vous pouvez vérifier sans crainte\u00a0: il n’est jamais réservé en double.",
    asked_by_another:
      "Quelqu’un d’autre a demandé ce rendez-vous, et on ne sait pas s’il a été réservé. Cherchez-le dans Coconut avant de le réserver.",
    other: "Un problème est survenu. Réessayez, et avisez votre administrateur s’il persiste.",
  },
  bookingLost:
    "La connexion a été perdue pendant la réservation. Vérifiez de nouveau\u00a0: le rendez-vous n’est jamais réservé en double.",
  notBookedTitle: "Rien n’est encore réservé",
  unsureTitle: "Pas encore certain",
  loadFailedTitle: "Le chargement a échoué",
};
