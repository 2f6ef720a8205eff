/** A clock that stands still until nothing else happens, then jumps to the next alarm. */
import { setImmediate } from 'node:timers/promises';

import type { Clock } from '../../../../local/states/engine.ts';

/** Turns of the event loop without a new alarm or a new wish after which all is quiet. */
const QUIET_TURNS = 12;

interface Alarm {
  readonly time: number;
  readonly ring: () => void;
}

export class VirtualClock implements Clock {
  #now: number;
  readonly #alarms = new Set<Alarm>();

  constructor(start = Date.parse('2026-11-24T08:00:00Z')) {
    this.#now = start;
  }

  now(): number {
    return this.#now;
  }

  alarm(time: number, ring: () => void): () => void {
    const alarm = { time, ring };
    this.#alarms.add(alarm);
    return () => {
      this.#alarms.delete(alarm);
    };
  }

  /** Lets everything that needs no time happen. */
  async settle(): Promise<void> {
    for (let turn = 0; turn < QUIET_TURNS; turn += 1) await setImmediate();
  }

  /** Moves on by this many milliseconds, ringing every alarm on the way at its time. */
  async advance(milliseconds: number): Promise<void> {
    const end = this.#now + milliseconds;
    await this.settle();
    for (let next = this.#next(); next !== undefined && next.time <= end; next = this.#next()) {
      this.#ring(next);
      await this.settle();
    }
    this.#now = end;
  }

  /** Jumps from alarm to alarm until `done` holds. */
  async runUntil(done: () => boolean): Promise<void> {
    for (;;) {
      await this.settle();
      if (done()) return;
      const next = this.#next();
      if (next === undefined) throw new Error('Expected an alarm to wait for, but nothing is going to happen any more');
      this.#ring(next);
    }
  }

  #next(): Alarm | undefined {
    return [...this.#alarms].toSorted((one, other) => one.time - other.time)[0];
  }

  #ring(alarm: Alarm): void {
    this.#now = Math.max(this.#now, alarm.time);
    this.#alarms.delete(alarm);
    alarm.ring();
  }
}
