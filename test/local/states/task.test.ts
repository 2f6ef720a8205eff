import { describe, expect, test } from 'vitest';

import { TaskFailure } from '../../../local/states/engine.ts';
import type { RunTask, TaskCall } from '../../../local/states/engine.ts';
import type { JsonObject } from '../../../local/types.ts';
import { Bench, MACHINE, RESOURCE, ROLE, TOKEN_RESOURCE, machine, runMachine } from './support/machine.ts';

const task = (more: JsonObject = {}): JsonObject => ({ Type: 'Task', Resource: RESOURCE, Arguments: { in: '{% $states.input %}' }, Next: 'End', ...more });
const one = (more: JsonObject = {}): JsonObject => machine({ Call: task(more), End: { Type: 'Succeed' } });
const caught = (names: string[], more: JsonObject = {}): JsonObject =>
  machine({
    Call: task({ ...more, Catch: [{ ErrorEquals: names, Next: 'Rescue' }] }),
    Rescue: { Type: 'Succeed', Output: { caught: '{% $states.input %}' } },
    End: { Type: 'Succeed' },
  });
const failing = (error: string): RunTask => () => Promise.reject(new TaskFailure(error, `cause of ${error}`));
const never: RunTask = () => new Promise(() => undefined);

describe('a task', () => {
  test('gets its arguments and its origin, and its result becomes the output', async () => {
    const calls: TaskCall[] = [];
    const run = await runMachine(one(), { a: 1 }, (call) => {
      calls.push(call);
      return Promise.resolve({ b: 2 });
    });
    expect(run.output).toEqual({ b: 2 });
    expect(calls).toEqual([
      expect.objectContaining({ resource: RESOURCE, arguments: { in: { a: 1 } }, stateName: 'Call', roleArn: ROLE, stateMachineArn: MACHINE }),
    ]);
    expect(run.types.slice(1, -3)).toEqual(['TaskStateEntered', 'TaskScheduled', 'TaskStarted', 'TaskSucceeded', 'TaskStateExited']);
    expect(run.events[2]).toMatchObject({
      id: 3, previousEventId: 2, taskScheduledEventDetails: { resourceType: 'lambda', resource: 'invoke', region: 'eu-central-1', parameters: '{"in":{"a":1}}' },
    });
  });

  test('is retried by the first retrier that names its error, as often as that says', async () => {
    let calls = 0;
    const run = await runMachine(
      one({
        Retry: [
          { ErrorEquals: ['Rare'], MaxAttempts: 1, IntervalSeconds: 100, BackoffRate: 1 },
          { ErrorEquals: ['States.ALL'], MaxAttempts: 2, IntervalSeconds: 1, BackoffRate: 3 },
        ],
      }),
      {},
      () => {
        calls += 1;
        return Promise.reject(new TaskFailure(calls === 2 ? 'Rare' : 'Common', 'no'));
      },
    );
    expect([run.status, run.error, calls]).toEqual(['FAILED', 'Common', 4]);
    expect(run.seconds).toBe(1 + 100 + 3);
  });

  test('waits at most MaxDelaySeconds, and full jitter takes a share of it', async () => {
    const run = await runMachine(one({ Retry: [{ ErrorEquals: ['X'], MaxAttempts: 3, IntervalSeconds: 10, BackoffRate: 10, MaxDelaySeconds: 20, JitterStrategy: 'FULL' }] }), {}, failing('X'));
    expect(run.seconds).toBe(5 + 10 + 10);
  });

  test('knows in its context how often it was retried', async () => {
    const seen: unknown[] = [];
    await runMachine(
      machine({ Call: task({ Arguments: { retries: '{% $states.context.State.RetryCount %}' }, Retry: [{ ErrorEquals: ['X'], MaxAttempts: 2 }], End: true, Next: undefined as unknown as string }) }),
      {},
      ({ arguments: args }) => {
        seen.push(args);
        return Promise.reject(new TaskFailure('X', ''));
      },
    );
    expect(seen).toEqual([{ retries: 0 }, { retries: 1 }, { retries: 2 }]);
  });

  test('starts counting anew when its state is visited again', async () => {
    let calls = 0;
    const run = await runMachine(
      machine({
        Call: task({ Retry: [{ ErrorEquals: ['X'], MaxAttempts: 1 }], Catch: [{ ErrorEquals: ['X'], Next: 'Again' }] }),
        Again: { Type: 'Choice', Choices: [{ Condition: '{% $exists($twice) %}', Next: 'End' }], Default: 'Mark' },
        Mark: { Type: 'Pass', Assign: { twice: true }, Next: 'Call' },
        End: { Type: 'Succeed' },
      }),
      {},
      () => {
        calls += 1;
        return Promise.reject(new TaskFailure('X', ''));
      },
    );
    expect([run.status, calls]).toEqual(['SUCCEEDED', 4]);
  });

  test.each([
    ['X', ['X'], true],
    ['X', ['Y'], false],
    ['X', ['States.ALL'], true],
    ['X', ['States.TaskFailed'], true],
    ['States.Timeout', ['States.TaskFailed'], false],
    ['States.Timeout', ['States.ALL'], true],
    ['States.HeartbeatTimeout', ['States.Timeout'], true],
    ['States.Runtime', ['States.ALL'], false],
    ['States.Runtime', ['States.Runtime'], false],
    ['States.DataLimitExceeded', ['States.ALL'], false],
    ['States.Permissions', ['States.ALL'], true],
  ])('that fails with %s is caught by %s: %s', async (error, names, isCaught) => {
    const run = await runMachine(caught(names), {}, failing(error));
    if (isCaught) expect(run.output).toEqual({ caught: { Error: error, Cause: `cause of ${error}` } });
    else expect([run.status, run.error, run.cause]).toEqual(['FAILED', error, `cause of ${error}`]);
  });

  test('leaves by its catcher with that one\'s output and assignments, not its own', async () => {
    const run = await runMachine(
      machine({
        Before: { Type: 'Pass', Assign: { kept: 'before' }, Next: 'Call' },
        Call: task({ Assign: { kept: 'task' }, Catch: [{ ErrorEquals: ['States.ALL'], Assign: { why: '{% $states.errorOutput.Error %}' }, Output: { from: '{% $states.input %}' }, Next: 'End' }] }),
        End: { Type: 'Succeed', Output: { kept: '{% $kept %}', why: '{% $why %}', input: '{% $states.input %}' } },
      }),
      { a: 1 },
      failing('X'),
    );
    expect(run.output).toEqual({ kept: 'before', why: 'X', input: { from: { a: 1 } } });
  });

  test('an expression that fails in a catcher fails the execution', async () => {
    const run = await runMachine(machine({ Call: task({ Catch: [{ ErrorEquals: ['States.ALL'], Output: '{% $nothing %}', Next: 'Call' }], End: true, Next: undefined as unknown as string }) }), {}, failing('X'));
    expect([run.status, run.error]).toEqual(['FAILED', 'States.QueryEvaluationError']);
    expect(run.cause).toContain("'Catch[0]/Output'");
  });

  test('past its timeout is timed out, and its call is told that nobody waits', async () => {
    let aborted = false;
    const run = await runMachine(caught(['States.Timeout'], { TimeoutSeconds: '{% $states.input.limit %}' }), { limit: 40 }, ({ signal }) => {
      signal.addEventListener('abort', () => (aborted = true));
      return never({} as TaskCall);
    });
    expect(run.output).toMatchObject({ caught: { Error: 'States.Timeout' } });
    expect(run.seconds).toBe(40);
    expect(run.types).toContain('TaskTimedOut');
    expect(aborted).toBe(true);
  });

  test('whose runner breaks without a name is a failed task', async () => {
    const run = await runMachine(one(), {}, () => Promise.reject(new TypeError('undefined is not a function')));
    expect([run.error, run.cause]).toEqual(['States.TaskFailed', 'TypeError: undefined is not a function']);
  });
});

