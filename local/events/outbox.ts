/** A durable queue of deliveries: what was accepted survives a killed process and is tried until it is done or given up. */
import { randomUUID } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';

import type { CloudLog } from '../types.ts';

/** A delivery to accept. */
export interface NewDelivery {
  /** Stays the same over all tries; receivers use it to recognise a repetition. */
  readonly id?: string;
  /** ARN of the target. */
  readonly target: string;
  /** What the target receives. */
  readonly body: string;
  /** JSON that only the deliverer understands: retry policy, rule, dead-letter queue. */
  readonly origin: string;
}

export interface Delivery extends Required<NewDelivery> {
  /** Tries that ended with a result. */
  readonly attempts: number;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
}

/** What became of one try. */
export type DeliveryOutcome =
  | { readonly kind: 'done' }
  /** Try again after so many milliseconds; `counted` when it was the target that failed, not its capacity. */
  | { readonly kind: 'retry'; readonly delay: number; readonly counted: boolean; readonly reason: string }
  /** Give up; what tells of it is accepted in the same step. */
  | { readonly kind: 'given-up'; readonly reason: string; readonly followUps: readonly NewDelivery[] };

export interface OutboxOptions {
  /** Path of the database file. */
  readonly path: string;
  deliver(delivery: Delivery): Promise<DeliveryOutcome>;
  /** What tells of a delivery that was given up because the process died too often in it. */
  abandon?(delivery: Delivery, reason: string): readonly NewDelivery[];
  readonly log: CloudLog;
  now?(): number;
}

/** A delivery during which the process died so often is given up: it may be what kills it. */
const LARGEST_NUMBER_OF_CRASHES = 5;
const PARALLEL_DELIVERIES = 64;
const LONGEST_SLEEP = 60_000;
/** Accepted events that are kept for people to look at. */
const KEPT_EVENTS = 1_000;

interface Row {
  readonly id: string;
  readonly target: string;
  readonly body: string;
  readonly origin: string;
  readonly attempts: number;
  readonly starts: number;
  readonly created_at: number;
}

export class Outbox {
  readonly #options: OutboxOptions;
  readonly #database: DatabaseSync;
  readonly #inFlight = new Map<string, Promise<void>>();
  #timer: NodeJS.Timeout | undefined;
  #running = false;

