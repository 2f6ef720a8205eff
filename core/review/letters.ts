/** Name of the candidate at an index: A, B, C… The mail, the page and the sheet use the same. */
export function candidateLetter(index: number): string {
  return String.fromCharCode('A'.charCodeAt(0) + index);
}