describe('a task that waits for its token', () => {
  const waiting = (more: JsonObject = {}): JsonObject =>
    machine({
      Ask: { Type: 'Task', Resource: TOKEN_RESOURCE, Arguments: { token: '{% $states.context.Task.Token %}' }, Next: 'End', ...more },
      Late: { Type: 'Succeed', Output: { late: '{% $states.input.Error %}' } },
      End: { Type: 'Succeed' },
    });
  const catchLate: JsonObject = { Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Late' }] };
  const reachLate = (more: JsonObject): JsonObject => waiting({ ...catchLate, ...more });

  /** Starts the machine and gives the tokens that its task received. */
  async function asked(definition: JsonObject, runTask: RunTask = () => Promise.resolve({ ignored: true })): Promise<AsyncDisposable & { bench: Bench; arn: string; tokens: string[] }> {
    const tokens: string[] = [];
    const bench = new Bench({
      runTask: (call) => {
        tokens.push(call.taskToken ?? '');
        expect(call.resource).toBe(RESOURCE);
        expect(call.arguments).toEqual({ token: call.taskToken });
        return runTask(call);
      },
    });
    const arn = bench.start(definition);
    await bench.clock.settle();
    return { bench, arn, tokens, [Symbol.asyncDispose]: () => bench[Symbol.asyncDispose]() };
  }

  test('goes on with what the token is answered, days later, and its history never tells the token', async () => {
    await using asking = await asked(reachLate({ TimeoutSeconds: 4 * 86_400 }), (call) => Promise.resolve({ echo: call.taskToken ?? '' }));
    const { bench, arn, tokens } = asking;
    await bench.clock.advance(3 * 86_400_000);
    expect(bench.engine.describeExecution(arn).status).toBe('RUNNING');
    bench.engine.sendTaskSuccess(tokens[0] ?? '', '{"yes":true}');
    const run = await bench.finish(arn);
    expect(run.output).toEqual({ yes: true });
    expect(run.seconds).toBe(3 * 86_400);
    expect(run.types).toEqual(expect.arrayContaining(['TaskScheduled', 'TaskStarted', 'TaskSubmitted', 'TaskSucceeded']));
    expect(tokens[0]).toMatch(/^[\w-]{43}$/);
    expect(JSON.stringify(run.events)).not.toContain(tokens[0]);
    expect(JSON.stringify(run.events)).toContain('(task token)');
  });

  test('fails with the error that its token is answered', async () => {
    await using asking = await asked(reachLate({}));
    const { bench, arn, tokens } = asking;
    bench.engine.sendTaskFailure(tokens[0] ?? '', { error: 'Declined', cause: 'no' });
    expect((await bench.finish(arn)).output).toEqual({ late: 'Declined' });
  });

  test('takes an answer that comes before its call has returned', async () => {
    await using asking = await asked(reachLate({}), never);
    const { bench, arn, tokens } = asking;
    bench.engine.sendTaskSuccess(tokens[0] ?? '', '1');
    const run = await bench.finish(arn);
    expect(run.output).toBe(1);
    expect(run.types).not.toContain('TaskSubmitted');
  });

  test('fails when its call fails', async () => {
    await using asking = await asked(reachLate({}), failing('Lambda.ServiceException'));
    const { bench, arn, tokens } = asking;
    expect((await bench.finish(arn)).output).toEqual({ late: 'Lambda.ServiceException' });
    expect(() => bench.engine.sendTaskSuccess(tokens[0] ?? '', '1')).toThrow(expect.objectContaining({ code: 'TaskTimedOut' }));
  });

  test('gets a new token for each try', async () => {
    await using asking = await asked(reachLate({ Retry: [{ ErrorEquals: ['X'], MaxAttempts: 1 }] }), failing('X'));
    const { bench, arn, tokens } = asking;
    await bench.finish(arn);
    expect(new Set(tokens).size).toBe(2);
  });

  test('a token answers once, and not after the timeout', async () => {
    await using asking = await asked(reachLate({ TimeoutSeconds: 60 }));
    const { bench, arn, tokens } = asking;
    await bench.clock.advance(60_000);
    expect(() => bench.engine.sendTaskSuccess(tokens[0] ?? '', '1')).toThrow(expect.objectContaining({ code: 'TaskTimedOut' }));
    expect((await bench.finish(arn)).output).toEqual({ late: 'States.Timeout' });
    expect(() => bench.engine.sendTaskSuccess('x', '1')).toThrow(expect.objectContaining({ code: 'InvalidToken' }));
    expect(() => bench.engine.sendTaskSuccess('A'.repeat(43), '1')).toThrow(expect.objectContaining({ code: 'TaskDoesNotExist' }));
    expect(() => bench.engine.sendTaskSuccess(tokens[0] ?? '', '{')).toThrow(expect.objectContaining({ code: 'InvalidOutput' }));
  });

  test('a second answer is refused and changes nothing', async () => {
    await using asking = await asked(reachLate({}));
    const { bench, arn, tokens } = asking;
    bench.engine.sendTaskSuccess(tokens[0] ?? '', '"first"');
    expect(() => bench.engine.sendTaskFailure(tokens[0] ?? '', { error: 'second' })).toThrow(expect.objectContaining({ code: 'TaskTimedOut' }));
    expect((await bench.finish(arn)).output).toBe('first');
  });

  test('heartbeats put off the heartbeat timeout, and the first that is missed ends it', async () => {
    await using asking = await asked(reachLate({ HeartbeatSeconds: 30, TimeoutSeconds: 1000 }));
    const { bench, arn, tokens } = asking;
    for (let beat = 0; beat < 4; beat += 1) {
      await bench.clock.advance(25_000);
      bench.engine.sendTaskHeartbeat(tokens[0] ?? '');
    }
    const run = await bench.finish(arn);
    expect(run.output).toEqual({ late: 'States.HeartbeatTimeout' });
    expect(run.seconds).toBe(130);
  });
});
