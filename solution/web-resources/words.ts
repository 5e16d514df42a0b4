/** The texts of the command and of pane.html, in one language. */
export interface Words {
  readonly title: string;
  readonly saveFirst: string;
  readonly notOpened: (reason: string) => string;
  readonly discard: string;
  readonly booked: string;
  readonly openRow: string;
  readonly loading: string;
  readonly retry: string;
  readonly notFromDynamics: { readonly title: string; readonly text: string };
  readonly rowUnreadable: { readonly title: string; readonly text: (reason: string) => string };
  readonly unreachable: {
    readonly title: string;
    readonly text: (service: string) => string;
    readonly steps: (service: string, organisation: string) => readonly string[];
  };
}

const english: Words = {
  title: "Create Appointment",
  saveFirst: "Save this record first, then create the appointment.",
  notOpened: (reason) =>
    `The appointment pane could not be opened. Reload this page and try again. (${reason})`,
  discard: "A booking for another person has been started and would be lost. Start a new one?",
  booked: "The appointment is booked.",
  openRow: "Open the record",
  loading: "Opening Coconut…",
  retry: "Try again",
  notFromDynamics: {
    title: "Nothing to show",
    text: "This page works inside Dynamics 365 only: open a lead or a contact and choose Create Appointment.",
  },
  rowUnreadable: {
    title: "This person could not be read",
    text: (reason) =>
      `Dynamics did not give us the record, so no appointment can be booked for it. ${reason}`,
  },
  unreachable: {
    title: "Coconut could not be reached",
    text: (service) =>
      `${service} has not answered. Try again in a moment. If it keeps happening, tell your administrator:`,
    steps: (service, organisation) => [
      `The booking service must be running, and this network must let you reach ${service}.`,
      `The Content Security Policy of this environment must allow it: frame-src ${service}.`,
      `The service must know this organisation: PANE_HOSTS must list ${organisation}.`,
    ],
  },
};

const french: Words = {
  title: "Créer un rendez-vous",
  saveFirst: "Enregistrez d’abord cette fiche, puis créez le rendez-vous.",
  notOpened: (reason) =>
    `Le volet de rendez-vous n’a pas pu s’ouvrir. Rechargez la page et réessayez. (${reason})`,
  discard: "Une réservation commencée pour une autre personne serait perdue. En commencer une nouvelle?",
  booked: "Le rendez-vous est réservé.",
  openRow: "Ouvrir la fiche",
  loading: "Ouverture de Coconut…",
  retry: "Réessayer",
  notFromDynamics: {
    title: "Rien à afficher",
    text: "Cette page ne fonctionne que dans Dynamics 365\u00A0: ouvrez un prospect ou un contact et choisissez Créer un rendez-vous.",
  },
  rowUnreadable: {
    title: "Impossible de lire cette fiche",
    text: (reason) =>
      `Dynamics n’a pas donné la fiche; aucun rendez-vous ne peut être réservé pour cette personne. ${reason}`,
  },
  unreachable: {
    title: "Coconut est injoignable",
    text: (service) =>
      `${service} n’a pas répondu. Réessayez dans un instant. Si cela persiste, prévenez votre administrateur\u00A0:`,
    steps: (service, organisation) => [
      `Le service de réservation doit fonctionner, et ce réseau doit laisser joindre ${service}.`,
      `La stratégie de sécurité du contenu de cet environnement doit l’autoriser\u00A0: frame-src ${service}.`,
      `Le service doit connaître cette organisation\u00A0: PANE_HOSTS doit contenir ${organisation}.`,
    ],
  },
};

/** Whether the language code's primary language is French, in any country. */
export function isFrench(lcid: number): boolean {
  return (lcid & 0x3_ff) === 0x0c;
}

/** French for French language codes, else English. */
export function wordsFor(lcid: number): Words {
  return isFrench(lcid) ? french : english;
}
