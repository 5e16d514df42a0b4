/** Whether two e-mail addresses are one. Only the case of ASCII counts for nothing: in Unicode a letter of another alphabet can have the lower case of ours. */
export function isSameAddress(a: string, b: string): boolean {
  return fold(a) === fold(b);
}

function fold(address: string): string {
  return address.trim().replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());
}
