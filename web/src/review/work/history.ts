/** A thing that is changed step by step, and every step can be taken back. */
export interface History<Value> {
  readonly past: readonly Value[];
  readonly present: Value;
  readonly future: readonly Value[];
}

/** More steps than anybody takes back, and a bound on memory. */
const mostSteps = 200;

export function begun<Value>(present: Value): History<Value> {
  return { past: [], present, future: [] };
}

/** A new step; what was taken back before is gone. */
export function stepped<Value>({ past, present }: History<Value>, next: Value): History<Value> {
  return { past: [...past, present].slice(-mostSteps), present: next, future: [] };
}

export function undone<Value>(history: History<Value>): History<Value> {
  const last = history.past.at(-1);
  return last === undefined ? history : { past: history.past.slice(0, -1), present: last, future: [history.present, ...history.future] };
}

export function redone<Value>(history: History<Value>): History<Value> {
  const [next, ...future] = history.future;
  return next === undefined ? history : { past: [...history.past, history.present], present: next, future };
}
