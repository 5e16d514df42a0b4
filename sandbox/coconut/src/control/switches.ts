/** In what one Coconut may differ from another. */
export interface SwitchPositions {
  /** Whether webhooks contain `utm`, where a booking came from. */
  readonly utmInWebhooks: boolean;
}

/** The switches, and how they are set. */
export type Switches = ReturnType<typeof createSwitches>;

const initialPositions: SwitchPositions = { utmInWebhooks: true };

/** Holds the switches, at their initial positions. */
export function createSwitches() {
  let positions = initialPositions;
  return {
    now: (): SwitchPositions => positions,
    set({ utmInWebhooks = positions.utmInWebhooks }: { utmInWebhooks?: boolean | undefined }): void {
      positions = { utmInWebhooks };
    },
    reset: (): void => void (positions = initialPositions),
  };
}
