/** Choice, Wait and Fail: what they decide. */
import type { JsonValue } from '../types.ts';
import type { Branch } from './branch.ts';
import { LONGEST_TIMEOUT_SECONDS } from './definition.ts';
import type { ChoiceState, FailState, WaitState } from './definition.ts';
import { evaluationFailure, isExpression } from './expressions.ts';
import { StateFailure } from './failure.ts';
import type { Run } from './run.ts';

type Way = Pick<ChoiceState, 'Assign' | 'Output'> & { readonly Next: string };

/** The first rule whose condition holds, or the default. @throws StateFailure States.NoChoiceMatched */
export async function choose(run: Run, branch: Branch, state: ChoiceState): Promise<Way & { readonly at?: string }> {
  const scope = run.scopeOf(branch);
  for (const [index, rule] of state.Choices.entries()) {
    const at = `Choices[${String(index)}]/`;
    const holds = await run.around.evaluator.evaluate(rule.Condition, scope, `${at}Condition`);
    if (typeof holds !== 'boolean') throw unexpected('a boolean', holds, `${at}Condition`);
    if (holds) return { Assign: rule.Assign, Output: rule.Output, Next: rule.Next, at };
  }
  if (state.Default === undefined) throw new StateFailure('States.NoChoiceMatched', `No choice rule of the state '${branch.state}' matched, and it has no Default`);
  return { Assign: state.Assign, Output: state.Output, Next: state.Default };
}

/** @returns until when to wait, in epoch milliseconds */
export async function decideWait(run: Run, branch: Branch, state: WaitState): Promise<number> {
  const { evaluator, clock } = run.around;
  const scope = run.scopeOf(branch);
  if (state.Seconds !== undefined) {
    return clock.now() + 1_000 * requireInteger(await evaluator.evaluate(state.Seconds, scope, 'Seconds'), 0, LONGEST_TIMEOUT_SECONDS, 'Seconds');
  }
  const text = await evaluator.evaluate(state.Timestamp ?? null, scope, 'Timestamp');
  const time = typeof text === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/.test(text) ? Date.parse(text) : NaN;
  if (Number.isNaN(time)) throw unexpected('a time as 2026-11-24T12:00:00Z', text, 'Timestamp');
  return time;
}

/** @throws StateFailure the one that the state is about */
export async function failState(run: Run, branch: Branch, state: FailState): Promise<never> {
  const scope = run.scopeOf(branch);
  const text = async (template: string | undefined, location: string): Promise<string | undefined> => {
    if (template === undefined || !isExpression(template)) return template;
    const value = await run.around.evaluator.evaluate(template, scope, location);
    if (typeof value !== 'string') throw unexpected('a string', value, location);
    return value;
  };
  throw new StateFailure(await text(state.Error, 'Error'), await text(state.Cause, 'Cause'));
}

/** @throws StateFailure States.QueryEvaluationError */
export function requireInteger(value: JsonValue, least: number, most: number, location: string): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most) return value;
  throw unexpected(`an integer from ${String(least)} to ${String(most)}`, value, location);
}

export function unexpected(expected: string, value: JsonValue, location: string): StateFailure {
  return evaluationFailure(`Expected ${expected} for the field '${location}' but received ${JSON.stringify(value).slice(0, 200)}`, location);
}
