/** One press of an arrow key, and with Shift or Page Up and Page Down. */
const step = 0.01;
const largeStep = 0.1;

/** Where a key puts the line of a wipe, 0 to 1; null for a key that does not move it. */
export function shareByKey(share: number, key: string, shift: boolean): number | null {
  const by = shift ? largeStep : step;
  const to: Readonly<Partial<Record<string, number>>> = { ArrowLeft: share - by, ArrowDown: share - by, ArrowRight: share + by, ArrowUp: share + by, PageDown: share - largeStep, PageUp: share + largeStep, Home: 0, End: 1 };
  const next = to[key];
  return next === undefined ? null : Math.round(Math.min(1, Math.max(0, next)) * 1000) / 1000;
}
