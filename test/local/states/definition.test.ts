import { describe, expect, test } from 'vitest';

import { parseDefinition } from '../../../local/states/definition-checks.ts';
import type { JsonObject } from '../../../local/types.ts';
import { RESOURCE, TOKEN_RESOURCE, machine } from './support/machine.ts';

const end: JsonObject = { Type: 'Succeed' };
const task = (more: JsonObject): JsonObject => machine({ Call: { Type: 'Task', Resource: RESOURCE, Next: 'End', ...more }, End: end });
const mapOf = (more: JsonObject, inner: JsonObject = {}): JsonObject =>
  machine({ Each: { Type: 'Map', Items: [], ItemProcessor: { StartAt: 'A', States: { A: { Type: 'Pass', End: true, ...inner } } }, End: true, ...more } });

const refusalOf = (definition: JsonObject): string => {
  try {
    parseDefinition(JSON.stringify(definition));
  } catch (error) {
    expect(error).toMatchObject({ code: 'InvalidDefinition' });
    return (error as Error).message;
  }
  return 'accepted';
};

describe('a definition is refused by name', () => {
  test.each<[string, JsonObject, string]>([
    ['without JSONata', { StartAt: 'A', States: { A: end } }, 'Expected "JSONata" for QueryLanguage of the definition but received "nothing, which means JSONPath"'],
    ['with a JSONPath state', task({ QueryLanguage: 'JSONPath' }), 'received "JSONPath" at /States/Call'],
    ['with Parameters', task({ Parameters: {} }), 'Unsupported field Parameters at /States/Call: JSONPath is not run: use Arguments and JSONata'],
    ['with ResultPath', task({ ResultPath: null }), 'Unsupported field ResultPath'],
    ['with Credentials', task({ Credentials: { RoleArn: 'x' } }), 'Unsupported field Credentials'],
    ['with a .sync integration', task({ Resource: 'arn:aws:states:::states:startExecution.sync:2' }), 'Unsupported integration pattern .sync'],
    ['with a distributed Map', mapOf({ ItemProcessor: { ProcessorConfig: { Mode: 'DISTRIBUTED' }, StartAt: 'A', States: { A: end } } }), 'distributed Map is not run'],
    ['with an ItemReader', mapOf({ ItemReader: {} }), 'Unsupported field ItemReader'],
    ['with an unknown field', task({ Timeout: 1 }), 'Unrecognized key: "Timeout" at /States/Call'],
    ['with an unknown type', machine({ A: { Type: 'Activity' } }), '/States/A/Type'],
    ['with a start that is missing', { ...machine({ A: end }), StartAt: 'B' }, 'StartAt but received "B"'],
    ['with a next that is missing', task({ Next: 'Nowhere' }), 'Next but received "Nowhere" at /States/Call'],
    ['with a next inside a Map', mapOf({}, { Next: 'Each', End: undefined as unknown as boolean }), 'state of the same flow for Next but received "Each"'],
    ['with both Next and End', task({ End: true }), 'exactly one of Next and End at /States/Call'],
    ['with a state out of reach', machine({ A: end, B: end }), 'State "B" cannot be reached'],
    ['with the same name twice', mapOf({ ItemProcessor: { StartAt: 'Each', States: { Each: end } } }), 'a name that no other state has but received "Each"'],
    ['with a shadowed variable', machine({ A: { Type: 'Pass', Assign: { x: 1 }, Next: 'Each' }, Each: { Type: 'Map', Items: [], ItemProcessor: { StartAt: 'B', States: { B: { Type: 'Pass', Assign: { x: 2 }, End: true } } }, End: true } }), 'a variable that no outer flow assigns but received "x"'],
    ['with the reserved variable', task({ Assign: { states: 1 } }), 'reserved "states"'],
    ['with States.ALL not last', task({ Retry: [{ ErrorEquals: ['States.ALL'] }, { ErrorEquals: ['X'] }] }), 'States.ALL alone and last'],
    ['with a heartbeat as long as the timeout', task({ Resource: TOKEN_RESOURCE, Arguments: { t: '{% $states.context.Task.Token %}' }, TimeoutSeconds: 10, HeartbeatSeconds: 10 }), 'HeartbeatSeconds below TimeoutSeconds 10'],
    ['with a heartbeat that nobody can send', task({ HeartbeatSeconds: 10 }), 'HeartbeatSeconds only for a task that waits for its token'],
    ['with a token task that gives no token', task({ Resource: TOKEN_RESOURCE, Arguments: {} }), 'Expected $states.context.Task.Token in the Arguments'],
    ['with a broken expression', task({ Arguments: { a: '{% $x( %}' } }), 'at /States/Call/Arguments/a'],
    ['with a plain string as a condition', machine({ A: { Type: 'Choice', Choices: [{ Condition: 'true', Next: 'B' }] }, B: end }), 'Condition'],
    ['with both Seconds and Timestamp', machine({ A: { Type: 'Wait', Seconds: 1, Timestamp: '2026-11-24T00:00:00Z', End: true } }), 'exactly one of Seconds and Timestamp'],
  ])('%s', (_what, definition, message) => {
    expect(refusalOf(definition)).toContain(message);
  });

  test('when it is no JSON', () => {
    expect(() => parseDefinition('{')).toThrow(expect.objectContaining({ code: 'InvalidDefinition' }));
  });
});

test('every problem is named at once', () => {
  const message = refusalOf(machine({ A: { Type: 'Pass', Next: 'Nowhere' }, B: { Type: 'Pass', Output: '{% ( %}', End: true } }));
  expect(message).toMatch(/Nowhere.*"B" cannot be reached|"B" cannot be reached.*Nowhere/);
  expect(message).toContain('/States/B/Output');
});
