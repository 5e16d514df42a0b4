import { Select } from "../controls/select.tsx";
import { usePane } from "../shell/context.ts";
import { ownZone, zoneChoices, zoneName } from "../words/when.ts";

interface ZoneSelectProps {
  readonly value: string;
  readonly onInput: (zone: string) => void;
}

/** For phone and video, where no location says which clock is meant. */
export function ZoneSelect({ value, onInput }: ZoneSelectProps) {
  const { words, locale } = usePane();
  return (
    <Select
      id="zone"
      label={words.time.zone}
      value={value}
      onInput={onInput}
      // Full names only for the zones nearby: of four hundred, they take noticeable time to make.
      options={zoneChoices(ownZone()).map(({ zone, isNear }) => ({
        value: zone,
        label: isNear || zone === value ? zoneName(zone, locale) : zone.replaceAll("_", " "),
      }))}
    />
  );
}
