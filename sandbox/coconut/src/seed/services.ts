import type { Category, Service } from "../model/entities.ts";

/** The categories of the services. */
export const categories: readonly Category[] = [
  { id: "1", name: { en: "Everyday banking", fr: "Services bancaires courants" } },
  { id: "2", name: { en: "Mortgages and home", fr: "Prêts hypothécaires et habitation" } },
  { id: "3", name: { en: "Investing and retirement", fr: "Placements et retraite" } },
  { id: "4", name: { en: "Small business", fr: "Petite entreprise" } },
  { id: "5", name: { en: "Family and estate", fr: "Famille et succession" } },
];

/** What the bank offers, chosen so that a booking page meets every kind of service and question. */
export const services: readonly Service[] = [
  {
    id: "7",
    name: { en: "Mortgage advice", fr: "Conseils hypothécaires" },
    description: {
      en: "Buying a home, or moving your mortgage to us.",
      fr: "Acheter une maison ou nous confier votre prêt hypothécaire.",
    },
    categoryId: "2",
    durationMinutes: 45,
    group: false,
    meetingMethods: [1, 2, 3, 4],
  },
  {
    id: "8",
    name: { en: "Open an account", fr: "Ouvrir un compte" },
    description: {
      en: "Chequing or savings. Please bring two pieces of identification.",
      fr: "Compte chèques ou épargne. Veuillez apporter deux pièces d’identité.",
    },
    categoryId: "1",
    durationMinutes: 30,
    group: false,
    meetingMethods: [1, 3],
  },
  {
    id: "9",
    name: { en: "Retirement planning", fr: "Planification de la retraite" },
    description: {
      en: "When you can stop working, and what you will live on.",
      fr: "Quand vous pourrez arrêter de travailler, et de quoi vous vivrez.",
    },
    categoryId: "3",
    durationMinutes: 60,
    group: false,
    meetingMethods: [1, 2, 3],
  },
  {
    id: "10",
    name: { en: "First home seminar", fr: "Séminaire premier achat" },
    description: {
      en: "A small group, a mortgage specialist and all your questions.",
      fr: "Un petit groupe, un spécialiste hypothécaire et toutes vos questions.",
    },
    categoryId: "2",
    durationMinutes: 90,
    group: true,
    meetingMethods: [1, 3],
  },
  {
    id: "21",
    name: { en: "Cards and limits", fr: "Cartes et limites" },
    description: {
      en: "A new card, a higher limit, or one that fits better.",
      fr: "Une nouvelle carte, une limite plus élevée ou une carte mieux adaptée.",
    },
    categoryId: "1",
    durationMinutes: 15,
    group: false,
    meetingMethods: [1, 2],
  },
  {
    id: "22",
    name: { en: "Mortgage renewal", fr: "Renouvellement hypothécaire" },
    description: {
      en: "Your term ends within six months.",
      fr: "Votre terme prend fin dans les six prochains mois.",
    },
    categoryId: "2",
    durationMinutes: 30,
    group: false,
    meetingMethods: [1, 2, 3],
  },
  {
    id: "23",
    name: { en: "Investment review", fr: "Revue des placements" },
    description: {
      en: "A look at your portfolio, once a year.",
      fr: "Un examen annuel de votre portefeuille.",
    },
    categoryId: "3",
    durationMinutes: 60,
    group: false,
    meetingMethods: [1, 3],
  },
  {
    id: "24",
    name: { en: "Education savings", fr: "Épargne-études" },
    description: {
      en: "Opening or changing a registered education savings plan.",
      fr: "Ouvrir ou modifier un régime enregistré d’épargne-études.",
    },
    categoryId: "3",
    durationMinutes: 45,
    group: false,
    meetingMethods: [1, 2, 3],
  },
  {
    id: "25",
    name: { en: "Business account", fr: "Compte d’entreprise" },
    description: {
      en: "For a sole proprietor, a partnership or a corporation.",
      fr: "Pour une entreprise individuelle, une société de personnes ou une société par actions.",
    },
    categoryId: "4",
    durationMinutes: 60,
    group: false,
    meetingMethods: [1, 3],
  },
  {
    id: "26",
    name: { en: "Business lending", fr: "Financement d’entreprise" },
    description: {
      en: "A line of credit, equipment or premises. We also come to you.",
      fr: "Marge de crédit, équipement ou locaux. Nous nous déplaçons aussi.",
    },
    categoryId: "4",
    durationMinutes: 60,
    group: false,
    meetingMethods: [1, 2, 3, 4],
  },
  {
    id: "27",
    name: { en: "Estate planning", fr: "Planification successorale" },
    description: {
      en: "Wills, beneficiaries and trusts.",
      fr: "Testaments, bénéficiaires et fiducies.",
    },
    categoryId: "5",
    durationMinutes: 60,
    group: false,
    meetingMethods: [1, 4],
  },
  {
    id: "28",
    name: { en: "Power of attorney", fr: "Procuration" },
    description: {
      en: "Letting somebody you trust act for you.",
      fr: "Permettre à une personne de confiance d’agir pour vous.",
    },
    categoryId: "5",
    durationMinutes: 30,
    group: false,
    meetingMethods: [1],
  },
];
