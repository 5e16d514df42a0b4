/** What staff do in Coconut's own application, and what goes wrong there. */
import { expect } from "vitest";
import type { Service } from "../../helpers/service.ts";

interface Resource {
  readonly type: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly relationships?: { readonly answers?: { readonly data: readonly { readonly id: string }[] } };
  readonly id: string;
}

interface Appointment {
  readonly data: {
    readonly id: string;
    readonly attributes: { readonly start: string; readonly status: string };
  };
  readonly included: readonly Resource[];
}

export function coconutOf({ coconut }: Service) {
  async function ask<T>(method: string, path: string, body?: object): Promise<T> {
    const answer = await fetch(`${coconut.url}/sandbox/${path}`, {
      method,
      ...(body && { headers: { "content-type": "application/json" }, body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} /sandbox/${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as T;
  }

  return {
    /** Those somebody with that e-mail attends. */
    async appointmentsOf(email: string): Promise<readonly Appointment["data"][]> {
      const { data } = await ask<{ data: readonly Appointment[] }>("GET", "appointments");
      return data.filter((one) => JSON.stringify(one).includes(email)).map((one) => one.data);
    },
    /** Who comes, with their notes and what they answered to which question. */
    async attendeesOf(appointmentId: string) {
      const { included } = await ask<Appointment>("GET", `appointments/${appointmentId}`);
      const answers = new Map(
        included
          .filter(({ type }) => type === "answers")
          .map(({ id, attributes }) => [id, [attributes["question_id"], attributes["value"]] as const]),
      );
      return included
        .filter(({ type }) => type === "attendees")
        .map(({ attributes, relationships }) => ({
          name: attributes["first_name"],
          notes: attributes["notes"],
          answers: (relationships?.answers?.data ?? []).map(({ id }) => answers.get(id)),
        }));
    },
    /** Somebody else, by other means. */
    book: (booking: { service: string; location: string; staff: string; start: string }) =>
      ask("POST", "appointments", {
        ...booking,
        firstName: "Somebody",
        lastName: "Else",
        email: "else@example.com",
      }),
    fault: (fault: object) => ask("POST", "faults", fault),
    /** Webhooks wait from now on. */
    hold: () => ask("POST", "deliveries/hold", {}),
    release: () => ask("POST", "deliveries/release", {}),
    async untilDelivered(): Promise<void> {
      const undelivered = async () => {
        const all = await ask<readonly { readonly state: string }[]>("GET", "deliveries");
        return all.filter(({ state }) => state !== "delivered");
      };
      await expect.poll(undelivered, { timeout: 60_000 }).toEqual([]);
    },
  };
}
