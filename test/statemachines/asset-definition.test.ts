import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import jsonata from 'jsonata';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import * as errors from '../../core/errors.ts';
import { assetFunctions, assetResources } from '../../statemachines/asset.placeholders.ts';

const text = readFileSync(join(fileURLToPath(new URL('../../statemachines', import.meta.url)), 'asset.asl.json'), 'utf8');

const Rule = z.looseObject({ ErrorEquals: z.array(z.string()).min(1), Comment: z.string().optional(), Next: z.string().optional(), MaxAttempts: z.number().optional() });
const State = z.looseObject({
  Type: z.string(),
  Resource: z.string().optional(),
  Arguments: z.record(z.string(), z.unknown()).default({}),
  TimeoutSeconds: z.union([z.number(), z.string()]).optional(),
  HeartbeatSeconds: z.union([z.number(), z.string()]).optional(),
  Retry: z.array(Rule).default([]),
  Catch: z.array(Rule).default([]),
  Choices: z.array(z.looseObject({ Next: z.string() })).default([]),
  Default: z.string().optional(),
  Next: z.string().optional(),
});
const definition = z.looseObject({ QueryLanguage: z.string(), StartAt: z.string(), States: z.record(z.string(), State) }).parse(JSON.parse(text));
const states = Object.entries(definition.States);
const tasks = states.filter(([, { Type }]) => Type === 'Task');

/** Expressions anywhere below a value, with their path. */
function* expressionsIn(value: unknown, path: string): Generator<readonly [string, string]> {
  if (typeof value === 'string' && value.startsWith('{%')) yield [path, value.slice(2, -2).trim()];
  else if (value !== null && typeof value === 'object') for (const [name, inner] of Object.entries(value)) yield* expressionsIn(inner, `${path}/${name}`);
}

/** The package is CommonJS whose types its own `exports` do not name. */
const validate = (createRequire(import.meta.url)('asl-validator') as (definition: unknown, options?: object) => { isValid: boolean; errors: unknown[] });

describe('the definition', () => {
  test('is valid in the Amazon States Language', () => {
    const { isValid, errors: problems } = validate(JSON.parse(text));
    expect(problems).toEqual([]);
    expect(isValid).toBe(true);
  });

  test('is in JSONata throughout, and every expression can be parsed', () => {
    expect(definition.QueryLanguage).toBe('JSONata');
    expect(states.filter(([, state]) => 'QueryLanguage' in state)).toEqual([]);
    const expressions = [...expressionsIn(definition, '')];
    expect(expressions.length).toBeGreaterThan(50);
    for (const [path, expression] of expressions) expect(() => jsonata(expression), path).not.toThrow();
  });

  test('has the placeholders that are substituted, and no other', () => {
    const placeholders = new Set([...text.matchAll(/\$\{(\w+)\}/g)].map(([, name]) => name));
    expect([...placeholders].sort()).toEqual([...Object.keys(assetFunctions), ...assetResources].sort());
  });

  test('every state can be reached', () => {
    const reached = new Set([definition.StartAt]);
    // A set that grows while it is walked is walked to its end.
    for (const name of reached) {
      const { Next, Default, Choices, Catch } = definition.States[name]!;
      for (const next of [Next, Default, ...Choices.map((choice) => choice.Next), ...Catch.map((rule) => rule.Next)]) if (next !== undefined) reached.add(next);
    }
    expect([...reached].sort()).toEqual(states.map(([name]) => name).sort());
  });
});

