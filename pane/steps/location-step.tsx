/** The step at which the location is chosen; phone and video calls skip it. */
import { MessageBar } from "../controls/message-bar.tsx";
import { RadioList } from "../controls/radio-list.tsx";
import { Loading } from "../server/loading.tsx";
import { useBanker } from "../server/banker-context.ts";
import { usePane } from "../shell/context.ts";
import type { Location } from "../contract.d.ts";
import { StepFrame } from "./step-frame.tsx";
import type { StepProps } from "./step-props.ts";
import { useContinue } from "./use-continue.ts";
import { useLoaded } from "../server/use-loaded.ts";
import { ContinueButton } from "./continue-button.tsx";
import { filterFor } from "./list-filter.ts";

/** Shows the locations that offer the service and the method. */
export function LocationStep(props: StepProps) {
  const { flow, dispatch } = props;
  const { words } = usePane();
  const { api } = useBanker();
  const service = flow.service?.id ?? "";
  const method = flow.method ?? "at_location";
  const locations = useLoaded({
    key: `locations ${service} ${method}`,
    load: (signal) => api.locations(service, method, signal),
    onLoaded: (value) => dispatch({ type: "locations_loaded", locations: value.locations }),
  });
  const isReady = locations.kind === "ready";
  const canChoose = isReady ? locations.value.locations.length > 0 : locations.kind === "loading";
  const next = useContinue(
    isReady && !flow.location ? [{ controlId: "location", text: words.location.missing }] : [],
    props,
    locations.kind,
  );
  return (
    <StepFrame {...props} {...next} action={canChoose && <ContinueButton {...next} />}>
      <Loading of={locations} label={words.loading.locations}>
        {({ locations: list }) =>
          list.length === 0 ? (
            <MessageBar intent="info" title={words.location.emptyTitle}>
              {words.location.empty}
            </MessageBar>
          ) : (
            <RadioList
              name="location"
              legend={words.location.legend}
              hideLegend
              required
              options={list.map((location) => ({
                value: location.id,
                label: location.name,
                description: formatAddress(location),
              }))}
              value={flow.location?.id ?? null}
              onChange={(value) => {
                const location = list.find(({ id }) => id === value);
                if (location) dispatch({ type: "location_chosen", location });
              }}
              filter={filterFor(list, words.location)}
              error={next.errorOf("location")}
            />
          )
        }
      </Loading>
    </StepFrame>
  );
}

/** Formats an address: "200 King St W, Toronto, ON M5H 3T4". Region and postcode do not break into two lines. */
export function formatAddress({ address, city, region, postcode }: Location): string {
  const regionAndPostcode = [region, postcode]
    .filter((part) => part !== null && part !== "")
    .join(" ")
    .replaceAll(" ", "\u00A0");
  return [address, city, regionAndPostcode].filter((part) => part !== null && part !== "").join(", ");
}
