import { useEffect, useRef, useState } from "preact/hooks";
import type { BankerApi, Refusal } from "./api.ts";
import { askToBook, createBookingKeys, isUnsure } from "./booking.ts";
import type { Booked, BookingBody } from "./reference-data.ts";

export type BookingState =
  | { readonly kind: "idle" }
  | { readonly kind: "sending"; readonly isAskingAgain: boolean; readonly isUnsure: boolean }
  | { readonly kind: "refused"; readonly refusal: Refusal; readonly isUnsure: boolean }
  | { readonly kind: "booked"; readonly booked: Booked };

interface BookingProps {
  readonly api: BankerApi | undefined;
  readonly onSessionExpired: () => void;
  readonly onRefused: (refusal: Refusal) => void;
}

/** One booking at a time. It outlives a login: what was asked when the session ended is asked again after it. */
export function useBooking({ api, onSessionExpired, onRefused }: BookingProps) {
  const [state, setState] = useState<BookingState>({ kind: "idle" });
  const [keys] = useState(() => createBookingKeys(() => crypto.randomUUID()));
  // Not state: a second press may come before the next rendering.
  const current = useRef({ isBusy: false, isUnsure: false, waiting: undefined as BookingBody | undefined });

  async function book(body: BookingBody): Promise<void> {
    const now = current.current;
    if (now.isBusy || api === undefined) return;
    now.isBusy = true;
    now.waiting = undefined;
    const show = (isAskingAgain: boolean): void =>
      setState({ kind: "sending", isAskingAgain, isUnsure: now.isUnsure });
    show(now.isUnsure);
    const answer = await askToBook(api, body, keys.keyFor(body), () => {
      now.isUnsure = true;
      show(true);
    });
    now.isBusy = false;
    if (answer.kind === "ok") return setState({ kind: "booked", booked: answer.value });
    keys.settle(body, answer.code);
    now.isUnsure = isUnsure(answer.code, now.isUnsure);
    if (answer.code === "session_expired") {
      now.waiting = body;
      return onSessionExpired();
    }
    // Whoever says "nothing was booked" at the door does not know of the earlier try.
    const isAtDoor = now.isUnsure && answer.code.endsWith("_unavailable");
    const refusal = isAtDoor ? { ...answer, code: "outcome_unknown" } : answer;
    setState({ kind: "refused", refusal, isUnsure: now.isUnsure });
    onRefused(answer);
  }

  useEffect(() => {
    const { waiting } = current.current;
    if (api !== undefined && waiting !== undefined) void book(waiting);
  }, [api]);

  return { state, book, forget: () => setState({ kind: "idle" }) };
}
