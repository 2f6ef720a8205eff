import { describe, expect, test } from 'vitest';

import type { StatusChange } from '../../../local/states/engine.ts';
import { Bench, MACHINE, machine } from './support/machine.ts';

const quick = machine({ Only: { Type: 'Succeed' } });
const slow = machine({ Pause: { Type: 'Wait', Seconds: 60, End: true } });

describe('starting an execution', () => {
  test('the same name and input while it runs is the same execution', async () => {
    await using bench = new Bench();
    bench.register(slow);
    const first = bench.engine.startExecution({ stateMachineArn: MACHINE, name: 'a', input: '{"x":1,"y":2}' });
    await bench.clock.advance(1_000);
    expect(bench.engine.startExecution({ stateMachineArn: MACHINE, name: 'a', input: '{ "y": 2, "x": 1 }' })).toEqual(first);
    expect(() => bench.engine.startExecution({ stateMachineArn: MACHINE, name: 'a', input: '{"x":2}' })).toThrow(expect.objectContaining({ code: 'ExecutionAlreadyExists' }));
    await bench.finish(first.executionArn);
    expect(() => bench.engine.startExecution({ stateMachineArn: MACHINE, name: 'a', input: '{"x":1,"y":2}' })).toThrow(expect.objectContaining({ code: 'ExecutionAlreadyExists' }));
  });

  test.each(['', 'a b', 'a/b', 'a*', 'x'.repeat(81), 'tab\t', 'a:b', '<a>', 'null\u0000'])('refuses the name %j', async (name) => {
    await using bench = new Bench();
    bench.register(quick);
    expect(() => bench.engine.startExecution({ stateMachineArn: MACHINE, name })).toThrow(expect.objectContaining({ code: 'InvalidName' }));
  });

  test('refuses input that is no JSON or too large, and an unknown state machine', async () => {
    await using bench = new Bench();
    bench.register(quick);
    expect(() => bench.engine.startExecution({ stateMachineArn: MACHINE, input: '{' })).toThrow(expect.objectContaining({ code: 'InvalidExecutionInput' }));
    expect(() => bench.engine.startExecution({ stateMachineArn: MACHINE, input: JSON.stringify('x'.repeat(262_144)) })).toThrow(expect.objectContaining({ code: 'InvalidExecutionInput' }));
    expect(() => bench.engine.startExecution({ stateMachineArn: `${MACHINE}2` })).toThrow(expect.objectContaining({ code: 'StateMachineDoesNotExist' }));
  });
});

describe('following executions', () => {
  test('the history comes in pages, in both directions, with and without data', async () => {
    await using bench = new Bench();
    const arn = bench.start(quick, { secret: 1 });
    await bench.finish(arn);
    const first = bench.engine.getExecutionHistory(arn, { maxResults: 3 });
    const second = bench.engine.getExecutionHistory(arn, { maxResults: 3, nextToken: first.nextToken });
    expect([first.events.map(({ id }) => id), second.events.map(({ id }) => id), second.nextToken]).toEqual([[1, 2, 3], [4], undefined]);
    const last = bench.engine.getExecutionHistory(arn, { maxResults: 1, reverseOrder: true });
    const before = bench.engine.getExecutionHistory(arn, { maxResults: 1, reverseOrder: true, nextToken: last.nextToken });
    expect([last.events[0]?.type, before.events[0]?.type]).toEqual(['ExecutionSucceeded', 'SucceedStateExited']);
    expect(JSON.stringify(first.events)).toContain('secret');
    expect(JSON.stringify(bench.engine.getExecutionHistory(arn, { includeExecutionData: false }).events)).not.toContain('secret');
    expect(() => bench.engine.getExecutionHistory(arn, { nextToken: 'x' })).toThrow(expect.objectContaining({ code: 'InvalidToken' }));
  });

  test('executions are listed newest first, by status, in pages', async () => {
    await using bench = new Bench();
    bench.register(slow);
    for (const name of ['a', 'b', 'c']) {
      bench.engine.startExecution({ stateMachineArn: MACHINE, name });
      await bench.clock.advance(25_000);
    }
    const names = (statusFilter?: 'RUNNING' | 'SUCCEEDED'): string[] => bench.engine.listExecutions(MACHINE, { statusFilter }).executions.map(({ name }) => name);
    expect(names()).toEqual(['c', 'b', 'a']);
    expect(names('RUNNING')).toEqual(['c', 'b']);
    expect(names('SUCCEEDED')).toEqual(['a']);
    const page = bench.engine.listExecutions(MACHINE, { maxResults: 2 });
    expect(bench.engine.listExecutions(MACHINE, { maxResults: 2, nextToken: page.nextToken }).executions.map(({ name }) => name)).toEqual(['a']);
  });

  test('stopping ends it as aborted at once, and stopping again changes nothing', async () => {
    await using bench = new Bench();
    const arn = bench.start(slow);
    await bench.clock.advance(10_000);
    const { stopDate } = bench.engine.stopExecution(arn, { error: 'Enough', cause: 'changed my mind' });
    await bench.clock.advance(100_000);
    expect(bench.engine.stopExecution(arn)).toEqual({ stopDate });
    expect(bench.engine.describeExecution(arn)).toMatchObject({ status: 'ABORTED', error: 'Enough', cause: 'changed my mind', stoppedAt: stopDate });
    expect(bench.events(arn).at(-1)).toMatchObject({ type: 'ExecutionAborted', executionAbortedEventDetails: { error: 'Enough', cause: 'changed my mind' } });
  });

  test('an endless loop ends at the limit of events', async () => {
    await using bench = new Bench();
    const arn = bench.start(machine({ A: { Type: 'Pass', Next: 'B' }, B: { Type: 'Pass', Next: 'A' } }));
    while (bench.engine.describeExecution(arn).status === 'RUNNING') await bench.clock.settle();
    expect(bench.engine.describeExecution(arn)).toMatchObject({ status: 'FAILED', error: 'States.Runtime', cause: expect.stringContaining('25000 events') as string });
  });
});

describe('changes of status', () => {
  test('are told in order with what EventBridge carries', async () => {
    await using bench = new Bench();
    const arn = bench.start(machine({ No: { Type: 'Fail', Error: 'E', Cause: 'C' } }), { a: 1 });
    await bench.finish(arn);
    expect(bench.changes).toEqual([
      expect.objectContaining({ executionArn: arn, stateMachineArn: MACHINE, status: 'RUNNING', startDate: bench.clock.now(), stopDate: null, input: '{"a":1}', output: null, error: null }),
      expect.objectContaining({ executionArn: arn, status: 'FAILED', stopDate: bench.clock.now(), input: '{"a":1}', inputDetails: { included: true }, error: 'E', cause: 'C' }),
    ]);
  });

  test('are told again when the telling failed', async () => {
    const told: string[] = [];
    let refusals = 2;
    const onStatusChange = ({ status }: StatusChange): Promise<void> => {
      if (refusals-- > 0) return Promise.reject(new Error('not now'));
      told.push(status);
      return Promise.resolve();
    };
    await using bench = new Bench({ onStatusChange });
    bench.start(quick);
    await bench.clock.advance(10_000);
    expect(told).toEqual(['RUNNING', 'SUCCEEDED']);
  });
});
