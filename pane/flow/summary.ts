/** A booking in words, for the review and for the view of what was booked. */
import { isMultipleChoice } from "./questions.ts";
import type { Attendee, Flow, StepName } from "./flow.ts";
import type { Question } from "../contract.d.ts";
import { formatDay, formatTime, zoneName } from "../words/when.ts";
import type { Locale } from "../words/when.ts";
import type { Words } from "../words/en.ts";

/** One line of the review, and the step that changes it. */
export interface SummaryRow {
  readonly step: StepName;
  readonly term: string;
  /** May have several lines. */
  readonly text: string;
}

/** Lists everything that will be booked. */
export function summaryOf(flow: Flow, words: Words, locale: Locale): readonly SummaryRow[] {
  const { review } = words;
  const { service, method, location, slot, attendees, questions } = flow;
  const [client, ...others] = attendees;
  const answersOf = (attendee: Attendee): string =>
    lines(questions.map((question) => answerText(question, attendee, words)));
  const rows: readonly (SummaryRow | false)[] = [
    service !== null && {
      step: "service",
      term: review.service,
      text: `${service.name} · ${words.service.minutes(service.durationMinutes)}`,
    },
    method !== null && { step: "service", term: review.method, text: words.method.names[method] },
    location !== null && {
      step: "location",
      term: review.location,
      text: [location.name, [location.address, location.city].filter(Boolean).join(", ")]
        .filter(Boolean)
        .join("\n"),
    },
    { step: "staff", term: review.staff, text: staffText(flow, words) },
    slot !== null && { step: "time", term: review.time, text: formatWhen(slot, words, locale) },
    { step: "details", term: review.client, text: personText(client) },
    answersOf(client) !== "" && { step: "details", term: review.answers, text: answersOf(client) },
    client.notes.trim() !== "" && { step: "details", term: review.notes, text: client.notes.trim() },
    ...others.map((person, index): SummaryRow => ({
      step: "details",
      term: words.details.person(index + 2),
      text: lines([personText(person), answersOf(person), person.notes.trim()]),
    })),
    {
      step: "details",
      term: review.confirmation,
      text: flow.isNotified ? review.isNotified : review.isNotNotified,
    },
  ];
  return rows.filter((row) => row !== false);
}

/** Formats a span of time on three lines: day, times, time zone. */
export function formatWhen(
  { start, end, timezone }: { readonly start: string; readonly end: string; readonly timezone: string },
  { review }: Words,
  locale: Locale,
): string {
  const range = review.range(formatTime(start, locale), formatTime(end, locale));
  return `${formatDay(start, locale)}\n${range}\n${zoneName(timezone, locale)}`;
}

/** Formats a person's name; "" where neither name is known. */
export function formatName({ firstName, lastName }: Pick<Attendee, "firstName" | "lastName">): string {
  return `${firstName} ${lastName}`.trim();
}

function staffText({ staff }: Flow, { staff: texts, languages, review }: Words): string {
  if (staff.kind === "person") return formatName(staff.person);
  return staff.kind === "anyone" ? texts.anyone : review.anyoneSpeaking(languages[staff.language]);
}

function personText(person: Attendee): string {
  return lines([formatName(person), person.email.trim(), person.cellPhone.trim()]);
}

function lines(texts: readonly string[]): string {
  return texts.filter((text) => text !== "").join("\n");
}

function answerText(question: Question, { answers }: Attendee, words: Words): string {
  const value = (answers[question.id] ?? []).filter((text) => text.trim() !== "");
  if (value.length === 0) return "";
  const labels = value.map((text) => question.options.find((option) => option.value === text)?.label ?? text);
  const isBox = question.kind === "checkbox" && !isMultipleChoice(question);
  return words.review.answer(question.label, isBox ? words.review.yes : words.listOf(labels));
}
