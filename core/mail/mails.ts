/** Every mail that Galley sends, by name. Each is made of facts, and reads in the language that they name. */
export { briefRejectedMail, goAheadMail, outcomeMail, spendingMail } from './owner-mails.ts';
export { contactSheetCid, delegationMail, digestMail, escalationMail, reopenMail, reviewRequestMail } from './review-mails.ts';
export type { DelegationFacts, DigestFacts, EscalationFacts, GoAheadFacts, MailContent, OpenReview, OutcomeFacts, RejectionFacts, ReopenFacts, ReviewRequestFacts, SpendingFacts } from './types.ts';
