import { describe, expect, test } from 'vitest';

import { TaskFailure } from '../../../local/states/engine.ts';
import { MACHINE, RESOURCE, ROLE, machine, runMachine } from './support/machine.ts';

describe('Pass, Choice, Succeed and Fail', () => {
  test('variables and outputs of a state see the values from before it', async () => {
    const run = await runMachine(
      machine({
        First: { Type: 'Pass', Assign: { count: 1, label: 'old' }, Next: 'Second' },
        Second: { Type: 'Pass', Assign: { count: '{% $count + 1 %}', label: '{% $string($count) %}' }, Output: { seen: '{% $count %}' }, Next: 'Third' },
        Third: { Type: 'Succeed', Output: { before: '{% $states.input.seen %}', count: '{% $count %}', label: '{% $label %}' } },
      }),
    );
    expect(run.status).toBe('SUCCEEDED');
    expect(run.output).toEqual({ before: 1, count: 2, label: '1' });
    expect(run.types).toEqual([
      'ExecutionStarted', 'PassStateEntered', 'PassStateExited', 'PassStateEntered', 'PassStateExited', 'SucceedStateEntered', 'SucceedStateExited', 'ExecutionSucceeded',
    ]);
  });

  test('the first choice rule that holds decides, with its own assignments', async () => {
    const definition = machine({
      Pick: {
        Type: 'Choice',
        Choices: [
          { Condition: '{% $states.input.n > 10 %}', Next: 'End', Assign: { size: 'large' } },
          { Condition: '{% $states.input.n > 5 %}', Next: 'End', Assign: { size: 'middle' }, Output: 'replaced' },
        ],
        Assign: { size: 'small' },
        Default: 'End',
      },
      End: { Type: 'Succeed', Output: ['{% $size %}', '{% $states.input %}'] },
    });
    expect((await runMachine(definition, { n: 11 })).output).toEqual(['large', { n: 11 }]);
    expect((await runMachine(definition, { n: 6 })).output).toEqual(['middle', 'replaced']);
    expect((await runMachine(definition, { n: 1 })).output).toEqual(['small', { n: 1 }]);
  });

  test('a choice without a match and without a default fails the execution', async () => {
    const run = await runMachine(machine({ Pick: { Type: 'Choice', Choices: [{ Condition: '{% false %}', Next: 'End' }] }, End: { Type: 'Succeed' } }));
    expect([run.status, run.error]).toEqual(['FAILED', 'States.NoChoiceMatched']);
  });

  test('a condition that is no boolean is an evaluation error', async () => {
    const run = await runMachine(machine({ Pick: { Type: 'Choice', Choices: [{ Condition: "{% 'yes' %}", Next: 'End' }] }, End: { Type: 'Succeed' } }));
    expect([run.error, run.cause]).toEqual(['States.QueryEvaluationError', expect.stringContaining("Expected a boolean for the field 'Choices[0]/Condition' but received \"yes\"")]);
  });

  test('a Fail state gives its evaluated error and cause', async () => {
    const run = await runMachine(machine({ No: { Type: 'Fail', Error: '{% $states.input.why %}', Cause: "{% 'because ' & $states.context.State.Name %}" } }), { why: 'Bad' });
    expect([run.status, run.error, run.cause]).toEqual(['FAILED', 'Bad', 'because No']);
    expect(run.types.slice(-2)).toEqual(['FailStateEntered', 'ExecutionFailed']);
  });

  test('the context tells execution, machine and state', async () => {
    const run = await runMachine(machine({ Only: { Type: 'Succeed', Output: '{% $states.context %}' } }), { a: 1 });
    const { Name: name } = (run.output as { Execution: { Name: string } }).Execution;
    expect(run.output).toEqual({
      Execution: { Id: `arn:aws:states:eu-central-1:000000000000:execution:Test:${name}`, Name: name, Input: { a: 1 }, RoleArn: ROLE, StartTime: '2026-11-24T08:00:00.000Z', RedriveCount: 0 },
      StateMachine: { Id: MACHINE, Name: 'Test' },
      State: { Name: 'Only', EnteredTime: '2026-11-24T08:00:00.000Z', RetryCount: 0 },
    });
  });
});

