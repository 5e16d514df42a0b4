/** The grid of days from which a date is chosen. */
import { useId, useLayoutEffect, useRef, useState } from "preact/hooks";
import { clampDay, daysIn, monthOf, shiftMonth, weeksOf } from "./calendar-days.ts";
import { dayAfterKey } from "./date-grid-keys.ts";
import type { Locale } from "../words/when.ts";
import { createDayFormats, firstWeekdayOf } from "./day-formats.ts";
import { Icon } from "./icons.tsx";

interface DateGridLabels {
  readonly previousMonth: string;
  readonly nextMonth: string;
  /** One line under the grid that names the keys. */
  readonly keys: string;
  /** What the dot means: "Times available". */
  readonly legend: string;
  readonly loading: string;
  /** Read after the date: "times available". */
  readonly dayWithTimes: string;
  /** Read after the date: "no times". */
  readonly dayWithoutTimes: string;
}

interface DateGridProps {
  /** "2026-03"; kept by the parent, which loads the times of that month. */
  readonly month: string;
  readonly onMonth: (month: string) => void;
  readonly selected?: string | undefined;
  readonly onSelect: (day: string) => void;
  readonly today: string;
  /** The first and the last day that can be focused. */
  readonly min: string;
  readonly max: string;
  readonly hasTimes: (day: string) => boolean;
  readonly isLoading: boolean;
  readonly locale: Locale;
  readonly labels: DateGridLabels;
}

/** Shows one month, with the keys of the date picker of the WAI-ARIA Authoring Practices. */
export function DateGrid(props: DateGridProps) {
  const { month, onMonth, selected, today, min, max, isLoading, locale, labels } = props;
  const headingId = useId();
  const helpId = useId();
  const grid = useRef<HTMLTableElement>(null);
  const [focusedDay, setFocusedDay] = useState<string | undefined>(undefined);
  const isFocusPending = useRef(false);
  const formats = createDayFormats(locale);
  const firstWeekday = firstWeekdayOf(locale);
  const tabStop = focusedDay !== undefined && monthOf(focusedDay) === month ? focusedDay : tabStopDay(props);

  useLayoutEffect(() => {
    if (!isFocusPending.current) return;
    const cell = grid.current?.querySelector<HTMLElement>(`[data-day="${focusedDay}"]`);
    if (cell === null || cell === undefined) return; // its month is not shown yet
    isFocusPending.current = false;
    cell.focus();
  }, [focusedDay, month]);

  function goTo(wanted: string, from: string): void {
    const reachable = clampDay(wanted, min, max);
    if (reachable === from) return;
    isFocusPending.current = true;
    setFocusedDay(reachable);
    if (monthOf(reachable) !== month) onMonth(monthOf(reachable));
  }

  function choose(day: string): void {
    setFocusedDay(day);
    if (day >= min && day <= max && !isLoading && props.hasTimes(day)) props.onSelect(day);
  }

  function onKeyDown(event: KeyboardEvent): void {
    const day = event.target instanceof HTMLElement ? event.target.dataset["day"] : undefined;
    if (day === undefined) return;
    const next = dayAfterKey(event, day, firstWeekday);
    if (next !== undefined) goTo(next, day);
    else if (event.key === "Enter" || event.key === " ") choose(day);
    else return;
    event.preventDefault();
  }

  return (
    <div class="date-grid">
      <div class="date-head">
        <h3 class="date-month" id={headingId} aria-live="polite">
          {formats.month(month)}
        </h3>
        <MonthButton
          icon="chevronLeft"
          label={labels.previousMonth}
          isPossible={month > monthOf(min)}
          onClick={() => onMonth(shiftMonth(month, -1))}
        />
        <MonthButton
          icon="chevronRight"
          label={labels.nextMonth}
          isPossible={month < monthOf(max)}
          onClick={() => onMonth(shiftMonth(month, 1))}
        />
      </div>
      <table
        class={isLoading ? "date-table date-loading" : "date-table"}
        role="grid"
        aria-labelledby={headingId}
        aria-describedby={helpId}
        aria-busy={isLoading}
        ref={grid}
        onKeyDown={onKeyDown}
      >
        <thead>
          <tr>
            {formats.weekdays(firstWeekday).map(({ short, long }) => (
              <th scope="col" key={long}>
                <span aria-hidden="true">{short}</span>
                <span class="visually-hidden">{long}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeksOf(month, firstWeekday).map((week, index) => (
            <tr key={index}>
              {week.map((day, column) => {
                if (day === null) return <td key={column} class="date-none" />;
                const isOpen = !isLoading && day >= min && day <= max && props.hasTimes(day);
                const note = isOpen ? labels.dayWithTimes : labels.dayWithoutTimes;
                return (
                  <td
                    key={column}
                    class="date-day"
                    data-day={day}
                    tabIndex={day === tabStop ? 0 : -1}
                    aria-label={`${formats.day(day)}, ${isLoading ? labels.loading : note}`}
                    aria-selected={day === selected ? true : undefined}
                    aria-disabled={isOpen ? undefined : true}
                    aria-current={day === today ? "date" : undefined}
                    onClick={() => choose(day)}
                  >
                    <span class="date-number">{Number(day.slice(8))}</span>
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
      <div class="date-notes">
        <p class="date-legend">
          {isLoading ? labels.loading : <span class="date-dot-sample">{labels.legend}</span>}
        </p>
        <p class="date-keys" id={helpId}>
          {labels.keys}
        </p>
      </div>
    </div>
  );
}

/** The day that Tab focuses first: the chosen one, else the first with times, else today, else the first. */
function tabStopDay({ month, selected, today, min, max, hasTimes, isLoading }: DateGridProps): string {
  const first = clampDay(`${month}-01`, min, max);
  if (selected !== undefined && monthOf(selected) === month) return selected;
  const days = Array.from(
    { length: daysIn(month) },
    (_, index) => `${month}-${String(index + 1).padStart(2, "0")}`,
  );
  const open = isLoading ? undefined : days.find((day) => day >= min && day <= max && hasTimes(day));
  return open ?? (monthOf(today) === month && today >= min ? today : first);
}

interface MonthButtonProps {
  readonly icon: "chevronLeft" | "chevronRight";
  readonly label: string;
  readonly isPossible: boolean;
  readonly onClick: () => void;
}

function MonthButton({ icon, label, isPossible, onClick }: MonthButtonProps) {
  return (
    <button
      type="button"
      class="button button-subtle button-icon"
      aria-label={label}
      aria-disabled={isPossible ? undefined : true}
      onClick={() => {
        if (isPossible) onClick();
      }}
    >
      <Icon name={icon} />
    </button>
  );
}
