/** The questions of services, and what is wrong with answers to them. */
import type { Answer, Person, Question, Service } from "../model/entities.ts";
import type { Problem } from "../model/refusal.ts";
import type { Store } from "./store.ts";

const ticks: ReadonlyMap<string, string> = new Map([
  ...["true", "yes", "1"].map((text) => [text, "true"] as const),
  ...["false", "no", "0", ""].map((text) => [text, "false"] as const),
]);

/** The questions that any of these services asks. */
export function questionsOf(store: Store, services: readonly Service[]): Question[] {
  const ids = services.map(({ id }) => id);
  return [...store.questions.values()].filter(({ serviceIds }) => serviceIds.some((id) => ids.includes(id)));
}

/**
 * Every problem with the answers of these people; each of them has to answer the required questions. `at` is the
 * pointer to the people.
 */
export function answerProblems(
  store: Store,
  services: readonly Service[],
  people: readonly Person[],
  at: string,
): Problem[] {
  const questions = questionsOf(store, services);
  return people.flatMap(({ answers = [] }, index) => {
    const pointer = `${at}/${index}/relationships/answers`;
    const unknown = answers
      .filter(({ questionId }) => !questions.some(({ id }) => id === questionId))
      .map(({ questionId }) => ({ detail: `answers: question ${questionId} is not asked here`, pointer }));
    const wrong = questions.flatMap((question) => {
      const answer = answers.findLast(({ questionId }) => questionId === question.id);
      const why = whatIsWrong(question, answer, question.required);
      return why === undefined ? [] : [{ detail: `answers: "${question.label.en}" ${why}`, pointer }];
    });
    return [...unknown, ...wrong];
  });
}

/** An answer as it is stored: a list only for a multiselect, a checkbox as "true" or "false". */
export function keptValue(question: Question, { value }: Answer): string | readonly string[] {
  if (question.type === "multiselect")
    return typeof value === "string" ? (value === "" ? [] : [value]) : value;
  const text = typeof value === "string" ? value : value.join(", ");
  return question.type === "checkbox" ? (ticks.get(text) ?? text) : text;
}

function whatIsWrong(
  question: Question,
  answer: Answer | undefined,
  isRequired: boolean,
): string | undefined {
  const value = answer && keptValue(question, answer);
  if (value === undefined || value === "" || value.length === 0) {
    return isRequired ? "must be answered" : undefined;
  }
  const chosen = typeof value === "string" ? [value] : value;
  switch (question.type) {
    case "text":
    case "textarea":
      return undefined;
    case "checkbox":
      if (value !== "true" && value !== "false") return "is answered with true or false";
      return isRequired && value === "false" ? "must be ticked" : undefined;
    case "select":
    case "multiselect": {
      const values = question.options.map((option) => option.value);
      const isOffered = chosen.every((one) => values.includes(one));
      return isOffered ? undefined : `is answered with ${values.join(", ")}`;
    }
  }
}
