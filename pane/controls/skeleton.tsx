export interface SkeletonProps {
  /** Rows of the list that will stand here. */
  readonly lines: number;
}

/** The shape of what is being loaded, so that nothing jumps when it comes. It says nothing. */
export function Skeleton({ lines }: SkeletonProps) {
  return (
    <div class="skeleton" aria-hidden="true">
      {Array.from({ length: lines }, (_, index) => (
        <div class="skeleton-row" key={index}>
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
