/**
 * One life of an interpreter that dies: it kills itself right after its n-th transaction, or lives to the end.
 * Arguments: database folder, number of the transaction after which to die (0: never).
 */
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import { StateMachineEngine, TaskFailure } from '../../../../local/states/engine.ts';
import type { TaskCall } from '../../../../local/states/engine.ts';
import type { JsonValue } from '../../../../local/types.ts';

const [folder = '', dieAfterText = '0'] = process.argv.slice(2);
const dieAfter = Number(dieAfterText);

let transactions = 0;
// eslint-disable-next-line @typescript-eslint/unbound-method -- called with its receiver below
const exec = DatabaseSync.prototype.exec;
DatabaseSync.prototype.exec = function (this: DatabaseSync, sql: string): void {
  exec.call(this, sql);
  if (sql !== 'COMMIT') return;
  transactions += 1;
  if (transactions === dieAfter) process.kill(process.pid, 'SIGKILL');
};

function note(file: string, line: string): void {
  appendFileSync(join(folder, file), `${line}\n`);
}

function lines(file: string): string[] {
  const path = join(folder, file);
  return existsSync(path) ? readFileSync(path, 'utf8').split('\n').filter(Boolean) : [];
}

/** Answers as a person would who tries again: on a busy machine the first try may come before the task waits. */
function answer(token: string, tries = 200): void {
  try {
    engine.sendTaskSuccess(token, '"answered"');
  } catch {
    // Or it was answered in an earlier life.
    if (tries > 0) setTimeout(answer, 10, token, tries - 1);
  }
}

function runTask(call: TaskCall): Promise<JsonValue> {
  const key = `${call.stateName} ${JSON.stringify((call.arguments as { key?: JsonValue }).key ?? null)}`;
  const before = lines('calls').filter((line) => line === key).length;
  note('calls', key);
  if (call.stateName === 'Flaky' && before < 2) return Promise.reject(new TaskFailure('Flaky', 'not yet'));
  if (call.taskToken !== undefined) {
    note('tokens', call.taskToken);
    setTimeout(answer, 3, call.taskToken);
    return Promise.resolve(null);
  }
  return new Promise((resolve) => setTimeout(resolve, 1, `${call.stateName} done`));
}

const engine = new StateMachineEngine({
  databasePath: join(folder, 'states.sqlite'),
  runTask,
  onStatusChange: ({ status }) => {
    note('changes', status);
    if (status !== 'RUNNING') setTimeout(() => process.exit(0), 5);
  },
  log: { info: () => undefined, warn: () => undefined, error: (message, fields) => note('errors', `${message} ${JSON.stringify(fields)}`) },
});
const arn = 'arn:aws:states:eu-central-1:000000000000:stateMachine:Durable';
engine.register({ arn, name: 'Durable', roleArn: 'arn:aws:iam::000000000000:role/Durable', definition: readFileSync(join(folder, 'definition.json'), 'utf8') });
engine.resume();
try {
  engine.startExecution({ stateMachineArn: arn, name: 'run', input: '{"items":[1,2,3]}' });
} catch {
  // It ended in an earlier life; only the news of it was left.
}
for (const token of lines('tokens')) setTimeout(answer, 3, token);
