// One page with every control, in the states in which they are seen; controls.test.ts opens it.
import { render } from "preact";
import { useState } from "preact/hooks";
import { Button } from "../../controls/button.tsx";
import { Card } from "../../controls/card.tsx";
import { Checkbox } from "../../controls/checkbox.tsx";
import { CheckboxList } from "../../controls/checkbox-list.tsx";
import { DescriptionList } from "../../controls/description-list.tsx";
import { ErrorSummary } from "../../controls/error-summary.tsx";
import { Footer } from "../../controls/footer.tsx";
import { MessageBar } from "../../controls/message-bar.tsx";
import { RadioList } from "../../controls/radio-list.tsx";
import { Select } from "../../controls/select.tsx";
import { Skeleton } from "../../controls/skeleton.tsx";
import { Spinner } from "../../controls/spinner.tsx";
import { StepHeader } from "../../controls/step-header.tsx";
import { TextArea } from "../../controls/text-area.tsx";
import { TextField } from "../../controls/text-field.tsx";
import { TimeSlots } from "../../controls/time-slots.tsx";

const asked = new URLSearchParams(location.search);
document.documentElement.dataset["theme"] = asked.get("theme") ?? "light";
const locale = asked.get("locale") === "fr-CA" ? "fr-CA" : "en-CA";

const services = [
  { value: "1", label: "Ouvrir un compte", meta: "30 min", group: "Everyday" },
  { value: "2", label: "Cards", description: "Lost, stolen, new", meta: "20 min", group: "Everyday" },
  { value: "3", label: "Prêt hypothécaire", meta: "60 min", group: "Borrowing" },
];
const filter = {
  label: "Find a service",
  empty: "Nothing has this name",
  count: (shown: number) => `${shown} found`,
};
const times = ["09:00", "10:30", "12:00", "16:59", "17:00"].map((time) => ({
  start: `2026-03-10 ${time}:00`,
  end: `2026-03-10 ${time}:00`,
}));
const bring = [
  { value: "id", label: "Passport" },
  { value: "pay", label: "Pay slip" },
];

function Page() {
  const [service, setService] = useState<string | null>(null);
  const [time, setTime] = useState<string | undefined>(undefined);
  const [email, setEmail] = useState("");
  const [brought, setBrought] = useState<readonly string[]>([]);
  const [notify, setNotify] = useState(true);
  const [tries, setTries] = useState(0);
  const emailError = tries > 0 && !email.includes("@") ? "Write it like name@example.com" : undefined;
  const bringError = tries > 0 && brought.length === 0 ? "Choose one" : undefined;
  const errors = [
    ...(tries > 0 && service === null ? [{ href: "#service", text: "Service: choose one" }] : []),
    ...(emailError ? [{ href: "#email", text: `E-mail: ${emailError}` }] : []),
    ...(bringError ? [{ href: "#bring", text: `Bring: ${bringError}` }] : []),
  ];
  return (
    <div class="pane">
      <main class="pane-body">
        <h1 class="visually-hidden">Appointment</h1>
        <StepHeader step={2} of={6} title="Everything" stepLabel="Step 2 of 6" />
        <ErrorSummary title="To correct" items={errors} focusKey={tries} />
        <RadioList
          name="service"
          legend="Service"
          required
          options={services}
          value={service}
          onChange={setService}
          filter={filter}
        />
        <TimeSlots
          times={times}
          selected={time}
          onSelect={({ start }) => setTime(start)}
          zoneLabel="Eastern Time (Toronto)"
          locale={locale}
          labels={{
            legend: "Tuesday, March 10",
            morning: "Morning",
            afternoon: "Afternoon",
            evening: "Evening",
          }}
        />
        <TextField
          id="email"
          label="E-mail"
          required
          value={email}
          onInput={setEmail}
          type="email"
          help="For the confirmation"
          error={emailError}
        />
        <Select
          id="language"
          label="Language"
          value=""
          options={[]}
          placeholder="Choose"
          onInput={() => {}}
        />
        <CheckboxList
          id="bring"
          label="To bring"
          value={brought}
          onInput={setBrought}
          options={bring}
          error={bringError}
        />
        <TextArea id="notes" label="Notes" value="" onInput={() => {}} />
        <Checkbox id="notify" label="Tell the client" value={notify} onInput={setNotify} help="By e-mail" />
        {(["info", "success", "warning", "error"] as const).map((intent) => (
          <MessageBar key={intent} intent={intent} title={intent} action={<Button>Act on {intent}</Button>}>
            What happened, in a sentence.
          </MessageBar>
        ))}
        <Card>
          <DescriptionList
            hideActions={!notify}
            rows={[{ term: "Service", text: "Cards", action: <Button appearance="subtle">Edit</Button> }]}
          />
        </Card>
        <Skeleton lines={1} />
        <Spinner label="Loading" />
        <Button busy busyLabel="Booking" onClick={() => setTries(99)}>
          Book
        </Button>
      </main>
      <Footer>
        <Button>Back</Button>
        <Button appearance="primary" onClick={() => setTries(tries + 1)}>
          Next
        </Button>
      </Footer>
    </div>
  );
}

render(<Page />, document.body);
