/** A list from which one option is chosen. */
import { useState } from "preact/hooks";
import { FieldError, RequiredMark } from "./field.tsx";
import { type FilterTexts, groupInOrder, matchesFilter } from "./option-groups.ts";

interface RadioOption {
  readonly value: string;
  readonly label: string;
  readonly description?: string | null | undefined;
  /** A short text at the end of the line: "45 min". */
  readonly meta?: string | null | undefined;
  /** The heading under which the option is shown. */
  readonly group?: string | null | undefined;
}

interface RadioListProps {
  /** Also the id of the fieldset, which the error summary links to. */
  readonly name: string;
  readonly legend: string;
  /** Shows the legend to screen readers only, because the step's heading says the same. */
  readonly hideLegend?: boolean;
  readonly required?: boolean;
  readonly options: readonly RadioOption[];
  readonly value: string | null;
  readonly onChange: (value: string) => void;
  /** Shows a filter box. */
  readonly filter?: FilterTexts | undefined;
  readonly error?: string | undefined;
}

/** Shows the options as radio buttons, in groups, with a filter box if asked for. */
export function RadioList(props: RadioListProps) {
  const { name, legend, hideLegend = false, required = false, options, filter, error } = props;
  const [filterText, setFilterText] = useState("");
  const found =
    filter === undefined ? options : options.filter((option) => matchesFilter(option, filterText));
  // The filter never hides the chosen option.
  const shown = options.filter((option) => option.value === props.value || found.includes(option));
  return (
    <fieldset
      class="radio-list"
      id={name}
      role="radiogroup"
      aria-required={required || undefined}
      aria-invalid={error ? true : undefined}
      aria-describedby={error ? `${name}-error` : undefined}
    >
      <legend class={hideLegend ? "visually-hidden" : "field-label"}>
        {legend}
        {required && <RequiredMark />}
      </legend>
      {filter !== undefined && (
        <div class="filter">
          <input
            class="input"
            type="search"
            aria-label={filter.label}
            placeholder={filter.label}
            autocomplete="off"
            value={filterText}
            onInput={(event) => setFilterText(event.currentTarget.value)}
          />
          <p class="visually-hidden" role="status">
            {filterText === "" ? "" : filter.count(found.length)}
          </p>
        </div>
      )}
      <FieldError id={name} error={error} />
      {filter !== undefined && found.length === 0 && <p class="radio-list-empty">{filter.empty}</p>}
      {groupInOrder(shown).map(([group, members], index) => (
        <RadioGroup
          key={group ?? ""}
          id={`${name}-group-${index}`}
          label={group}
          members={members}
          {...props}
        />
      ))}
    </fieldset>
  );
}

interface RadioGroupProps extends RadioListProps {
  readonly id: string;
  readonly label: string | null;
  readonly members: readonly RadioOption[];
}

function RadioGroup({ id, label, members, ...list }: RadioGroupProps) {
  const rows = members.map((option) => <RadioRow key={option.value} option={option} {...list} />);
  if (label === null) return <div class="radio-rows">{rows}</div>;
  return (
    <div class="radio-group" role="group" aria-labelledby={id}>
      <p class="radio-group-label" id={id}>
        {label}
      </p>
      <div class="radio-rows">{rows}</div>
    </div>
  );
}

function RadioRow({ option, ...list }: RadioListProps & { readonly option: RadioOption }) {
  const id = `${list.name}-${option.value}`;
  const facts = [option.meta ? `${id}-meta` : "", option.description ? `${id}-about` : ""].filter(Boolean);
  return (
    <label class="radio-row">
      <input
        id={id}
        class="radio-dot"
        type="radio"
        name={list.name}
        value={option.value}
        checked={list.value === option.value}
        aria-labelledby={`${id}-label`}
        aria-describedby={facts.join(" ") || undefined}
        onChange={() => list.onChange(option.value)}
      />
      <span class="radio-text">
        <span class="radio-label" id={`${id}-label`}>
          {option.label}
        </span>
        {option.description && (
          <span class="radio-about" id={`${id}-about`}>
            {option.description}
          </span>
        )}
      </span>
      {option.meta && (
        <span class="radio-meta" id={`${id}-meta`}>
          {option.meta}
        </span>
      )}
    </label>
  );
}
