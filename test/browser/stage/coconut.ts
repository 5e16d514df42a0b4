/** What staff do in Coconut's own application, and what goes wrong there. */
import { expect } from "vitest";
import type { Service } from "../../helpers/service.ts";

interface Appointment {
  readonly data: {
    readonly id: string;
    readonly attributes: { readonly start: string; readonly status: string };
  };
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
      await expect.poll(undelivered, { timeout: 20_000 }).toEqual([]);
    },
  };
}
