/**
 * A switch that makes batches with bare line feeds readable. Microsoft's documentation asks for CRLF and
 * says that other line ends may fail; some clients have sent bare line feeds for years.
 */
export function createLineEnds() {
  let isTolerant = false;
  return {
    isTolerant: (): boolean => isTolerant,
    turn(tolerant: boolean): void {
      isTolerant = tolerant;
    },
    /** The body with CRLF line ends, if the switch is on and it has none. */
    corrected: (body: string): string =>
      isTolerant && !body.includes("\r\n") ? body.replaceAll("\n", "\r\n") : body,
    reset(): void {
      isTolerant = false;
    },
  };
}
