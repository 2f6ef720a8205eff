import type { AskPorts } from './ask-approvers.ts';
import * as wired from './clients.ts';
import { requireEnv } from './environment.ts';
import type { HandOverPorts } from './hand-over.ts';
import { randomKey } from './review-links.ts';

/** What a function needs that takes decisions, or makes good what a crash left undone of them. */
export type ReviewPorts = HandOverPorts & AskPorts;

/** The ports as they run in a function, wired from its environment. */
export function wiredReviewPorts(): ReviewPorts {
  return {
    objects: wired.objects(),
    reviews: wired.reviews(),
    runs: wired.runs(),
    executions: wired.executions(),
    agreement: wired.agreement(),
    advice: wired.advice(),
    mailer: wired.mailer(),
    clock: wired.clock(),
    makeKey: randomKey,
    publicUrl: requireEnv('PUBLIC_URL'),
  };
}
