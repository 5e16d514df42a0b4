// Every text of the pane in English. `fr.ts` has the same keys: one that is missing there does not compile.

const people = (count: number): string => (count === 1 ? "1 person" : `${count} people`);

/** Lowers the first letter, for a text that follows a colon. */
export const uncapitalized = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

/** Formats minutes, the same way in both languages: "45 min", "1 h", "1 h 30 min". */
export const duration = (minutes: number): string => {
  if (minutes < 60) return `${minutes} min`;
  const rest = minutes % 60;
  return `${(minutes - rest) / 60} h${rest > 0 ? ` ${rest} min` : ""}`;
};

/** The English texts. */
export const en = {
  paneTitle: "Create Appointment",
  forPerson: (name: string) => `For ${name}`,
  someone: "this client",
  listOf: (parts: readonly string[]) => new Intl.ListFormat("en-CA").format(parts),

  continue: "Continue",
  back: "Back",
  cancel: "Cancel",
  toReview: "Back to review",
  discard: { question: "Discard this booking?", discard: "Discard", keep: "Keep" },
  close: "Close",
  tryAgain: "Try again",
  edit: "Edit",
  editOf: (term: string) => `Edit ${term}`,
  stepLabel: (step: number, of: number) => `Step ${step} of ${of}`,
  errorsTitle: (count: number) => (count === 1 ? "There is a problem" : `There are ${count} problems`),

  start: {
    connecting: "Connecting to Dynamics…",
    notFromDynamicsTitle: "Open this from Dynamics",
    notFromDynamics:
      "Appointments are booked from a lead or a contact. Open one in Dynamics and select Create Appointment.",
    noAnswerTitle: "Dynamics did not answer",
    noAnswer:
      "Dynamics did not say who the appointment is for. Try again, or close the pane and select Create Appointment once more.",
  },

  logIn: {
    title: "Log in to Coconut",
    why: (name: string) => `Log in with your Coconut account to book an appointment for ${name}.`,
    againTitle: "Log in again",
    again: "Your session has ended. Log in again to continue. Nothing that you entered is lost.",
    open: "Log in",
    waiting: "Waiting for you to log in…",
    waitingHelp:
      "Complete your login in the window that opened. This pane then continues by itself. If you closed it, select Cancel and log in again.",
    blocked: "Your browser blocked the login window. Open it with this link:",
    openLink: "Open the login window",
    failures: {
      login_failed: "Coconut did not accept your login. Try again.",
      login_cancelled: "Login was cancelled.",
      login_expired: "Login took too long. Try again.",
      not_staff:
        "You are logged in, but Coconut has no staff member with your email address. Ask your Coconut administrator to add you.",
      too_many: "Too many attempts. Wait a few minutes, then try again.",
      other: "Login is not possible at the moment. Try again in a few minutes.",
    },
    loggedInAs: (name: string) => `Logged in as ${name}`,
    logOut: "Log out",
  },

  loading: {
    services: "Loading services…",
    locations: "Loading locations…",
    staff: "Loading staff…",
    times: "Loading times…",
    questions: "Loading questions…",
  },

  service: {
    title: "Choose a service",
    legend: "Service",
    find: "Find a service",
    noMatch: "No service matches. Try another word.",
    count: (count: number) => (count === 1 ? "1 service" : `${count} services`),
    minutes: duration,
    other: "Other services",
    missing: "Choose a service",
    emptyTitle: "No services can be booked here",
    empty: "Ask your Coconut administrator to make a service bookable for staff.",
  },

  method: {
    legend: "How will you meet?",
    missing: "Choose how you will meet",
    names: {
      at_location: "At a location",
      phone_call: "Phone call",
      video_call: "Video call",
      off_site: "Off site",
    },
  },

  location: {
    title: "Choose a location",
    legend: "Location",
    find: "Find a location",
    noMatch: "No location matches. Try a city or a street.",
    count: (count: number) => (count === 1 ? "1 location" : `${count} locations`),
    missing: "Choose a location",
    emptyTitle: "No location offers this service",
    empty: "Go back and choose another service or another way to meet.",
  },

  staff: {
    title: "Choose who to meet",
    legend: "Staff",
    find: "Find a person",
    noMatch: "Nobody matches. Try another name.",
    count: people,
    anyone: "Anyone available",
    anyoneAbout: "Shows the most times",
    byLanguage: "Anyone who speaks",
    byName: "A specific person",
    empty: "Nobody can be chosen by name for this service. Continue to see when anyone is available.",
  },

  languages: { en: "English", fr: "French" },

  time: {
    title: "Choose a date and time",
    zone: "Time zone",
    timesOn: (day: string) => `Times on ${day}`,
    morning: "Morning",
    afternoon: "Afternoon",
    evening: "Evening",
    missing: "Choose a time",
    missingDay: "Choose a day, then a time",
    chooseDay: "Choose a day to see its times.",
    chosen: (time: string) => `Chosen: ${time}`,
    noneOnDay: "No times are left on this day. Choose another day.",
    noneInMonth: (month: string) => `No times are available in ${month}.`,
    nextMonth: (month: string) => `See ${month}`,
    noneAtAll: "Look at another month, or go back and change your choices.",
    countOn: (count: number, day: string) => `${count === 1 ? "1 time" : `${count} times`} on ${day}`,
    openDays: (count: number, month: string) =>
      `${month}: ${count === 1 ? "1 day has times" : `${count} days have times`}`,
    allTimesIn: (zone: string) => `All times are in ${zone}.`,
    grid: {
      previousMonth: "Previous month",
      nextMonth: "Next month",
      keys: "Keys: arrows for days, Page Up and Page Down for months, Enter to choose.",
      legend: "Times available",
      loading: "Loading times…",
      dayWithTimes: "times available",
      dayWithoutTimes: "no times",
    },
  },

  details: {
    title: "Client details",
    client: "Client",
    person: (number: number) => `Person ${number}`,
    firstName: "First name",
    lastName: "Last name",
    email: "Email",
    cellPhone: "Mobile phone",
    language: "Language",
    questions: "Questions for this service",
    choose: "Choose…",
    add: "Add another person",
    remove: "Remove",
    removeOf: (number: number) => `Remove person ${number}`,
    added: (number: number) => `Person ${number} added`,
    removed: (number: number) => `Person ${number} removed`,
    most: "An appointment has at most 10 people.",
    notes: "Notes",
    notesHelp: "The notes are kept with the appointment in Coconut.",
    notify: "Send a confirmation to the client",
    problems: {
      missing: (label: string) => `Enter the ${label.toLowerCase()}`,
      unanswered: (question: string) => `Answer “${question}”`,
      not_an_email: () => "Enter an email address like name@example.com",
      no_contact: () => "Enter an email address or a mobile phone",
      too_long: (label: string, most: string) =>
        `Shorten the ${label.toLowerCase()} to ${most} characters or fewer`,
      refused: (label: string, message: string) => `“${label}” was not accepted: ${message}`,
    },
    /** Adds whose field it is, where there are several people. */
    problemOf: (person: string, problem: string) => `${person}: ${uncapitalized(problem)}`,
  },

  review: {
    title: "Review and book",
    service: "Service",
    method: "Meeting",
    location: "Location",
    staff: "With",
    time: "When",
    client: "Client",
    answers: "Answers",
    notes: "Notes",
    confirmation: "Confirmation",
    isNotified: "Sent to the client",
    isNotNotified: "Not sent",
    anyoneSpeaking: (language: string) => `Anyone who speaks ${language}`,
    range: (from: string, to: string) => `${from} to ${to}`,
    yes: "Yes",
    answer: (question: string, text: string) =>
      /[?!.:]$/.test(question) ? `${question} ${text}` : `${question}: ${text}`,
    book: "Book Appointment",
    booking: "Booking…",
    asking: "Asking what became of the booking…",
    askAgain: "Check again",
  },

  notices: {
    dropped: {
      method: "This service cannot be booked the way you chose. Choose how you will meet.",
      location: "The location you chose no longer fits and was removed.",
      staff: "The person or language you chose is not available here. It is anyone now.",
      time: "The time you chose is no longer open. Choose another.",
      answers: "Answers to questions that this service does not ask were removed.",
    },
    slotTakenTitle: "That time was just taken",
    slotTaken: (time: string) =>
      `Somebody else booked it first: ${time}. Choose another time. Everything else is kept.`,
  },

  booked: {
    title: "Booked",
    subject: "Appointment",
    syncing: "Adding the appointment to the timeline…",
    stillSyncing:
      "Booked, still syncing. You can close this pane. The appointment will appear on the timeline shortly. Refresh the timeline to see it.",
    needsAttention:
      "Booked in Coconut, but not in Dynamics yet. Nothing is lost, and your administrator can see what to do. Do not book it again.",
    inStep: "The appointment is on the timeline.",
  },

  refusals: {
    network_lost: "The connection was lost. Check your network, then try again.",
    unreadable: "The booking service did not answer properly. Try again.",
    session_expired: "Your session has ended. Log in again.",
    invalid: "Coconut did not accept these details.",
    row_not_yours:
      "You cannot book for this person: Dynamics does not show you the record. Ask its owner or your administrator.",
    not_in_dynamics:
      "You cannot book here yet: Dynamics has no single active user with your email address. Ask your Dynamics administrator.",
    row_gone: "This record is no longer in Dynamics. Close the pane and look it up again.",
    too_large: "There is too much text. Shorten the notes or the answers, then book again.",
    too_many: "That was too many requests. Wait a moment, then try again.",
    coconut_refused: "Coconut refused this booking. Change it, or ask your Coconut administrator.",
    coconut_unavailable: "Coconut cannot be reached. Try again in a moment.",
    dynamics_unavailable: "Dynamics cannot be reached. Try again in a moment.",
    temporal_unavailable: "The booking service is not ready. Try again in a moment.",
    outcome_unknown:
      "It is not certain whether the appointment was booked. Checking again is safe: it is never booked twice.",
    asked_by_another:
      "Somebody else asked to book this appointment, and it is not certain whether it was. Look it up in Coconut before you book it.",
    other: "Something went wrong. Try again. If it keeps happening, tell your administrator.",
  },
  bookingLost: "The connection was lost while booking. Check again: the appointment is never booked twice.",
  notBookedTitle: "Nothing is booked yet",
  unsureTitle: "Not certain yet",
  loadFailedTitle: "This could not be loaded",
};

/** The texts that each language has. */
export type Words = typeof en;
