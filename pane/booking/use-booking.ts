import { useEffect, useRef, useState } from "preact/hooks";
import { refusal } from "../server/api.ts";
import type { BankerApi, Refusal } from "../server/api.ts";
import { bookUntilKnown, createIdempotencyKeys, isOutcomeUnknown } from "./booking.ts";
import type { Booked, BookingBody } from "../../src/pane/contract.ts";

export type BookingState =
  | { readonly kind: "idle" }
  | { readonly kind: "sending"; readonly isAskingAgain: boolean; readonly isOutcomeUnknown: boolean }
  | { readonly kind: "refused"; readonly refusal: Refusal; readonly isOutcomeUnknown: boolean }
  | { readonly kind: "booked"; readonly booked: Booked };

interface BookingProps {
  readonly api: BankerApi | undefined;
  readonly onSessionExpired: () => void;
  /** True when it has led the banker to where the answer is, which is not the review. */
  readonly onRefused: (refusal: Refusal) => boolean;
}

type Asking = ReturnType<typeof createAsking>;

/** What one staff member asks. To the server another's key is another key, so the next one begins anew. */
function createAsking(staffId: string, isDoubtful: boolean) {
  return {
    staffId,
    /** Somebody else asked before, and nobody knows what became of it. */
    isDoubtful,
    keys: createIdempotencyKeys(() => crypto.randomUUID()),
    isBusy: false,
    isOutcomeUnknown: false,
    waiting: undefined as BookingBody | undefined,
  };
}

/**
 * One booking at a time. It outlives a login: what was asked when the session ended is asked again after it, if it is
 * the same person who logs in.
 */
export function useBooking({ api, onSessionExpired, onRefused }: BookingProps) {
  const [state, setState] = useState<BookingState>({ kind: "idle" });
  // Not state: a second press may come before the next rendering.
  const current = useRef<Asking | undefined>(undefined);

  function onLogIn(staffId: string): void {
    const before = current.current;
    if (before?.staffId === staffId) return;
    const isDoubtful =
      before !== undefined && (before.isBusy || before.isOutcomeUnknown || before.isDoubtful);
    current.current = createAsking(staffId, isDoubtful);
    setState((shown) => (shown.kind === "booked" ? shown : atRest()));
  }

  /** The doubt stays until something else is known, however often the banker edits. */
  function atRest(): BookingState {
    if (!current.current?.isDoubtful) return { kind: "idle" };
    return { kind: "refused", refusal: refusal("asked_by_another"), isOutcomeUnknown: false };
  }

  async function book(body: BookingBody): Promise<void> {
    const now = current.current;
    if (now === undefined || now.isBusy || api === undefined) return;
    now.isBusy = true;
    now.waiting = undefined;
    const show = (isAskingAgain: boolean): void => {
      if (now === current.current)
        setState({ kind: "sending", isAskingAgain, isOutcomeUnknown: now.isOutcomeUnknown });
    };
    show(now.isOutcomeUnknown);
    const answer = await bookUntilKnown(api, body, now.keys.keyFor(body), () => {
      now.isOutcomeUnknown = true;
      show(true);
    });
    now.isBusy = false;
    // Who asked is gone, and who has come since was told of the doubt.
    if (now !== current.current) return;
    if (answer.kind === "ok") return setState({ kind: "booked", booked: answer.value });
    now.keys.settle(body, answer.code, now.isOutcomeUnknown);
    now.isOutcomeUnknown = isOutcomeUnknown(answer.code, now.isOutcomeUnknown);
    if (answer.code === "session_expired") {
      now.waiting = body;
      return onSessionExpired();
    }
    // Whoever says "nothing was booked" at the door does not know of the earlier try, and nothing can be shortened now.
    const isAtDoor = now.isOutcomeUnknown && /_unavailable$|^too_large$/.test(answer.code);
    const shown = isAtDoor ? { ...answer, code: "outcome_unknown" } : answer;
    const isElsewhere = onRefused(answer);
    setState(
      isElsewhere ? atRest() : { kind: "refused", refusal: shown, isOutcomeUnknown: now.isOutcomeUnknown },
    );
  }

  useEffect(() => {
    const waiting = current.current?.waiting;
    if (api !== undefined && waiting !== undefined) void book(waiting);
  }, [api]);

  return { state, book, onLogIn, forget: () => setState(atRest()) };
}
