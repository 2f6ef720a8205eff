/**
 * A sweep of reminders whose process is killed at its first mail: `before` the mail service takes it, or `after`, when the
 * mail is on the standard output. Meets the services of its environment, and takes the time from its arguments.
 */
import { createHandler } from '../../../lambdas/remind/handler.ts';
import * as wired from '../../../lambdas/shared/clients.ts';
import { randomKey } from '../../../lambdas/shared/review-links.ts';
import { HeldClock, RecordedExecutions } from './doubles.ts';

const [now = '', when = ''] = process.argv.slice(2);

const sweep = createHandler({
  objects: wired.objects(),
  reviews: wired.reviews(),
  runs: wired.runs(),
  agreement: wired.agreement(),
  advice: wired.advice(),
  executions: new RecordedExecutions(),
  mailer: {
    send: async (to, { subject }) => {
      if (when === 'after') await new Promise((written) => process.stdout.write(`${to}: ${subject}`, written));
      process.kill(process.pid, 'SIGKILL');
      await new Promise(() => undefined);
    },
  },
  clock: new HeldClock(now),
  makeKey: randomKey,
  publicUrl: 'https://galley.example.com',
});
await sweep({});