  constructor(options: OutboxOptions) {
    this.#options = options;
    this.#database = new DatabaseSync(options.path);
    this.#database.exec(`
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = NORMAL;
      CREATE TABLE IF NOT EXISTS events (sequence INTEGER PRIMARY KEY, bus TEXT NOT NULL, event TEXT NOT NULL);
      CREATE TABLE IF NOT EXISTS deliveries (
        id TEXT PRIMARY KEY, target TEXT NOT NULL, body TEXT NOT NULL, origin TEXT NOT NULL,
        attempts INTEGER NOT NULL DEFAULT 0, starts INTEGER NOT NULL DEFAULT 0,
        created_at INTEGER NOT NULL, next_at INTEGER NOT NULL, error TEXT);
      CREATE INDEX IF NOT EXISTS due ON deliveries (next_at);
      CREATE TABLE IF NOT EXISTS schedules (rule TEXT PRIMARY KEY, expression TEXT NOT NULL, base INTEGER NOT NULL);
    `);
  }

  /** Accepts deliveries; when it returns they survive the process. */
  accept(deliveries: readonly NewDelivery[], event?: { readonly bus: string; readonly json: string }): void {
    this.#transaction(() => this.#insert(deliveries, event));
  }

  /** Moves a schedule's base and accepts what it fired, together. */
  acceptScheduled(rule: string, expression: string, base: number, deliveries: readonly NewDelivery[]): void {
    this.#transaction(() => {
      this.#database
        .prepare('INSERT INTO schedules (rule, expression, base) VALUES (?, ?, ?) ON CONFLICT (rule) DO UPDATE SET expression = excluded.expression, base = excluded.base')
        .run(rule, expression, base);
      this.#insert(deliveries);
    });
  }

  /** The moment a schedule counts from, in milliseconds, or undefined when it is new or was changed. */
  scheduleBase(rule: string, expression: string): number | undefined {
    const row = this.#database.prepare('SELECT base FROM schedules WHERE rule = ? AND expression = ?').get(rule, expression);
    return row === undefined ? undefined : Number(row['base']);
  }

  /** Deliveries that are not done yet. */
  pending(): number {
    return Number(this.#database.prepare('SELECT count(*) AS pending FROM deliveries').get()?.['pending']);
  }

  /** Begins to deliver, first of all what an earlier process left. */
  resume(): void {
    this.#running = true;
    this.#dispatch();
  }

  /** Starts nothing further and closes the file; unfinished deliveries are tried again by the next process. */
  async stop(graceMilliseconds: number): Promise<void> {
    this.#running = false;
    clearTimeout(this.#timer);
    const grace = Promise.withResolvers<undefined>();
    const timer = setTimeout(() => grace.resolve(undefined), graceMilliseconds);
    await Promise.race([Promise.all(this.#inFlight.values()), grace.promise]);
    clearTimeout(timer);
    // An orderly end is no crash.
    for (const id of this.#inFlight.keys()) this.#database.prepare('UPDATE deliveries SET starts = starts - 1 WHERE id = ?').run(id);
    this.#database.close();
  }

  #transaction(action: () => void): void {
    this.#database.exec('BEGIN IMMEDIATE');
    try {
      action();
      this.#database.exec('COMMIT');
    } catch (error) {
      this.#database.exec('ROLLBACK');
      throw error;
    }
    if (this.#running) setImmediate(() => this.#dispatch());
  }

  #now(): number {
    return this.#options.now?.() ?? Date.now();
  }

  #insert(deliveries: readonly NewDelivery[], event?: { readonly bus: string; readonly json: string }): void {
    const now = this.#now();
    if (event !== undefined) {
      const { lastInsertRowid } = this.#database.prepare('INSERT INTO events (bus, event) VALUES (?, ?)').run(event.bus, event.json);
      this.#database.prepare('DELETE FROM events WHERE sequence <= ?').run(Number(lastInsertRowid) - KEPT_EVENTS);
    }
    const statement = this.#database.prepare(
      'INSERT INTO deliveries (id, target, body, origin, created_at, next_at) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING',
    );
    for (const { id, target, body, origin } of deliveries) statement.run(id ?? randomUUID(), target, body, origin, now, now);
  }

  #dispatch(): void {
    if (!this.#running) return;
    clearTimeout(this.#timer);
    const free = PARALLEL_DELIVERIES - this.#inFlight.size;
    const now = this.#now();
    // Rows in flight are due as well, so as many more are read and passed over.
    const rows = this.#database
      .prepare('SELECT id, target, body, origin, attempts, starts, created_at FROM deliveries WHERE next_at <= ? ORDER BY next_at, rowid LIMIT ?')
      .all(now, free + this.#inFlight.size) as unknown as Row[];
    for (const row of rows.filter(({ id }) => !this.#inFlight.has(id)).slice(0, free)) {
      const delivery = this.#try(row).finally(() => {
        this.#inFlight.delete(row.id);
        this.#dispatch();
      });
      this.#inFlight.set(row.id, delivery);
    }
    const next = this.#database.prepare('SELECT min(next_at) AS next FROM deliveries WHERE next_at > ?').get(now)?.['next'];
    if (typeof next !== 'number') return;
    this.#timer = setTimeout(() => this.#dispatch(), Math.min(next - now, LONGEST_SLEEP));
  }

  async #try(row: Row): Promise<void> {
    const { id, target, body, origin, attempts } = row;
    this.#database.prepare('UPDATE deliveries SET starts = starts + 1 WHERE id = ?').run(id);
    const delivery: Delivery = { id, target, body, origin, attempts, createdAt: row.created_at };
    let outcome: DeliveryOutcome;
    if (row.starts - attempts >= LARGEST_NUMBER_OF_CRASHES) {
      const reason = `The cloud died ${String(LARGEST_NUMBER_OF_CRASHES)} times while this was delivered`;
      outcome = { kind: 'given-up', reason, followUps: this.#options.abandon?.(delivery, reason) ?? [] };
    } else {
      try {
        outcome = await this.#options.deliver(delivery);
      } catch (error) {
        this.#options.log.error('A delivery could not be judged; it is tried again', { target, error: String(error) });
        outcome = { kind: 'retry', delay: 10_000, counted: true, reason: String(error) };
      }
    }
    if (!this.#database.isOpen) return;
    this.#record(row, outcome);
  }

  #record({ id, target }: Row, outcome: DeliveryOutcome): void {
    switch (outcome.kind) {
      case 'done':
        this.#database.prepare('DELETE FROM deliveries WHERE id = ?').run(id);
        return;
      case 'retry':
        // A try that does not count has not crashed either.
        this.#database
          .prepare('UPDATE deliveries SET attempts = attempts + ?, starts = starts - ?, next_at = ?, error = ? WHERE id = ?')
          .run(outcome.counted ? 1 : 0, outcome.counted ? 0 : 1, this.#now() + outcome.delay, outcome.reason, id);
        return;
      case 'given-up':
        this.#options.log.warn(`Delivery to ${target} was given up: ${outcome.reason}`, { deadLetters: outcome.followUps.length });
        this.#transaction(() => {
          this.#database.prepare('DELETE FROM deliveries WHERE id = ?').run(id);
          this.#insert(outcome.followUps);
        });
    }
  }
}