describe('expressions', () => {
  test.each([
    ['{% $partition([1,2,3,4,5], 2) %}', [[1, 2], [3, 4], [5]]],
    ['{% $range(1, 7, 3) %}', [1, 4, 7]],
    ["{% $hash('abc', 'SHA-1') %}", 'a9993e364706816aba3e25717850c26c9cd0d89d'],
    ["{% $parse('{\"a\":[1]}').a[0] %}", 1],
    ['{% $random(7) = $random(7) %}', true],
    ['{% $length($uuid()) %}', 36],
    ['{% $now() %}', '2026-11-24T08:00:00.000Z'],
    [' {% 1 %}', ' {% 1 %}'],
  ])('%s', async (expression, value) => {
    const run = await runMachine(machine({ Only: { Type: 'Succeed', Output: { value: expression } } }));
    expect(run.output).toEqual({ value });
  });

  test.each([
    ['{% $missing %}', 'returned nothing (undefined)'],
    ['{% function($x) { $x } %}', 'returned a function'],
    ["{% 'a' + 1 %}", 'threw an error'],
    ['{% ($f := function($n) { $f($n + 1) + 1 }; $f(0)) %}', 'threw an error'],
    ["{% $eval('1') %}", '$parse'],
  ])('%s fails the state by AWS\'s name', async (expression, cause) => {
    const run = await runMachine(machine({ Only: { Type: 'Pass', Output: { deep: [expression] }, End: true } }));
    expect([run.status, run.error]).toEqual(['FAILED', 'States.QueryEvaluationError']);
    expect(run.cause).toContain(cause);
    expect(run.cause).toContain("'Output/deep[0]'");
    expect(run.events.find((event) => event.type === 'EvaluationFailed')).toMatchObject({ evaluationFailedEventDetails: { state: 'Only', location: 'Output/deep[0]' } });
  });

  test('an expression that never ends is ended', async () => {
    const run = await runMachine(machine({ Only: { Type: 'Pass', Output: '{% ($f := function($n) { $f($n + 1) }; $f(0)) %}', End: true } }));
    expect(run.error).toBe('States.QueryEvaluationError');
  });

  test('data of more than 256 KiB fails the state, and a wildcard does not catch that', async () => {
    const big = 'x'.repeat(200_000);
    const run = await runMachine(
      machine({ Call: { Type: 'Task', Resource: RESOURCE, Arguments: {}, Catch: [{ ErrorEquals: ['States.ALL'], Next: 'End' }], Next: 'End' }, End: { Type: 'Succeed' } }),
      {},
      () => Promise.resolve([big, big]),
    );
    expect([run.status, run.error]).toEqual(['FAILED', 'States.DataLimitExceeded']);
  });
});

describe('Wait', () => {
  test('waits seconds, evaluated seconds and until a timestamp', async () => {
    const run = await runMachine(
      machine({
        One: { Type: 'Wait', Seconds: 10, Next: 'Two' },
        Two: { Type: 'Wait', Seconds: '{% $states.input.s %}', Next: 'Three' },
        Three: { Type: 'Wait', Timestamp: '{% $fromMillis($millis() + 259200000) %}', End: true },
      }),
      { s: 50 },
    );
    expect(run.status).toBe('SUCCEEDED');
    expect(run.seconds).toBe(60 + 72 * 3600);
  });

  test('a machine past its own timeout is timed out', async () => {
    const run = await runMachine(machine({ Long: { Type: 'Wait', Seconds: 1000, End: true } }, { TimeoutSeconds: 100 }));
    expect([run.status, run.error, run.seconds]).toEqual(['TIMED_OUT', 'States.Timeout', 100]);
    expect(run.types.at(-1)).toBe('ExecutionTimedOut');
  });
});

