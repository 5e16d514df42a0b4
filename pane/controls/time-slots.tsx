/** The times of one day. */
import { FieldError } from "./field.tsx";
import type { Locale } from "../words/when.ts";

interface TimeSlot {
  /** Wall-clock time, "2026-03-10 10:00:00". */
  readonly start: string;
  readonly end: string;
}

interface TimeSlotsProps {
  readonly times: readonly TimeSlot[];
  /** The `start` of the chosen time. */
  readonly selected?: string | undefined;
  readonly onSelect: (time: TimeSlot) => void;
  /** The name of the time zone: "Eastern Time (Toronto)". */
  readonly zoneLabel: string;
  readonly locale: Locale;
  readonly labels: {
    /** The name of the group: "Times on Tuesday, March 10". */
    readonly legend: string;
    readonly morning: string;
    readonly afternoon: string;
    readonly evening: string;
  };
  /** The id of the fieldset, which the error summary links to. */
  readonly id?: string;
  readonly error?: string | undefined;
}

/** The hour at which each part of the day begins. */
const partsOfDay = [
  ["morning", 0],
  ["afternoon", 12],
  ["evening", 17],
] as const;

/** Shows the times as radio buttons, by morning, afternoon and evening. */
export function TimeSlots(props: TimeSlotsProps) {
  const { times, selected, onSelect, zoneLabel, locale, labels, id = "time", error } = props;
  const clock = new Intl.DateTimeFormat(locale, { hour: "numeric", minute: "2-digit", timeZone: "UTC" });
  const about = [`${id}-zone`, error ? `${id}-error` : ""].filter(Boolean).join(" ");
  return (
    <fieldset
      class="time-slots"
      id={id}
      role="radiogroup"
      aria-required="true"
      aria-invalid={error ? true : undefined}
      aria-describedby={about}
    >
      <legend class="time-legend">{labels.legend}</legend>
      <p class="time-zone" id={`${id}-zone`}>
        {zoneLabel}
      </p>
      <FieldError id={id} error={error} />
      {partsOfDay.map(([part, from], index) => {
        const to = partsOfDay[index + 1]?.[1] ?? 24;
        const members = times.filter(({ start }) => hourOf(start) >= from && hourOf(start) < to);
        if (members.length === 0) return null;
        return (
          <div class="time-part" role="group" aria-labelledby={`${id}-${part}`} key={part}>
            <p class="time-part-label" id={`${id}-${part}`}>
              {labels[part]}
            </p>
            <div class="time-grid">
              {members.map((time) => (
                <label class="time-slot" key={time.start}>
                  <input
                    class="time-input"
                    type="radio"
                    name={id}
                    value={time.start}
                    checked={time.start === selected}
                    onChange={() => onSelect(time)}
                  />
                  <span class="time-face">{clock.format(new Date(`${time.start.replace(" ", "T")}Z`))}</span>
                </label>
              ))}
            </div>
          </div>
        );
      })}
    </fieldset>
  );
}

function hourOf(time: string): number {
  return Number(time.slice(11, 13));
}
