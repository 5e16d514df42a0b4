export interface SkeletonProps {
  /** Rows of the list that will stand here. */
  readonly lines: number;
  /** For a screen reader: "Loading services". */
  readonly label?: string;
}

/** The shape of what is being loaded, so that nothing jumps when it comes. */
export function Skeleton({ lines, label }: SkeletonProps) {
  return (
    <div class="skeleton" role={label === undefined ? undefined : "status"}>
      {label !== undefined && <span class="visually-hidden">{label}</span>}
      {Array.from({ length: lines }, (_, index) => (
        <div class="skeleton-row" aria-hidden="true" key={index}>
          <span class="skeleton-dot" />
          <span class="skeleton-bars">
            <span class="skeleton-bar" />
            <span class="skeleton-bar skeleton-bar-short" />
          </span>
        </div>
      ))}
    </div>
  );
}
