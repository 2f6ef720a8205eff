import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import { StateMachineEngine } from '../../../local/states/engine.ts';
import type { RunTask } from '../../../local/states/engine.ts';
import type { JsonObject } from '../../../local/types.ts';
import { silentLog, temporaryFolder } from '../support/deployment.ts';
import { Bench, RESOURCE, TOKEN_RESOURCE, endingOf, eventsOf, machine } from './support/machine.ts';
import { VirtualClock } from './support/virtual-clock.ts';

const EXECUTION = 'arn:aws:states:eu-central-1:000000000000:execution:Durable:run';
const call = (key: string, more: JsonObject): JsonObject => ({ Type: 'Task', Resource: RESOURCE, Arguments: { key }, ...more });

/** Each kind of state whose progress could be lost: tasks, retries, a token, a wait, a Map and a Parallel with a variable. */
const definition = machine({
  First: call('first', { Assign: { first: '{% $states.result %}' }, Next: 'Flaky' }),
  Flaky: call('flaky', { Retry: [{ ErrorEquals: ['Flaky'], IntervalSeconds: 1, MaxDelaySeconds: 1, MaxAttempts: 50, JitterStrategy: 'FULL' }], Next: 'Ask' }),
  Ask: { Type: 'Task', Resource: TOKEN_RESOURCE, Arguments: { key: 'ask', token: '{% $states.context.Task.Token %}' }, Next: 'Pause' },
  Pause: { Type: 'Wait', Timestamp: '{% $fromMillis($millis() + 20) %}', Next: 'Each' },
  Each: {
    Type: 'Map',
    Items: '{% $states.context.Execution.Input.items %}',
    MaxConcurrency: 2,
    ItemProcessor: {
      StartAt: 'Item',
      States: { Item: { Type: 'Task', Resource: RESOURCE, Arguments: { key: '{% $states.input %}' }, Output: '{% $states.context.Map.Item.Value * 10 %}', End: true } },
    },
    Assign: { each: '{% $states.result %}' },
    Next: 'Both',
  },
  Both: {
    Type: 'Parallel',
    Branches: [
      { StartAt: 'Left', States: { Left: call('left', { End: true }) } },
      { StartAt: 'Right', States: { Right: { Type: 'Pass', Assign: { inner: 1 }, Next: 'Deep' }, Deep: call('deep', { Output: '{% $inner %}', End: true }) } },
    ],
    Output: { first: '{% $first %}', each: '{% $each %}', both: '{% $states.result %}' },
    End: true,
  },
});

async function live(folder: string, dieAfter: number): Promise<NodeJS.Signals | null> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', join(import.meta.dirname, 'support/durable-child.ts'), folder, String(dieAfter)], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, NODE_COMPILE_CACHE: join(folder, 'compiled') },
  });
  const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
  if (signal !== 'SIGKILL' && code !== 0) throw new Error(`A life ended with ${signal ?? `exit code ${String(code)}`}`);
  return signal;
}

const linesOf = (folder: string, file: string): string[] => (existsSync(join(folder, file)) ? readFileSync(join(folder, file), 'utf8').split('\n').filter(Boolean) : []);

/** Kills one life after another, each after `step` transactions more, and lets the last one finish. */
async function dieEvery(step: number, checkLife: (folder: string) => void): Promise<number> {
  using folder = temporaryFolder();
  writeFileSync(join(folder.path, 'definition.json'), JSON.stringify(definition));
  let lives = 1;
  while ((await live(folder.path, step)) === 'SIGKILL') {
    lives += 1;
    checkLife(folder.path);
    expect(lives).toBeLessThan(200);
  }
  const engine = new StateMachineEngine({ databasePath: join(folder.path, 'states.sqlite'), runTask: () => Promise.resolve(null), onStatusChange: () => undefined, log: silentLog });
  try {
    checkEnd(engine, folder.path, lives);
  } finally {
    await engine.stop();
  }
  return lives;
}

