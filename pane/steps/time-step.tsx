/** The step at which a day and a time are chosen. */
import { useRef, useState } from "preact/hooks";
import { Button } from "../controls/button.tsx";
import { daysIn, monthOf, shiftMonth } from "../controls/calendar-days.ts";
import { DateGrid } from "../controls/date-grid.tsx";
import { MessageBar } from "../controls/message-bar.tsx";
import { TimeSlots } from "../controls/time-slots.tsx";
import { needsLocation, zoneOf } from "../flow/flow.ts";
import { focusHeading } from "../shell/focus-heading.ts";
import { LoadFailed } from "../server/loading.tsx";
import { useBanker } from "../server/banker-context.ts";
import { usePane } from "../shell/context.ts";
import type { PaneFacts } from "../shell/context.ts";
import { StepFrame } from "./step-frame.tsx";
import type { StepProps } from "./step-props.ts";
import { useContinue } from "./use-continue.ts";
import { useLoaded } from "../server/use-loaded.ts";
import { useReveal } from "./use-reveal.ts";
import { dayIn, formatDay, formatMonth, formatTime, inZone, zoneName } from "../words/when.ts";
import { ContinueButton } from "./continue-button.tsx";
import { ZoneSelect } from "./zone-select.tsx";

/** How far ahead a time can be chosen. */
const maxMonthsAhead = 12;

/** Shows a month of days, and the times of the chosen day. */
export function TimeStep(props: StepProps) {
  const { flow, dispatch } = props;
  const pane = usePane();
  const { words, locale } = pane;
  const { api } = useBanker();
  const { slot, notice } = flow;
  // After a time was taken by somebody else, its day is shown with the times that are left.
  const initialSlot = notice?.kind === "slot_taken" ? notice.slot : slot;
  const [day, setDay] = useState(initialSlot?.start.slice(0, 10));
  const zone = zoneOf(flow);
  const today = dayIn(zone, new Date());
  const lastMonth = shiftMonth(monthOf(today), maxMonthsAhead);
  const month = flow.month !== null && flow.month >= monthOf(today) ? flow.month : monthOf(today);
  const query = {
    service: flow.service?.id ?? "",
    method: flow.method ?? "at_location",
    location: flow.location?.id ?? null,
    staff: flow.staff.kind === "person" ? flow.staff.person.id : null,
    language: flow.staff.kind === "language" ? flow.staff.language : null,
    timezone: zone,
    from: month === monthOf(today) ? today : `${month}-01`,
    to: `${month}-${daysIn(month)}`,
  } as const;
  const loaded = useLoaded({
    key: JSON.stringify(query),
    load: (signal) => api.times(query, signal),
    onLoaded: (times) => dispatch({ type: "times_loaded", month, times }),
    isUncached: true,
  });
  const times = loaded.kind === "ready" ? loaded.value.times : [];
  const daysWithTimes = new Set(times.map(({ start }) => start.slice(0, 10)));
  const dayTimes = times.filter(({ start }) => start.slice(0, 10) === day);
  const isDayShown = day !== undefined && monthOf(day) === month && loaded.kind === "ready";
  const next = useContinue(
    slot
      ? []
      : [
          isDayShown && dayTimes.length > 0
            ? { controlId: "time", text: words.time.missing }
            : { controlId: "days", text: words.time.missingDay },
        ],
    props,
    loaded.kind,
  );
  const canContinue = loaded.kind !== "failed" || (slot !== null && !flow.unverified.includes("time"));
  const slots = useRef<HTMLDivElement>(null);
  useReveal(slots, isDayShown && slot === null ? day : null, "follow");
  const showMonth = (shown: string): void => dispatch({ type: "month_shown", month: shown });

  return (
    <StepFrame {...props} {...next} action={canContinue && <ContinueButton {...next} />}>
      {needsLocation(flow.method) ? (
        <p class="quiet">{words.time.allTimesIn(zoneName(zone, locale))}</p>
      ) : (
        <ZoneSelect
          value={zone}
          onInput={(chosen) => {
            setDay(slot ? inZone(slot, chosen).start.slice(0, 10) : undefined);
            dispatch({ type: "zone_chosen", zone: chosen });
          }}
        />
      )}
      <div id="days">
        <DateGrid
          month={month}
          onMonth={showMonth}
          selected={day}
          onSelect={(chosen) => {
            setDay(chosen);
            if (slot?.start.slice(0, 10) !== chosen) dispatch({ type: "slot_chosen", slot: null });
          }}
          today={today}
          min={today}
          max={`${lastMonth}-${daysIn(lastMonth)}`}
          hasTimes={(candidate) => daysWithTimes.has(candidate)}
          isLoading={loaded.kind === "loading"}
          locale={locale}
          labels={words.time.grid}
        />
      </div>
      {loaded.kind === "failed" && <LoadFailed code={loaded.code} retry={loaded.retry} />}
      {loaded.kind === "ready" && daysWithTimes.size === 0 && (
        <NoneInMonth month={month} isLast={month === lastMonth} onMonth={showMonth} />
      )}
      <p class="visually-hidden" role="status">
        {isDayShown && words.time.countOn(dayTimes.length, formatDay(day, locale))}
        {!isDayShown && loaded.kind === "ready" && monthText(daysWithTimes.size, month, pane)}
      </p>
      {isDayShown && dayTimes.length === 0 && <p class="quiet">{words.time.noneOnDay}</p>}
      {!isDayShown && loaded.kind === "ready" && (slot !== null || daysWithTimes.size > 0) && (
        <p class="quiet">{slot ? words.time.chosen(timeText(slot.start, pane)) : words.time.chooseDay}</p>
      )}
      {isDayShown && dayTimes.length > 0 && loaded.kind === "ready" && (
        <div ref={slots} class="revealed">
          <TimeSlots
            id="time"
            times={dayTimes}
            selected={slot?.start}
            onSelect={({ start, end }) =>
              dispatch({ type: "slot_chosen", slot: { start, end, timezone: loaded.value.timezone } })
            }
            zoneLabel={zoneName(loaded.value.timezone, locale)}
            locale={locale}
            labels={{ ...words.time, legend: words.time.timesOn(formatDay(day, locale)) }}
            error={next.errorOf("time")}
          />
        </div>
      )}
    </StepFrame>
  );
}

function timeText(start: string, { locale }: PaneFacts): string {
  return `${formatDay(start, locale)}, ${formatTime(start, locale)}`;
}

function monthText(days: number, month: string, { words, locale }: PaneFacts): string {
  const name = formatMonth(month, locale);
  return days === 0 ? words.time.noneInMonth(name) : words.time.openDays(days, name);
}

interface NoneInMonthProps {
  readonly month: string;
  readonly isLast: boolean;
  readonly onMonth: (month: string) => void;
}

function NoneInMonth({ month, isLast, onMonth }: NoneInMonthProps) {
  const { words, locale } = usePane();
  const box = useRef<HTMLDivElement>(null);
  useReveal(box, month, "follow");
  const next = shiftMonth(month, 1);
  const showNext = (): void => {
    focusHeading();
    onMonth(next);
  };
  return (
    <div ref={box} class="revealed">
      <MessageBar
        intent="info"
        title={words.time.noneInMonth(formatMonth(month, locale))}
        action={
          isLast ? undefined : (
            <Button onClick={showNext}>{words.time.nextMonth(formatMonth(next, locale))}</Button>
          )
        }
        role="none"
      >
        {words.time.noneAtAll}
      </MessageBar>
    </div>
  );
}
