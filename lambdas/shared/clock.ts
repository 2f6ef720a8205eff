/** Where handlers read the time, so that tests can hold it still. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };

/** The day of a moment in UTC, as an ISO date. */
export function dateOf(moment: Date): string {
  return moment.toISOString().slice(0, 10);
}