function checkEnd(engine: StateMachineEngine, folder: string, lives: number): void {
  const run = endingOf(engine, EXECUTION);
  expect(linesOf(folder, 'errors')).toEqual([]);
  expect(run.status).toBe('SUCCEEDED');
  expect(run.output).toEqual({ first: 'First done', each: [10, 20, 30], both: ['Left done', 1] });

  const events = eventsOf(engine, EXECUTION);
  expect(events.map((event) => event.id)).toEqual(events.map((_, index) => index + 1));
  for (const event of events) expect(event.previousEventId).toBeLessThan(event.id);
  const count = (type: string): number => run.types.filter((other) => other === type).length;
  // 8 tasks: First, Flaky, Ask, three items, Left, Deep. The history has each of them succeed once, whatever died.
  expect(count('TaskSucceeded')).toBe(8);
  expect(count('TaskStateEntered')).toBe(8);
  expect(count('TaskStateExited')).toBe(8);
  expect(count('TaskScheduled')).toBe(8 + count('TaskFailed'));
  expect(count('MapIterationSucceeded')).toBe(3);
  expect(count('ExecutionSucceeded')).toBe(1);
  expect(run.types.at(-1)).toBe('ExecutionSucceeded');

  // A call is made again only when a life ended before its result was on disk.
  const calls = linesOf(folder, 'calls');
  expect(new Set(calls).size).toBe(8);
  expect(calls.length).toBeLessThanOrEqual(10 + 2 * (lives - 1));
  expect(new Set(linesOf(folder, 'tokens')).size).toBe(1);
  const changes = linesOf(folder, 'changes');
  expect(new Set(changes)).toEqual(new Set(['RUNNING', 'SUCCEEDED']));
  expect(changes.at(-1)).toBe('SUCCEEDED');
}

/** Tasks whose success is in the database after a life, with how often they had been called by then. */
function succeededCalls(folder: string, known: Map<string, number>): void {
  const calls = linesOf(folder, 'calls');
  for (const [key, times] of known) expect([key, calls.filter((line) => line === key).length]).toEqual([key, times]);
  const engine = new StateMachineEngine({ databasePath: join(folder, 'states.sqlite'), runTask: () => Promise.resolve(null), onStatusChange: () => undefined, log: silentLog });
  try {
    for (const event of eventsOf(engine, EXECUTION)) {
      if (event.type !== 'TaskSucceeded') continue;
      const parameters = scheduledBefore(engine, event.id);
      known.set(parameters, calls.filter((line) => line === parameters).length);
    }
  } finally {
    void engine.stop();
  }
}

/** `First "first"` for the task that an event belongs to, by following the events back. */
function scheduledBefore(engine: StateMachineEngine, id: number): string {
  const events = eventsOf(engine, EXECUTION);
  let key: string | undefined;
  for (let event = events[id - 1]; event !== undefined; event = events[event.previousEventId - 1]) {
    if (event.type === 'TaskScheduled') key ??= JSON.stringify((JSON.parse(event['taskScheduledEventDetails']?.['parameters'] as string) as { key: unknown }).key);
    if (event.type === 'TaskStateEntered') return `${event['stateEnteredEventDetails']?.['name'] as string} ${key ?? ''}`;
  }
  throw new Error(`Expected a task before event ${String(id)}`);
}

describe('an interpreter that is killed', () => {
  test.concurrent.each([1, 5])(
    'after every %i transactions goes on each time, and calls no finished task again',
    async (step) => {
      const known = new Map<string, number>();
      const lives = await dieEvery(step, (folder) => succeededCalls(folder, known));
      expect(lives).toBeGreaterThan(1);
    },
    600_000,
  );
});

