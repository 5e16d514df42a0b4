/** The state of the booking, from the press on "Book" until it is booked or refused. */
import { useEffect, useRef, useState } from "preact/hooks";
import { createRefusal } from "../server/api.ts";
import type { BankerApi, Refusal } from "../server/api.ts";
import { bookUntilKnown, createIdempotencyKeys, isOutcomeUnknown } from "./booking-outcome.ts";
import type { Booked, BookingBody } from "../contract.d.ts";

/** How far the booking is. `isOutcomeUnknown`: an earlier request may have booked the appointment. */
export type BookingState =
  | { readonly kind: "idle" }
  | { readonly kind: "sending"; readonly isAskingAgain: boolean; readonly isOutcomeUnknown: boolean }
  | { readonly kind: "refused"; readonly refusal: Refusal; readonly isOutcomeUnknown: boolean }
  | { readonly kind: "booked"; readonly booked: Booked };

interface BookingProps {
  /** undefined while nobody is logged in. */
  readonly api: BankerApi | undefined;
  readonly onSessionExpired: () => void;
  /** Returns true if it led the banker to another step, where the refusal is shown. */
  readonly onRefused: (refusal: Refusal) => boolean;
}

type BankerBooking = ReturnType<typeof createBankerBooking>;

/** What one banker has sent. The server keeps the keys of each apart, so the next banker begins with new ones. */
function createBankerBooking(staffId: string, hasOtherUnknownOutcome: boolean) {
  return {
    staffId,
    /** Another banker sent a booking before, in the same pane, and its outcome is unknown. */
    hasOtherUnknownOutcome,
    keys: createIdempotencyKeys(() => crypto.randomUUID()),
    isSending: false,
    isOutcomeUnknown: false,
    /** To be sent again after the next login, because the session had expired. */
    unsent: undefined as BookingBody | undefined,
  };
}

/**
 * Sends one booking at a time. A booking that was refused because the session had expired is sent again after the next
 * login, if the same banker logs in.
 */
export function useBooking({ api, onSessionExpired, onRefused }: BookingProps) {
  const [state, setState] = useState<BookingState>({ kind: "idle" });
  // A ref and not state: a second press may come before the next rendering.
  const current = useRef<BankerBooking | undefined>(undefined);

  function onLogIn(staffId: string): void {
    const before = current.current;
    if (before?.staffId === staffId) return;
    const hasOtherUnknownOutcome =
      before !== undefined && (before.isSending || before.isOutcomeUnknown || before.hasOtherUnknownOutcome);
    current.current = createBankerBooking(staffId, hasOtherUnknownOutcome);
    setState((shown) => (shown.kind === "booked" ? shown : stateWithoutRequest()));
  }

  /** Another banker's unknown outcome stays on the page, however often this one edits. */
  function stateWithoutRequest(): BookingState {
    if (!current.current?.hasOtherUnknownOutcome) return { kind: "idle" };
    return { kind: "refused", refusal: createRefusal("asked_by_another"), isOutcomeUnknown: false };
  }

  async function book(body: BookingBody): Promise<void> {
    const mine = current.current;
    if (mine === undefined || mine.isSending || api === undefined) return;
    mine.isSending = true;
    mine.unsent = undefined;
    const showSending = (isAskingAgain: boolean): void => {
      if (mine === current.current)
        setState({ kind: "sending", isAskingAgain, isOutcomeUnknown: mine.isOutcomeUnknown });
    };
    showSending(mine.isOutcomeUnknown);
    const result = await bookUntilKnown(api, body, mine.keys.keyFor(body), () => {
      mine.isOutcomeUnknown = true;
      showSending(true);
    });
    mine.isSending = false;
    // Another banker has logged in meanwhile, and was told that the outcome is unknown.
    if (mine !== current.current) return;
    if (result.kind === "ok") return setState({ kind: "booked", booked: result.value });
    mine.keys.forgetAfter(body, result.code, mine.isOutcomeUnknown);
    mine.isOutcomeUnknown = isOutcomeUnknown(result.code, mine.isOutcomeUnknown);
    if (result.code === "session_expired") {
      mine.unsent = body;
      return onSessionExpired();
    }
    // These are refused before the server looks up the key, and what may be booked already cannot be shortened.
    const hidesOutcome = mine.isOutcomeUnknown && /_unavailable$|^too_large$/.test(result.code);
    const shown = hidesOutcome ? { ...result, code: "outcome_unknown" } : result;
    const isShownElsewhere = onRefused(result);
    setState(
      isShownElsewhere
        ? stateWithoutRequest()
        : { kind: "refused", refusal: shown, isOutcomeUnknown: mine.isOutcomeUnknown },
    );
  }

  useEffect(() => {
    const unsent = current.current?.unsent;
    if (api !== undefined && unsent !== undefined) void book(unsent);
  }, [api]);

  /** `clear` removes a refusal from the page, for example after an edit. */
  return { state, book, onLogIn, clear: () => setState(stateWithoutRequest()) };
}