describe('Map and Parallel', () => {
  test('a Map selects its items, runs a bounded number at once and keeps their order', async () => {
    let running = 0;
    let most = 0;
    const run = await runMachine(
      machine({
        Each: {
          Type: 'Map',
          Items: '{% $states.input.names %}',
          ItemSelector: { name: '{% $states.context.Map.Item.Value %}', at: '{% $states.context.Map.Item.Index %}' },
          MaxConcurrency: 2,
          ItemProcessor: {
            ProcessorConfig: { Mode: 'INLINE' },
            StartAt: 'Call',
            States: { Call: { Type: 'Task', Resource: RESOURCE, Arguments: '{% $states.input %}', Output: '{% $states.result & $string($states.context.Map.Item.Index) %}', End: true } },
          },
          Output: { all: '{% $states.result %}' },
          End: true,
        },
      }),
      { names: ['a', 'b', 'c', 'd', 'e'] },
      async ({ arguments: args }) => {
        running += 1;
        most = Math.max(most, running);
        await new Promise((resolve) => setImmediate(resolve));
        running -= 1;
        return (args as { name: string }).name.toUpperCase();
      },
    );
    expect(run.output).toEqual({ all: ['A0', 'B1', 'C2', 'D3', 'E4'] });
    expect(most).toBe(2);
    expect(run.types.filter((type) => type === 'MapIterationSucceeded')).toHaveLength(5);
    expect(run.events.find((event) => event.type === 'MapStateStarted')).toMatchObject({ mapStateStartedEventDetails: { length: 5 } });
  });

  test('an empty Map gives an empty list', async () => {
    const run = await runMachine(machine({ Each: { Type: 'Map', Items: [], ItemProcessor: { StartAt: 'A', States: { A: { Type: 'Pass', End: true } } }, End: true } }));
    expect(run.output).toEqual([]);
  });

  test('variables of an iteration end with it, outer ones are read', async () => {
    const run = await runMachine(
      machine({
        Begin: { Type: 'Pass', Assign: { outer: 10 }, Next: 'Each' },
        Each: {
          Type: 'Map',
          Items: [1, 2],
          ItemProcessor: {
            StartAt: 'Add',
            States: { Add: { Type: 'Pass', Assign: { inner: '{% $outer + $states.input %}' }, Next: 'Show' }, Show: { Type: 'Pass', Output: '{% $inner %}', End: true } },
          },
          Output: { sums: '{% $states.result %}', leaked: '{% $exists($inner) %}' },
          End: true,
        },
      }),
    );
    expect(run.output).toEqual({ sums: [11, 12], leaked: false });
  });

  const failing = (more: object) =>
    machine({
      Each: {
        Type: 'Map',
        Items: [1, 2, 3, 4],
        ...more,
        ItemProcessor: {
          StartAt: 'Odd',
          States: { Odd: { Type: 'Choice', Choices: [{ Condition: '{% $states.input % 2 = 1 %}', Next: 'No' }], Default: 'Yes' }, No: { Type: 'Fail', Error: 'Odd' }, Yes: { Type: 'Succeed' } },
        },
        End: true,
      },
    });

  test('a failed iteration fails the Map under its own name', async () => {
    const run = await runMachine(failing({}));
    expect([run.status, run.error]).toEqual(['FAILED', 'Odd']);
    expect(run.types).toContain('MapIterationFailed');
    expect(run.types.slice(-2)).toEqual(['MapStateFailed', 'ExecutionFailed']);
  });

  test('tolerated failures leave the results of the others', async () => {
    expect((await runMachine(failing({ ToleratedFailureCount: 2 }))).output).toEqual([2, 4]);
    expect((await runMachine(failing({ ToleratedFailurePercentage: 50 }))).output).toEqual([2, 4]);
  });

  test('one failure more than tolerated has a name of its own', async () => {
    expect((await runMachine(failing({ ToleratedFailureCount: 1 }))).error).toBe('States.ExceedToleratedFailureThreshold');
  });

  test('a Map that is retried runs every iteration anew', async () => {
    const calls: string[] = [];
    const run = await runMachine(
      machine({
        Each: {
          Type: 'Map',
          Items: ['a', 'b', 'c'],
          MaxConcurrency: 1,
          ItemProcessor: { StartAt: 'Call', States: { Call: { Type: 'Task', Resource: RESOURCE, End: true } } },
          Retry: [{ ErrorEquals: ['Once'], IntervalSeconds: 5 }],
          End: true,
        },
      }),
      {},
      ({ arguments: item }) => {
        calls.push(item as string);
        return calls.length === 2 ? Promise.reject(new TaskFailure('Once', '')) : Promise.resolve(item);
      },
    );
    expect(run.output).toEqual(['a', 'b', 'c']);
    expect(calls).toEqual(['a', 'b', 'a', 'b', 'c']);
    expect(run.seconds).toBe(5);
  });

  test('iterations of a Map within a Map read the variables and items around them', async () => {
    const run = await runMachine(
      machine({
        Outer: {
          Type: 'Map',
          Items: [[1, 2], [3]],
          ItemProcessor: {
            StartAt: 'Keep',
            States: {
              Keep: { Type: 'Pass', Assign: { row: '{% $states.context.Map.Item.Index %}' }, Next: 'Inner' },
              Inner: { Type: 'Map', ItemProcessor: { StartAt: 'Show', States: { Show: { Type: 'Pass', Output: "{% $row & ':' & $states.context.Map.Item.Value %}", End: true } } }, End: true },
            },
          },
          End: true,
        },
      }),
    );
    expect(run.output).toEqual([['0:1', '0:2'], ['1:3']]);
  });

  test('a Parallel gives every branch the same input and collects in order', async () => {
    const run = await runMachine(
      machine({
        Both: {
          Type: 'Parallel',
          Arguments: { n: '{% $states.input.n * 2 %}' },
          Branches: [
            { StartAt: 'Slow', States: { Slow: { Type: 'Wait', Seconds: 30, Output: 'slow', End: true } } },
            { StartAt: 'Quick', States: { Quick: { Type: 'Pass', Output: '{% $states.input.n %}', End: true } } },
          ],
          End: true,
        },
      }),
      { n: 4 },
    );
    expect(run.output).toEqual(['slow', 8]);
    expect(run.seconds).toBe(30);
  });

  test('a failed branch calls the others off, and the Parallel catches it', async () => {
    const run = await runMachine(
      machine({
        Both: {
          Type: 'Parallel',
          Branches: [
            { StartAt: 'Slow', States: { Slow: { Type: 'Wait', Seconds: 3000, End: true } } },
            { StartAt: 'Call', States: { Call: { Type: 'Task', Resource: RESOURCE, Arguments: {}, End: true } } },
          ],
          Catch: [{ ErrorEquals: ['Broken'], Assign: { why: '{% $states.errorOutput.Cause %}' }, Next: 'End' }],
          Next: 'Never',
        },
        Never: { Type: 'Fail' },
        End: { Type: 'Succeed', Output: '{% $why %}' },
      }),
      {},
      () => Promise.reject(new TaskFailure('Broken', 'the cause')),
    );
    expect([run.status, run.output, run.seconds]).toEqual(['SUCCEEDED', 'the cause', 0]);
    expect(run.types).toContain('ParallelStateFailed');
  });
});
