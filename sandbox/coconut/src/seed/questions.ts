import type { Question } from "../model/entities.ts";

/**
 * Questions of every type. Mortgage advice and a new account require no answer; retirement planning requires several.
 */
export const questions: readonly Question[] = [
  {
    id: "501",
    serviceIds: ["7", "22"],
    type: "select",
    required: false,
    label: { en: "What brings you in?", fr: "Qu’est-ce qui vous amène?" },
    help: null,
    options: [
      { value: "first_home", label: { en: "My first home", fr: "Ma première maison" } },
      { value: "next_home", label: { en: "My next home", fr: "Ma prochaine maison" } },
      { value: "renew", label: { en: "Renewing my mortgage", fr: "Le renouvellement de mon prêt" } },
    ],
  },
  {
    id: "502",
    serviceIds: ["7"],
    type: "text",
    required: false,
    label: { en: "Where is the property?", fr: "Où se trouve la propriété?" },
    help: { en: "City or postal code", fr: "Ville ou code postal" },
    options: [],
  },
  {
    id: "503",
    serviceIds: ["8"],
    type: "multiselect",
    required: false,
    label: { en: "Which accounts?", fr: "Quels comptes?" },
    help: null,
    options: [
      { value: "chequing", label: { en: "Chequing", fr: "Compte chèques" } },
      { value: "savings", label: { en: "Savings", fr: "Compte d’épargne" } },
      { value: "usd", label: { en: "US dollars", fr: "Dollars américains" } },
    ],
  },
  {
    id: "504",
    serviceIds: ["9"],
    type: "text",
    required: true,
    label: {
      en: "In what year do you want to retire?",
      fr: "En quelle année voulez-vous prendre votre retraite?",
    },
    help: { en: "A guess is fine.", fr: "Une estimation suffit." },
    options: [],
  },
  {
    id: "505",
    serviceIds: ["9"],
    type: "select",
    required: true,
    label: { en: "Do you have a workplace pension?", fr: "Avez-vous un régime de retraite au travail?" },
    help: null,
    options: [
      { value: "yes", label: { en: "Yes", fr: "Oui" } },
      { value: "no", label: { en: "No", fr: "Non" } },
      { value: "unsure", label: { en: "I am not sure", fr: "Je ne sais pas" } },
    ],
  },
  {
    id: "506",
    serviceIds: ["9"],
    type: "multiselect",
    required: false,
    label: { en: "What do you save in today?", fr: "Dans quoi épargnez-vous aujourd’hui?" },
    help: null,
    options: [
      { value: "rrsp", label: { en: "RRSP", fr: "REER" } },
      { value: "tfsa", label: { en: "TFSA", fr: "CELI" } },
      { value: "property", label: { en: "Property", fr: "Immobilier" } },
    ],
  },
  {
    id: "507",
    serviceIds: ["9"],
    type: "textarea",
    required: false,
    label: { en: "Anything we should prepare?", fr: "Que devrions-nous préparer?" },
    help: null,
    options: [],
  },
  {
    id: "508",
    serviceIds: ["9", "23"],
    type: "checkbox",
    required: true,
    label: {
      en: "The client agrees that we look at their accounts beforehand",
      fr: "Le client accepte que nous consultions ses comptes au préalable",
    },
    help: null,
    options: [],
  },
  {
    id: "509",
    serviceIds: ["25", "26"],
    type: "text",
    required: true,
    label: { en: "Name of the business", fr: "Nom de l’entreprise" },
    help: null,
    options: [],
  },
];
