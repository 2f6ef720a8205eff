/** The edge of the world: what handlers tell Step Functions, EventBridge and people, written down. */
import { trustOf } from '../../../core/agreement/trust.ts';
import { speakerIn } from '../../../core/language/catalogues.ts';
import type { RecordOutcomeOutput, RunInput } from '../../../core/workflow.ts';
import type { Clock } from '../../../lambdas/shared/clock.ts';
import type { Events } from '../../../lambdas/shared/events.ts';
import type { Executions, TaskAnswer } from '../../../lambdas/shared/executions.ts';
import type { InlinePicture, Mailer, MailText } from '../../../lambdas/shared/mail.ts';
import type { Objects } from '../../../lambdas/shared/objects.ts';
import type { TrustNow } from '../../../lambdas/shared/trust.ts';

/** A clock that stands still until it is set. */
export class HeldClock implements Clock {
  at: Date;

  constructor(at = '2026-11-24T12:00:00.000Z') {
    this.at = new Date(at);
  }

  now(): Date {
    return this.at;
  }

  pass(hours: number): void {
    this.at = new Date(this.at.getTime() + hours * 3_600_000);
  }
}

export interface SentMail extends MailText {
  readonly to: string;
  readonly pictures: readonly InlinePicture[];
}

/** Keeps mails; fails for addresses of which it was told. */
export class RecordedMailer implements Mailer {
  readonly sent: SentMail[] = [];
  readonly refused = new Set<string>();

  async send(to: string, mail: MailText, pictures: readonly InlinePicture[] = []): Promise<void> {
    await Promise.resolve();
    if (this.refused.has(to)) throw new Error('Expected a mail service but received a refusal');
    this.sent.push({ to, ...mail, pictures });
  }

  /** The key in the link of the latest mail to an address. */
  keyFor(to: string): string {
    const text = this.sent.findLast((mail) => mail.to === to)?.text ?? '';
    const key = /\/review\/[0-9a-f]{24}#([\w-]{43})/.exec(text)?.[1];
    if (key === undefined) throw new Error(`Expected a mail with a link to ${to} but found none`);
    return key;
  }
}

/** Tasks take one answer, as those of Step Functions do; an execution has one start per name. */
export class RecordedExecutions implements Executions {
  readonly started = new Map<string, RunInput>();
  readonly waiting = new Set<string>();
  readonly answers: { readonly taskToken: string; readonly output: TaskAnswer }[] = [];
  /** Thrown by the next answer: the process dies before it. */
  crash = false;

  arnOf(runId: string): string {
    return `arn:aws:states:eu-central-1:000000000000:execution:asset:${runId}`;
  }

  async start(input: RunInput): Promise<void> {
    await Promise.resolve();
    if (!this.started.has(input.runId)) this.started.set(input.runId, input);
  }

  async history(): Promise<[]> {
    await Promise.resolve();
    return [];
  }

  async answer(taskToken: string, output: TaskAnswer): Promise<'answered' | 'gone'> {
    await Promise.resolve();
    if (this.crash) {
      this.crash = false;
      throw new Error('Expected to live but the process ended');
    }
    if (!this.waiting.delete(taskToken)) return 'gone';
    this.answers.push({ taskToken, output });
    return 'answered';
  }
}

export class RecordedEvents implements Events {
  readonly published: RecordOutcomeOutput[] = [];
  failures = 0;

  async publish(ending: RecordOutcomeOutput): Promise<void> {
    await Promise.resolve();
    if (this.failures > 0) {
      this.failures -= 1;
      throw new Error('Expected a bus but received ServiceUnavailable');
    }
    this.published.push(ending);
  }
}

/** The adapter with some of its functions replaced. */
export function objectsWith(objects: Objects, changes: Partial<Objects>): Objects {
  return { ...objects, ...changes };
}

/** A check of which nothing was counted yet. */
export const notYetTrusted: TrustNow = (_, language) => Promise.resolve(trustOf([], speakerIn(language)));
