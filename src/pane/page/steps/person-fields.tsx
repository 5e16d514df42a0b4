import type { Ref } from "preact";
import { Button } from "../controls/button.tsx";
import { Select } from "../controls/select.tsx";
import { TextField } from "../controls/text-field.tsx";
import { attendeeField } from "../details.ts";
import type { Attendee } from "../flow.ts";
import type { Language } from "../launch.ts";
import { usePane } from "../pane-context.ts";

interface PersonFieldsProps {
  readonly attendee: Attendee;
  /** 0 is the client of the lead, who stays. */
  readonly index: number;
  readonly onChange: (change: Partial<Attendee>) => void;
  readonly onRemove: () => void;
  readonly errorOf: (field: keyof Attendee) => string | undefined;
  readonly firstFieldRef: Ref<HTMLDivElement>;
}

const longestName = 100;
const longestEmail = 200;
const longestPhone = 40;

export function PersonFields(props: PersonFieldsProps) {
  const { attendee, index, onChange, onRemove, errorOf, firstFieldRef } = props;
  const { words } = usePane();
  const { details } = words;
  // Not the banker's own name and address: the browser is not asked to fill these in.
  const field = (name: Exclude<keyof Attendee, "language">, maxLength: number) => ({
    id: attendeeField(index, name),
    label: details[name],
    value: attendee[name],
    error: errorOf(name),
    maxLength,
    onInput: (value: string) => onChange({ [name]: value }),
  });
  return (
    <fieldset class="person">
      <legend class="section-title">{index === 0 ? details.client : details.person(index + 1)}</legend>
      <div class="stack" ref={firstFieldRef}>
        <div class="pair">
          <TextField {...field("firstName", longestName)} required />
          <TextField {...field("lastName", longestName)} required />
        </div>
        <TextField {...field("email", longestEmail)} type="email" inputMode="email" />
        <div class="pair">
          <TextField {...field("cellPhone", longestPhone)} type="tel" inputMode="tel" />
          <Select
            id={attendeeField(index, "language")}
            label={details.language}
            value={attendee.language}
            onInput={(language) => onChange({ language: language as Language })}
            options={(["en", "fr"] as const).map((value) => ({ value, label: words.languages[value] }))}
          />
        </div>
        {index > 0 && (
          <div>
            <Button appearance="subtle" ariaLabel={details.removeOf(index + 1)} onClick={onRemove}>
              {details.remove}
            </Button>
          </div>
        )}
      </div>
    </fieldset>
  );
}