describe('an interpreter that is stopped and started again', () => {
  async function twoLives(definitionOfRun: JsonObject, runTask: RunTask, between: (clock: VirtualClock, first: Bench) => Promise<void>, downMilliseconds = 0) {
    using folder = temporaryFolder();
    const clock = new VirtualClock();
    const databasePath = join(folder.path, 'states.sqlite');
    const first = new Bench({ clock, databasePath, runTask });
    const arn = first.start(definitionOfRun);
    await between(clock, first);
    await first.engine.stop();
    await clock.advance(downMilliseconds);
    await using second = new Bench({ clock, databasePath, runTask });
    second.engine.resume();
    return await second.finish(arn);
  }

  test('keeps the deadline of a wait', async () => {
    const run = await twoLives(machine({ Pause: { Type: 'Wait', Seconds: 100, End: true } }), () => Promise.resolve(null), (clock) => clock.advance(60_000));
    expect(run.seconds).toBe(100);
    expect(run.types).toEqual(['ExecutionStarted', 'WaitStateEntered', 'WaitStateExited', 'ExecutionSucceeded']);
  });

  test('keeps the deadline of a task whose call it makes again', async () => {
    let calls = 0;
    const run = await twoLives(
      machine({ Call: { Type: 'Task', Resource: RESOURCE, TimeoutSeconds: 100, End: true } }),
      () => {
        calls += 1;
        return new Promise(() => undefined);
      },
      (clock) => clock.advance(60_000),
    );
    expect([run.status, run.error, run.seconds, calls]).toEqual(['FAILED', 'States.Timeout', 100, 2]);
    expect(run.types.filter((type) => type === 'TaskScheduled' || type === 'TaskFailed')).toEqual(['TaskScheduled']);
  });

  test('calls nothing for a task whose deadline passed in between', async () => {
    let calls = 0;
    const run = await twoLives(
      machine({ Call: { Type: 'Task', Resource: RESOURCE, TimeoutSeconds: 100, End: true } }),
      () => {
        calls += 1;
        return new Promise(() => undefined);
      },
      (clock) => clock.settle(),
      200_000,
    );
    expect([run.error, run.seconds, calls]).toEqual(['States.Timeout', 200, 1]);
  });

  test('keeps the count of retries', async () => {
    let calls = 0;
    const run = await twoLives(
      machine({ Call: { Type: 'Task', Resource: RESOURCE, Retry: [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 10, BackoffRate: 1, MaxAttempts: 3 }], End: true } }),
      () => {
        calls += 1;
        return Promise.reject(new Error('no'));
      },
      (clock) => clock.advance(15_000),
    );
    expect([run.status, calls, run.seconds]).toEqual(['FAILED', 4, 30]);
  });

  test('waits on for a token without a second call when its call had returned', async () => {
    const tokens: string[] = [];
    const run = await twoLives(
      machine({ Ask: { Type: 'Task', Resource: TOKEN_RESOURCE, Arguments: { token: '{% $states.context.Task.Token %}' }, TimeoutSeconds: 50, Catch: [{ ErrorEquals: ['States.Timeout'], Next: 'End' }], Next: 'End' }, End: { Type: 'Succeed' } }),
      ({ taskToken }) => {
        tokens.push(taskToken ?? '');
        return Promise.resolve(null);
      },
      (clock) => clock.advance(30_000),
    );
    expect([run.status, run.seconds, tokens.length]).toEqual(['SUCCEEDED', 50, 1]);
  });

  test('makes the call of a token task again with the same token when it had not returned', async () => {
    const tokens: string[] = [];
    await twoLives(
      machine({ Ask: { Type: 'Task', Resource: TOKEN_RESOURCE, Arguments: { token: '{% $states.context.Task.Token %}' }, TimeoutSeconds: 50, End: true } }),
      ({ taskToken }) => {
        tokens.push(taskToken ?? '');
        return new Promise(() => undefined);
      },
      (clock) => clock.advance(30_000),
    );
    expect(tokens).toHaveLength(2);
    expect(tokens[0]).toBe(tokens[1]);
  });

  test('an answer that came just before it stopped counts', async () => {
    let token = '';
    const run = await twoLives(
      machine({ Ask: { Type: 'Task', Resource: TOKEN_RESOURCE, Arguments: { token: '{% $states.context.Task.Token %}' }, End: true } }),
      ({ taskToken }) => {
        token = taskToken ?? '';
        return new Promise(() => undefined);
      },
      async (clock, first) => {
        await clock.settle();
        first.engine.sendTaskSuccess(token, '"in time"');
      },
    );
    expect(run.output).toBe('in time');
  });

  test('goes on with the definition that the execution began with', async () => {
    const run = await twoLives(machine({ Pause: { Type: 'Wait', Seconds: 10, Next: 'Old' }, Old: { Type: 'Succeed', Output: 'old' } }), () => Promise.resolve(null), async (clock, first) => {
      await clock.settle();
      first.register(machine({ New: { Type: 'Succeed', Output: 'new' } }));
    });
    expect(run.output).toBe('old');
  });
});
