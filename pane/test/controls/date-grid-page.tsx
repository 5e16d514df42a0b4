// A page with nothing but a month, driven by its address; date-grid.test.ts opens it.
import { render } from "preact";
import { useState } from "preact/hooks";
import { Button } from "../../controls/button.tsx";
import { DateGrid } from "../../controls/date-grid.tsx";

const asked = new URLSearchParams(location.search);
const locale = asked.get("locale") === "fr-CA" ? "fr-CA" : "en-CA";
document.documentElement.lang = locale;
document.documentElement.dataset["theme"] = asked.get("theme") ?? "light";

const labels = {
  previousMonth: "Previous month",
  nextMonth: "Next month",
  keys: "Arrow keys change the day, Page Up and Page Down the month.",
  legend: "Times available",
  loading: "Looking for times",
  dayWithTimes: "times available",
  dayWithoutTimes: "no times",
};

function Page() {
  const [month, setMonth] = useState("2026-03");
  const [selected, setSelected] = useState(asked.get("selected") ?? undefined);
  const delayMs = Number(asked.get("delay") ?? 0);
  return (
    <main class="pane-body">
      <h1>Appointment</h1>
      <h2>Date</h2>
      <Button>Before</Button>
      <DateGrid
        month={month}
        onMonth={(next) => {
          if (delayMs === 0) setMonth(next);
          else setTimeout(setMonth, delayMs, next);
        }}
        selected={selected}
        onSelect={setSelected}
        today="2026-03-10"
        min="2026-03-10"
        max="2027-06-20"
        hasTimes={(day) => Number(day.slice(8)) % 2 === 0}
        isLoading={asked.has("loading")}
        locale={locale}
        labels={labels}
      />
      <Button>After</Button>
    </main>
  );
}

render(<Page />, document.body);
