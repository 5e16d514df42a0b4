/**
 * Whether two e-mail addresses are the same. Only the case of ASCII letters is ignored: the lower case of some other
 * characters, such as the Kelvin sign, is an ASCII letter.
 */
export function isSameEmail(a: string, b: string): boolean {
  return normalize(a) === normalize(b);
}

function normalize(address: string): string {
  return address.trim().replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());
}
