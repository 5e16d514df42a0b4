/** The pane once the host has said whom the appointment is for. */
import { useEffect, useMemo, useReducer, useState } from "preact/hooks";
import { createApi } from "./server/api.ts";
import { BookedView } from "./booking/booked-view.tsx";
import { createBookingBody } from "./booking/booking-body.ts";
import { Button } from "./controls/button.tsx";
import { readIssues } from "./flow/details.ts";
import type { RefusedField } from "./flow/details.ts";
import { reduceFlow } from "./flow/reducer.ts";
import { createAttendee, createFlow } from "./flow/flow.ts";
import type { HostLink } from "./shell/host-link.ts";
import type { Launch } from "./shell/launch.ts";
import { LogInView } from "./login/log-in-view.tsx";
import type { Init } from "./shell/host-messages.ts";
import { BankerContext } from "./server/banker-context.ts";
import { usePane } from "./shell/context.ts";
import type { Session } from "./contract.d.ts";
import { CurrentStep } from "./steps/current-step.tsx";
import { formatName } from "./flow/summary.ts";
import { useBooking } from "./booking/use-booking.ts";
import { ownZone } from "./words/when.ts";

interface PaneProps {
  readonly launch: Launch;
  readonly init: Init;
  readonly host: HostLink;
}

/** Shows the login, the steps, or what was booked. When a session ends, what was filled in is kept for the next one. */
export function Pane({ launch, init, host }: PaneProps) {
  const { row } = init;
  const { words, language } = usePane();
  const [session, setSession] = useState<Session | undefined>(undefined);
  const [hasLoggedIn, setLoggedIn] = useState(false);
  const [refusedFields, setRefusedFields] = useState<readonly RefusedField[]>([]);
  const [flow, dispatch] = useReducer(reduceFlow, undefined, () =>
    createFlow(
      {
        ...createAttendee(language),
        firstName: row.firstName,
        lastName: row.lastName,
        email: row.email,
        cellPhone: row.phone,
      },
      ownZone(),
    ),
  );
  const api = useMemo(() => createApi(window.location.origin, language), [language]);
  const onSessionExpired = (): void => setSession(undefined);
  const banker = useMemo(
    () =>
      session && {
        api: api.forBanker(session.token),
        row: launch.row,
        loadedLists: new Map<string, unknown>(),
        onSessionExpired,
      },
    [api, session],
  );
  const booking = useBooking({
    api: banker?.api,
    onSessionExpired,
    onRefused({ code, issues }) {
      if (code === "slot_taken") dispatch({ type: "slot_taken" });
      const fields = readIssues(flow, issues);
      setRefusedFields(fields);
      if (fields.length > 0) dispatch({ type: "edited", step: "details" });
      return code === "slot_taken" || fields.length > 0;
    },
  });
  const isBooked = booking.state.kind === "booked";
  const isDirty = flow.isDirty && !isBooked;
  useEffect(() => host.send({ type: "dirty", dirty: isDirty }), [isDirty]);

  const onCancel = (): void => host.send({ type: "close" });
  const onBook = (): void => {
    const body = createBookingBody(flow, launch.row);
    if (body) void booking.book(body);
  };
  const name = formatName(row) || words.someone;

  return (
    <div class="pane">
      <header class="pane-top">
        <h1 class="visually-hidden">{words.paneTitle}</h1>
        <p class="pane-person">{words.forPerson(name)}</p>
        {session && !isBooked && booking.state.kind !== "sending" && (
          <LoggedInBanker
            session={session}
            onLogOut={() => {
              void banker?.api.logOut();
              setSession(undefined);
              setLoggedIn(false);
            }}
          />
        )}
      </header>
      {banker === undefined ? (
        <LogInView
          api={api}
          lcid={launch.lcid}
          signInName={init.signInName}
          name={name}
          isAgain={hasLoggedIn}
          isDirty={isDirty}
          onLoggedIn={(newSession) => {
            booking.onLogIn(newSession.staff.id);
            setSession(newSession);
            setLoggedIn(true);
          }}
          onCancel={onCancel}
        />
      ) : (
        <BankerContext.Provider value={banker}>
          {booking.state.kind === "booked" ? (
            <BookedView
              booked={booking.state.booked}
              service={flow.service?.name ?? booking.state.booked.subject}
              host={host}
            />
          ) : (
            <CurrentStep
              key={flow.step}
              flow={flow}
              dispatch={(action) => {
                if (action.type === "edited" || action.type === "went_back") booking.clear();
                dispatch(action);
              }}
              onCancel={onCancel}
              refusedFields={refusedFields}
              onRefusedFieldsSeen={() => setRefusedFields([])}
              booking={booking.state}
              onBook={onBook}
            />
          )}
        </BankerContext.Provider>
      )}
    </div>
  );
}

function LoggedInBanker({ session, onLogOut }: { readonly session: Session; readonly onLogOut: () => void }) {
  const { words } = usePane();
  return (
    <p class="pane-banker">
      <span>{words.logIn.loggedInAs(formatName(session.staff))}</span>
      <Button appearance="subtle" onClick={onLogOut}>
        {words.logIn.logOut}
      </Button>
    </p>
  );
}
