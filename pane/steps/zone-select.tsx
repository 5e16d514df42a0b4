/** The choice of the time zone. */
import { Select } from "../controls/select.tsx";
import { usePane } from "../shell/context.ts";
import { ownZone, zoneChoices, zoneName } from "../words/when.ts";

interface ZoneSelectProps {
  readonly value: string;
  readonly onInput: (zone: string) => void;
}

/** Shows all time zones. Needed for phone and video calls, which have no location to take the zone from. */
export function ZoneSelect({ value, onInput }: ZoneSelectProps) {
  const { words, locale } = usePane();
  return (
    <Select
      id="zone"
      label={words.time.zone}
      value={value}
      onInput={onInput}
      // Full names only for the first zones: formatting those of all four hundred takes noticeable time.
      options={zoneChoices(ownZone()).map(({ zone, isNear }) => ({
        value: zone,
        label: isNear || zone === value ? zoneName(zone, locale) : zone.replaceAll("_", " "),
      }))}
    />
  );
}
