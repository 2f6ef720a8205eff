/** A process to be killed: delivers the first row, then hangs in the second. Run by outbox.test.ts with the database's path. */
import { Outbox } from '../../../local/events/outbox.ts';

const outbox = new Outbox({
  path: process.argv[2] ?? '',
  log: { info: () => undefined, warn: () => undefined, error: () => undefined },
  async deliver({ target }) {
    if (target === 'first') return { kind: 'done' };
    process.stdout.write(`delivering ${target}\n`);
    return new Promise(() => undefined);
  },
});
outbox.accept([
  { id: '1', target: 'first', body: '1', origin: '{}' },
  { id: '2', target: 'second', body: '2', origin: '{}' },
]);
outbox.resume();
setTimeout(() => {
  outbox.accept([{ id: '3', target: 'third', body: '3', origin: '{}' }]);
}, 50);
setInterval(() => undefined, 1_000);
