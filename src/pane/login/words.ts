/** The words of the login window, in English and French. */
import type { Language } from "@coconut-dynamics/pane/contract";

const english = {
  brand: "Create Appointment",
  title: "Log in to Coconut",
  lead: "Your username and password go to Coconut and are not kept here.",
  username: "Username or email",
  password: "Password",
  logIn: "Log in",
  connecting: "Connecting to the pane in Dynamics…",
  leaving: "Going to your organisation’s sign-in page…",
  notOpened: {
    title: "Open this from Dynamics",
    text: "This window was not opened by the Create Appointment pane. Close it, then select “Log in” on the pane.",
  },
  noScript: "Logging in needs JavaScript. Allow it for this address, then try again.",
  wrong: "The username or password is not right. Check both, then try again.",
  disabled: "This Coconut account is disabled. Ask your Coconut administrator to enable it.",
  locked: (minutes: number) =>
    `Too many attempts. Wait ${minutes === 1 ? "a minute" : `${minutes} minutes`}, then try again.`,
  away: "Coconut cannot be reached now. What you typed is not the reason. Try again in a moment.",
  incomplete: "Enter both your username and your password.",
  done: {
    title: "You are logged in",
    text: "This window closes by itself. If it does not, close it and go back to Dynamics.",
  },
  cancelled: {
    title: "Login was cancelled",
    text: "Close this window. You can log in again from the pane in Dynamics.",
  },
  failed: {
    title: "Login did not work",
    text: "Your organisation’s sign-in page did not confirm who you are. Close this window, then log in again from the pane in Dynamics.",
  },
  notStaff: {
    title: "No Coconut account for you",
    text: "Coconut has no staff member with your email address. Ask your Coconut administrator to add you, then log in again.",
  },
  unavailable: {
    title: "Login is not possible now",
    text: "A system that is needed to log in cannot be reached. Close this window and try again in a few minutes.",
  },
  over: {
    title: "This login has ended",
    text: "It took too long, was used already, or belongs to another window. Close this window, then select “Log in” on the pane again.",
  },
  tooMany: {
    title: "Too many requests",
    text: "Wait a minute, then log in again from the pane in Dynamics.",
  },
  close: "Close window",
};

/** All words of one language. */
export type LoginWords = typeof english;

/** The notices: what a page without a form can say. */
export type Notice =
  | "done"
  | "cancelled"
  | "failed"
  | "notStaff"
  | "unavailable"
  | "over"
  | "tooMany"
  | "notOpened";

const french: LoginWords = {
  brand: "Créer un rendez-vous",
  title: "Se connecter à Coconut",
  lead: "Votre nom d’utilisateur et votre mot de passe sont transmis à Coconut et ne sont pas conservés ici.",
  username: "Nom d’utilisateur ou courriel",
  password: "Mot de passe",
  logIn: "Se connecter",
  connecting: "Connexion au volet dans Dynamics…",
  leaving: "Ouverture de la page de connexion de votre organisation…",
  notOpened: {
    title: "Ouvrez cette page à partir de Dynamics",
    text: "Cette fenêtre n’a pas été ouverte par le volet Créer un rendez-vous. Fermez-la, puis choisissez «\u00a0Se connecter\u00a0» dans le volet.",
  },
  noScript: "La connexion exige JavaScript. Autorisez-le pour cette adresse, puis réessayez.",
  wrong: "Le nom d’utilisateur ou le mot de passe est incorrect. Vérifiez les deux, puis réessayez.",
  disabled: "Ce compte Coconut est désactivé. Demandez à votre administrateur Coconut de le réactiver.",
  locked: (minutes) =>
    `Trop de tentatives. Attendez ${minutes === 1 ? "une minute" : `${minutes} minutes`}, puis réessayez.`,
  away: "Coconut est injoignable pour le moment. Ce que vous avez saisi n’est pas en cause. Réessayez dans un instant.",
  incomplete: "Entrez votre nom d’utilisateur et votre mot de passe.",
  done: {
    title: "Connexion réussie",
    text: "Cette fenêtre se ferme d’elle-même. Sinon, fermez\u2011la et revenez à Dynamics.",
  },
  cancelled: {
    title: "Connexion annulée",
    text: "Fermez cette fenêtre. Vous pouvez vous reconnecter à partir du volet dans Dynamics.",
  },
  failed: {
    title: "La connexion a échoué",
    text: "La page de connexion de votre organisation n’a pas confirmé votre identité. Fermez cette fenêtre, puis reconnectez-vous à partir du volet dans Dynamics.",
  },
  notStaff: {
    title: "Aucun compte Coconut pour vous",
    text: "Aucun membre du personnel dans Coconut n’a votre adresse courriel. Demandez à votre administrateur Coconut de vous ajouter, puis reconnectez-vous.",
  },
  unavailable: {
    title: "Connexion impossible pour le moment",
    text: "Un système nécessaire à la connexion est injoignable. Fermez cette fenêtre et réessayez dans quelques minutes.",
  },
  over: {
    title: "Cette connexion est terminée",
    text: "Elle a pris trop de temps, a déjà servi ou appartient à une autre fenêtre. Fermez cette fenêtre, puis choisissez de nouveau «\u00a0Se connecter\u00a0» dans le volet.",
  },
  tooMany: {
    title: "Trop de demandes",
    text: "Attendez une minute, puis reconnectez-vous à partir du volet dans Dynamics.",
  },
  close: "Fermer la fenêtre",
};

/** All words, by language. */
export const loginWords: Readonly<Record<Language, LoginWords>> = { en: english, fr: french };