describe('every task', () => {
  test.each(tasks)('%s has a timeout, retries and a way out for every error', (_, { TimeoutSeconds, Retry, Catch }) => {
    expect(TimeoutSeconds).toBeDefined();
    expect(Retry.length).toBeGreaterThan(0);
    expect(Catch.at(-1)?.ErrorEquals).toEqual(['States.ALL']);
  });

  test.each(tasks)('%s names States.ALL last and alone, and never retries it', (_, { Retry, Catch }) => {
    expect(Retry.flatMap(({ ErrorEquals }) => ErrorEquals)).not.toContain('States.ALL');
    for (const { ErrorEquals } of Catch.slice(0, -1)) expect(ErrorEquals).not.toContain('States.ALL');
  });

  test.each(tasks)('%s says how long its retries wait', (_, { Retry }) => {
    for (const { Comment, MaxAttempts } of Retry) {
      expect(MaxAttempts).toBeTypeOf('number');
      // "4 tries": the first and its retries. A single second try has no sum to show, but a reason.
      expect(Comment).toMatch(MaxAttempts === 1 ? /\w/ : new RegExp(`\\b${String((MaxAttempts ?? 0) + 1)} tries`));
    }
  });

  test.each(tasks.filter(([, { HeartbeatSeconds }]) => HeartbeatSeconds !== undefined).concat([['(none waits for heartbeats)', definition.States[tasks[0]![0]]!]]))('%s expects heartbeats before its timeout', (_, { HeartbeatSeconds, TimeoutSeconds }) => {
    if (HeartbeatSeconds !== undefined) expect(HeartbeatSeconds).toBeLessThan(Number(TimeoutSeconds));
  });

  const invocations = tasks.filter(([, { Resource }]) => Resource?.startsWith('arn:aws:states:::lambda:invoke'));
  test.each(invocations)('%s goes on after Lambda’s own errors', (_, { Retry }) => {
    const retried = Retry.flatMap(({ ErrorEquals }) => ErrorEquals);
    expect(retried).toEqual(expect.arrayContaining(['Lambda.ServiceException', 'Lambda.AWSLambdaException', 'Lambda.SdkClientException', 'Lambda.TooManyRequestsException']));
  });

  test.each(invocations)('%s keeps only what it needs of its result', (_, state) => {
    // A result that is not assigned would travel on as the input of the next state, and grow.
    expect(state).toHaveProperty('Output', {});
  });

  const waiting = tasks.filter(([, { Resource }]) => Resource?.endsWith('.waitForTaskToken'));
  test('people are waited for in four places: the owner three times, and the approvers', () => {
    expect(waiting.map(([name]) => name).sort()).toEqual(['AskBudget', 'AskOwner', 'AskReopen', 'Review']);
  });

  test.each(waiting)('%s hands its task token to whoever shall answer, and has an end for when nobody does', (name, { Arguments, Catch }) => {
    expect(JSON.stringify(Arguments)).toContain('{% $states.context.Task.Token %}');
    expect(Catch.find(({ ErrorEquals }) => ErrorEquals.includes('States.Timeout'))?.Next).toBe({ AskBudget: 'OverBudget', Review: 'Reopenable' }[name] ?? 'Expired');
  });

  test.each(tasks.filter(([name]) => !waiting.some(([other]) => other === name)))('%s knows nothing of task tokens', (_, { Arguments }) => {
    expect(JSON.stringify(Arguments)).not.toContain('Task.Token');
  });
});

describe('errors by name', () => {
  const builtIn = /^(States|Lambda|Runtime|Sandbox)\./;
  const known = new Set(
    Object.values(errors).map((Class) => new (Class as new (problems: never[]) => Error)([]).name),
  );
  const named = [...new Set(tasks.flatMap(([, { Retry, Catch }]) => [...Retry, ...Catch].flatMap(({ ErrorEquals }) => ErrorEquals)))].filter((name) => !builtIn.test(name));

  test.each(named)('%s, which the workflow matches, is an error of Galley', (name) => {
    expect([...known]).toContain(name);
  });

  test.each([['ModerationBlocked'], ['BudgetExceeded'], ['ImageApiRefused'], ['InvalidBrief'], ['InvalidInput'], ['NotFound'], ['UnreadableImage']])('%s is no matter of trying again', (name) => {
    expect(tasks.flatMap(([, { Retry }]) => Retry.flatMap(({ ErrorEquals }) => ErrorEquals))).not.toContain(name);
  });
});
