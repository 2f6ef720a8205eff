import type { GoAheadFacts, MailContent, OutcomeFacts, RejectionFacts, ReminderFacts, ReviewRequestFacts } from './types.ts';

export type { GoAheadFacts, MailContent, OutcomeFacts, RejectionFacts, ReminderFacts, ReviewRequestFacts } from './types.ts';

/** Content id of the inline contact sheet in the review request. */
export const contactSheetCid = 'contact-sheet';

/** Asks an approver to look at a round of candidates. The contact sheet is shown as `cid:contact-sheet`. */
export function reviewRequestMail(facts: ReviewRequestFacts): MailContent {
  throw new Error(`not yet ${facts.brief.title}`);
}

/** Asks the owner whether a doubtful brief is to be generated. */
export function goAheadMail(facts: GoAheadFacts): MailContent {
  throw new Error(`not yet ${facts.brief.title}`);
}

/** Tells the sender what is wrong with a brief, field by field, and how to go on. */
export function briefRejectedMail(facts: RejectionFacts): MailContent {
  throw new Error(`not yet ${facts.fileName}`);
}

/** Tells the owner what became of a brief. */
export function outcomeMail(facts: OutcomeFacts): MailContent {
  throw new Error(`not yet ${facts.title}`);
}

/** Reminds an approver of an open review. */
export function reminderMail(facts: ReminderFacts): MailContent {
  throw new Error(`not yet ${facts.title}`);
}
