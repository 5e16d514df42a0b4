/**
 * The documentation asks for CRLF in a batch, and says of other line ends that they may fail. Some clients have sent
 * bare line feeds for years; this lets them, once somebody turned it on.
 */
export function createLineEnds() {
  let isTolerant = false;
  return {
    isTolerant: (): boolean => isTolerant,
    turn(tolerant: boolean): void {
      isTolerant = tolerant;
    },
    /** A body that has no CRLF at all gets it everywhere. */
    corrected: (body: string): string =>
      isTolerant && !body.includes("\r\n") ? body.replaceAll("\n", "\r\n") : body,
    reset(): void {
      isTolerant = false;
    },
  };
}
