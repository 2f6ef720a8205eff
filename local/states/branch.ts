/** Where one line of execution is: all that a restarted process needs to go on. */
import type { JsonObject, JsonValue } from '../types.ts';
import type { Failure } from './failure.ts';

/** How far the current state is. Each step to the next phase is one transaction, together with its events. */
export type Phase =
  | { readonly at: 'arriving' }
  | { readonly at: 'entered' }
  /** The task's call may be under way: it is made again after a restart, with the same arguments and token. */
  | { readonly at: 'started'; readonly arguments: JsonValue; readonly dueAt: number; readonly token?: string }
  /** The call returned, its token is awaited. */
  | { readonly at: 'submitted'; readonly dueAt: number; readonly token: string }
  /** A Wait state until this time. */
  | { readonly at: 'waiting'; readonly until: number }
  /** Map or Parallel: their branches are records of their own. */
  | { readonly at: 'forked'; readonly fork: Fork }
  /** The state's work is done; its Assign and Output remain. */
  | { readonly at: 'returned'; readonly result: JsonValue }
  | { readonly at: 'failed'; readonly failure: Failure }
  /** Until the next try. */
  | { readonly at: 'backoff'; readonly until: number }
  | { readonly at: 'ended'; readonly output: JsonValue }
  | { readonly at: 'broken'; readonly failure: Failure };

/** What a Map or Parallel evaluated when it began. */
export interface Fork {
  /** Items of a Map; for a Parallel the one input that all branches get. */
  readonly items: readonly JsonValue[];
  readonly concurrency: number;
  /** Failures that a Map bears; absent when the first one fails it under its own name. */
  readonly toleratedFailures?: number;
}

export interface Branch {
  /** `` for the whole execution, `/2` for its third iteration or branch, `/2/0` within that. */
  readonly path: string;
  /** From the definition's top to this branch's flow: state names and their steps in turn. */
  readonly route: readonly (string | number)[];
  /** What a Map's iteration is about, for `$states.context.Map`. */
  readonly item?: { readonly Index: number; readonly Value: JsonValue };
  /** Variables assigned in this scope; outer ones are read through. */
  variables: JsonObject;
  state: string;
  input: JsonValue;
  enteredAt: number;
  /** How often each retrier was used in this visit of the state. */
  retries: readonly number[];
  lastEventId: number;
  phase: Phase;
  /** The end of this iteration is in the history. */
  reported: boolean;
}

/** A branch before its first state. */
export function newBranch(branch: Pick<Branch, 'path' | 'route' | 'item' | 'state' | 'input' | 'lastEventId'>): Branch {
  return { ...branch, variables: {}, enteredAt: 0, retries: [], phase: { at: 'arriving' }, reported: false };
}

/** The paths of a branch and of all around it, outermost first: `/2/0` lies in `/2`, that in ``. */
export function enclosingPaths(path: string): string[] {
  const parts = path.split('/').slice(1);
  return ['', ...parts.map((_, index) => `/${parts.slice(0, index + 1).join('/')}`)];
}
