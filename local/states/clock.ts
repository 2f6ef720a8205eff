/** Time as the interpreter sees it, so that a test can let a year pass in a millisecond. */

export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Calls `ring` at or after `time`; the returned function cancels it. Without it, the process's own timers serve. */
  alarm?(time: number, ring: () => void): () => void;
}

export const systemClock: Clock = { now: () => Date.now() };

/** Longest sleep of one timer: timers overflow at 24.8 days and stand still while a laptop sleeps, deadlines do not. */
const LONGEST_TIMER_MILLISECONDS = 15_000;

/** Calls `ring` once, at or after `time` by this clock. @returns a function that cancels it */
export function setAlarm(clock: Clock, time: number, ring: () => void): () => void {
  if (clock.alarm !== undefined) return clock.alarm(time, ring);
  let timer: NodeJS.Timeout;
  const wait = (): void => {
    const left = time - clock.now();
    timer = setTimeout(left <= LONGEST_TIMER_MILLISECONDS ? ring : wait, Math.max(0, Math.min(left, LONGEST_TIMER_MILLISECONDS)));
  };
  wait();
  return () => clearTimeout(timer);
}

/** Resolves at or after `time`; rejects with the signal's reason when it aborts first. */
export async function sleepUntil(clock: Clock, time: number, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  if (time <= clock.now()) return;
  const { promise, resolve, reject } = Promise.withResolvers<undefined>();
  const cancel = setAlarm(clock, time, () => resolve(undefined));
  const abort = (): void => reject(signal.reason as Error);
  signal.addEventListener('abort', abort, { once: true });
  try {
    await promise;
  } finally {
    cancel();
    signal.removeEventListener('abort', abort);
  }
}
