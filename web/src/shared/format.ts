/** Texts for people: dates, money, sizes. */

/** `21 Nov, 14:02` in the reader's own language and zone. */
export function dateTime(iso: string): string {
  return new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' }).format(new Date(iso));
}

/** Seconds between two moments as `0.8 s`, `12 s` or `3 min`. */
export function duration(fromIso: string, toIso: string): string {
  const seconds = (Date.parse(toIso) - Date.parse(fromIso)) / 1000;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  return seconds < 120 ? `${String(Math.round(seconds))} s` : plural(Math.round(seconds / 60), 'minute');
}

/** Millionths of a US dollar as `$0.123`. */
export function usd(micro: number): string {
  return `$${(micro / 1_000_000).toFixed(3)}`;
}

/** Bytes as `84 kB`. */
export function fileSize(bytes: number): string {
  return bytes < 1_000_000 ? `${String(Math.round(bytes / 1000))} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}

function plural(count: number, unit: string): string {
  return `${String(count)} ${unit}${count === 1 ? '' : 's'}`;
}
