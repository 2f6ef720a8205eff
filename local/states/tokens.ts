/** Task tokens: who waits for which, and what was answered. */
import { randomBytes } from 'node:crypto';

import { ServiceError } from '../types.ts';
import type { JsonValue } from '../types.ts';
import type { Clock } from './clock.ts';
import type { Store, TokenRow } from './store.ts';

export type TokenOutcome = { readonly ok: true; readonly output: JsonValue } | { readonly ok: false; readonly error?: string; readonly cause?: string };

/** 256 random bits, base64url. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

const TOKEN = /^[\w-]{43}$/;

/** Takes answers to tokens. An answer is on disk when its method returns. */
export class TokenDesk {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #watchers = new Map<string, () => void>();

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  /** @throws ServiceError TaskTimedOut when the task is over or was answered, TaskDoesNotExist, InvalidToken */
  answer(token: string, outcome: TokenOutcome): void {
    this.#requireOpen(token);
    this.#store.settleToken(token, JSON.stringify(outcome));
    this.#watchers.get(token)?.();
  }

  /** Puts off the heartbeat's deadline. @throws as `answer` */
  heartbeat(token: string): void {
    const { heartbeat } = this.#requireOpen(token);
    if (heartbeat === null) return;
    this.#store.postponeHeartbeat(token, this.#clock.now() + heartbeat);
    this.#watchers.get(token)?.();
  }

  /** The row of a token. @throws ServiceError InvalidToken or TaskDoesNotExist */
  find(token: string): TokenRow {
    if (!TOKEN.test(token)) throw new ServiceError('InvalidToken', 'Invalid Token: expected a task token as the task received it');
    const row = this.#store.token(token);
    if (row === undefined) throw new ServiceError('TaskDoesNotExist', 'Task does not exist: no execution has made this token');
    return row;
  }

  outcomeOf(token: string): TokenOutcome | undefined {
    const outcome = this.#store.token(token)?.outcome ?? null;
    return outcome === null ? undefined : (JSON.parse(outcome) as TokenOutcome);
  }

  /** When the next heartbeat is due, in milliseconds; Infinity when none is asked for. */
  heartbeatDueAt(token: string): number {
    return this.#store.token(token)?.heartbeatDueAt ?? Infinity;
  }

  /** Calls `wake` whenever something about the token changed. @returns a function that ends this */
  watch(token: string, wake: () => void): () => void {
    this.#watchers.set(token, wake);
    return () => {
      this.#watchers.delete(token);
    };
  }

  #requireOpen(token: string): TokenRow {
    const row = this.find(token);
    const due = Math.min(row.dueAt, row.heartbeatDueAt ?? Infinity);
    if (row.closed === 1 || row.outcome !== null || this.#clock.now() >= due) {
      throw new ServiceError('TaskTimedOut', 'Task Timed Out: the task of this token is over: it was answered, timed out, or its execution ended');
    }
    return row;
  }
}
