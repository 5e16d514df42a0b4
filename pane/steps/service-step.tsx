/** The first step: the service and the way to meet. */
import { useRef } from "preact/hooks";
import { MessageBar } from "../controls/message-bar.tsx";
import { RadioList } from "../controls/radio-list.tsx";
import { Loading } from "../server/loading.tsx";
import { useBanker } from "../server/banker-context.ts";
import { usePane } from "../shell/context.ts";
import type { Method, Service } from "../contract.d.ts";
import { StepFrame } from "./step-frame.tsx";
import type { StepProps } from "./step-props.ts";
import { useContinue } from "./use-continue.ts";
import { useLoaded } from "../server/use-loaded.ts";
import { useReveal } from "./use-reveal.ts";
import { ContinueButton } from "./continue-button.tsx";
import { filterFor } from "./list-filter.ts";

/** Shows the services, and below them the methods of the chosen one. */
export function ServiceStep(props: StepProps) {
  const { flow, dispatch } = props;
  const { words } = usePane();
  const { api, row } = useBanker();
  const services = useLoaded({
    key: "services",
    async load(signal) {
      const [access, list] = await Promise.all([api.checkRowAccess(row, signal), api.services(signal)]);
      return access.kind === "refused" ? access : list;
    },
  });
  const isReady = services.kind === "ready";
  const canChoose = isReady ? services.value.services.length > 0 : services.kind === "loading";
  const next = useContinue(
    [
      ...(isReady && !flow.service ? [{ controlId: "service", text: words.service.missing }] : []),
      ...(flow.service && !flow.method ? [{ controlId: "method", text: words.method.missing }] : []),
    ],
    props,
    services.kind,
  );
  return (
    <StepFrame {...props} {...next} action={canChoose && <ContinueButton {...next} />}>
      <Loading of={services} label={words.loading.services}>
        {({ services: list }) =>
          list.length === 0 ? (
            <MessageBar intent="info" title={words.service.emptyTitle}>
              {words.service.empty}
            </MessageBar>
          ) : (
            <>
              <RadioList
                name="service"
                legend={words.service.legend}
                hideLegend
                required
                options={optionsOf(list, words.service)}
                value={flow.service?.id ?? null}
                onChange={(value) => {
                  const service = list.find(({ id }) => id === value);
                  if (service) dispatch({ type: "service_chosen", service });
                }}
                filter={filterFor(list, words.service)}
                error={next.errorOf("service")}
              />
              {flow.service && (
                <MethodList
                  methods={flow.service.methods}
                  value={flow.method}
                  onChange={(method) => dispatch({ type: "method_chosen", method })}
                  error={next.errorOf("method")}
                />
              )}
            </>
          )
        }
      </Loading>
    </StepFrame>
  );
}

function optionsOf(
  services: readonly Service[],
  { minutes, other }: { readonly minutes: (count: number) => string; readonly other: string },
) {
  const hasCategories = services.some(({ category }) => category !== null);
  return services
    .map(({ id, name, description, category, durationMinutes }) => ({
      value: id,
      label: name,
      description,
      meta: minutes(durationMinutes),
      group: hasCategories ? (category ?? other) : null,
    }))
    .toSorted((a, b) => Number(a.group === other) - Number(b.group === other));
}

interface MethodListProps {
  readonly methods: readonly Method[];
  readonly value: Method | null;
  readonly onChange: (method: Method) => void;
  readonly error: string | undefined;
}

/** The methods of a service. Scrolls into view after a choice by mouse or touch, because the list above may be long. */
function MethodList({ methods, value, onChange, error }: MethodListProps) {
  const { words } = usePane();
  const box = useRef<HTMLDivElement>(null);
  useReveal(box, value === null ? "open" : null, "stay");
  return (
    <div ref={box} class="revealed">
      <RadioList
        name="method"
        legend={words.method.legend}
        required
        options={methods.map((method) => ({ value: method, label: words.method.names[method] }))}
        value={value}
        onChange={(chosen) => {
          const method = methods.find((candidate) => candidate === chosen);
          if (method) onChange(method);
        }}
        error={error}
      />
    </div>
  );
}
