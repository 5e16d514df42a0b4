interface SkeletonProps {
  /** How many rows it has. */
  readonly lines: number;
}

/** A grey placeholder in the shape of the list that is loading. Hidden from screen readers. */
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
