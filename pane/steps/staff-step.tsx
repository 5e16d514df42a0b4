/** The step at which the banker chooses whom the client meets. */
import { RadioList } from "../controls/radio-list.tsx";
import type { StaffChoice } from "../flow/flow.ts";
import { Loading } from "../server/loading.tsx";
import { useBanker } from "../server/banker-context.ts";
import { usePane } from "../shell/context.ts";
import type { StaffMember } from "../contract.d.ts";
import { StepFrame } from "./step-frame.tsx";
import type { StepProps } from "./step-props.ts";
import { useContinue } from "./use-continue.ts";
import { useLoaded } from "../server/use-loaded.ts";
import type { Words } from "../words/en.ts";
import { ContinueButton } from "./continue-button.tsx";
import { filterFor } from "./list-filter.ts";

/** Shows "anyone", the languages that are spoken, and each person by name. */
export function StaffStep(props: StepProps) {
  const { flow, dispatch } = props;
  const { words } = usePane();
  const { api } = useBanker();
  const service = flow.service?.id ?? "";
  const location = flow.location?.id ?? null;
  const staff = useLoaded({
    key: `staff ${service} ${location}`,
    load: (signal) => api.staff(service, location, signal),
    onLoaded: (value) => dispatch({ type: "staff_loaded", staff: value.staff }),
  });
  const next = useContinue([], props, staff.kind);
  return (
    <StepFrame {...props} {...next} action={staff.kind !== "failed" && <ContinueButton {...next} />}>
      <Loading of={staff} label={words.loading.staff}>
        {({ staff: list }) => {
          const choices = choicesOf(list, words);
          return (
            <>
              <RadioList
                name="staff"
                legend={words.staff.legend}
                hideLegend
                options={choices}
                value={valueOf(flow.staff)}
                onChange={(value) => {
                  const chosen = choices.find((choice) => choice.value === value);
                  if (chosen) dispatch({ type: "staff_chosen", staff: chosen.choice });
                }}
                filter={filterFor(list, words.staff)}
              />
              {list.length === 0 && <p class="quiet">{words.staff.empty}</p>}
            </>
          );
        }}
      </Loading>
    </StepFrame>
  );
}

function choicesOf(staff: readonly StaffMember[], { staff: texts, languages }: Words) {
  const spoken = (["en", "fr"] as const).filter((language) =>
    staff.some((person) => person.languages.includes(language)),
  );
  return [
    toOption({ kind: "anyone" }, texts.anyone, texts.anyoneAbout, null),
    ...spoken.map((language) =>
      toOption({ kind: "language", language }, languages[language], null, texts.byLanguage),
    ),
    ...staff.map((person) =>
      toOption(
        { kind: "person", person },
        `${person.firstName} ${person.lastName}`,
        [person.jobTitle, person.languages.map((language) => languages[language]).join(", ")]
          .filter((part) => part !== null && part !== "")
          .join(" · "),
        texts.byName,
      ),
    ),
  ];
}

function toOption(choice: StaffChoice, label: string, description: string | null, group: string | null) {
  return { value: valueOf(choice), label, description, group, choice };
}

function valueOf(choice: StaffChoice): string {
  switch (choice.kind) {
    case "anyone":
      return "anyone";
    case "language":
      return `language-${choice.language}`;
    case "person":
      return `person-${choice.person.id}`;
  }
}
