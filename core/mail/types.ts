import type { Brief, Language } from '../brief/schema.ts';
import type { Assessment } from '../documents.ts';
import type { FieldProblem } from '../errors.ts';
import type { Outcome, SpendingRefusal } from '../workflow.ts';

/** One message, without its envelope. Text and HTML say the same. */
export interface MailContent {
  readonly language: Language;
  readonly subject: string;
  /** What a mail client shows beside the subject; also hidden at the top of the HTML. */
  readonly preheader: string;
  readonly text: string;
  readonly html: string;
}

export interface ReviewRequestFacts {
  readonly brief: Brief;
  /** The one link, with its token. */
  readonly link: string;
  /** ISO time. */
  readonly dueAt: string;
  readonly round: number;
  readonly roundLimit: number;
  /** How many candidates the contact sheet shows. */
  readonly candidates: number;
  /** What the automatic check says, sentence by sentence, in the language of the brief. */
  readonly reasons: readonly string[];
  /** What an earlier round was asked to change, if this is not the first. */
  readonly direction?: string;
  /** The approver for whom the reader decides, by the brief's `delegates`. */
  readonly inPlaceOf?: string;
  /** Who asked for the reader's decision, where the review had expired and was opened again with other people. */
  readonly namedBy?: string;
  /** Who has approved which candidate before the reader, in a sequence. */
  readonly votes?: readonly { readonly by: string; readonly letter: string; readonly note: string }[];
  /** What the contact sheet shows, in its order, for those who see no pictures; scores from 0 to 1. */
  readonly sheet?: readonly { readonly letter: string; readonly score: number; readonly ruledOut: boolean }[];
}

export interface GoAheadFacts {
  readonly brief: Brief;
  readonly link: string;
  readonly dueAt: string;
  readonly reasons: readonly string[];
  readonly assessment: Assessment;
  /** Warnings of the critique that are not among the reasons. */
  readonly advice?: readonly string[];
}

export interface SpendingFacts {
  readonly brief: Brief;
  readonly link: string;
  readonly dueAt: string;
  readonly round: number;
  readonly refusal: SpendingRefusal;
}

export interface RejectionFacts {
  /** English when absent. */
  readonly language?: Language;
  /** Name of the file as it was uploaded. */
  readonly fileName: string;
  readonly problems: readonly FieldProblem[];
  /** Where the upload was kept. */
  readonly keptAt?: string;
}

export interface OutcomeFacts {
  /** English when absent. */
  readonly language?: Language;
  readonly runId: string;
  readonly title: string;
  readonly outcome: Outcome;
  readonly reasons: readonly string[];
  /** ISO time. */
  readonly endedAt: string;
  readonly costMicroUsd: number;
  readonly rounds: number;
  readonly failure?: { readonly state: string; readonly error: string };
  /** Present for a published asset. */
  readonly asset?: {
    readonly assetId: string;
    readonly renditions: readonly { readonly name: string; readonly width: number; readonly height: number; readonly format: string; readonly bytes: number }[];
    readonly score: number;
    /** Null where the automatic check approved it, without people. */
    readonly approvedBy: string | null;
  };
  /** Where the run can be looked at. */
  readonly link?: string;
}

/** One open review of an approver, in a digest. */
export interface OpenReview {
  readonly title: string;
  readonly question: 'candidates' | 'go-ahead' | 'budget' | 'reopen';
  readonly link: string;
  readonly dueAt: string;
  readonly round: number;
  readonly roundLimit: number;
  /** Since when it waits. */
  readonly openedAt: string;
}

export interface DigestFacts {
  readonly language: Language;
  /** The one due first comes first. */
  readonly reviews: readonly OpenReview[];
}

export interface EscalationFacts {
  readonly language: Language;
  readonly review: OpenReview;
  /** Who was asked and has not answered. */
  readonly waitingFor: readonly string[];
}

export interface ReopenFacts {
  readonly language: Language;
  readonly title: string;
  readonly link: string;
  readonly round: number;
  readonly roundLimit: number;
  /** When the review expired, and until when it can be reopened. */
  readonly expiredAt: string;
  readonly reopenUntil: string;
  readonly waitedFor: readonly string[];
  /** Whether the answer may name others; runs of before that was possible take none. */
  readonly takesOthers: boolean;
}

/** Somebody else's review, handed on. */
export interface DelegationFacts extends OpenReview {
  readonly language: Language;
  readonly from: string;
  readonly note?: string;
}
