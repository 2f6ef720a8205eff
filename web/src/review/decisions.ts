import type { DecisionRequest } from '../../../core/api.ts';

export type Decision = DecisionRequest['decision'];

interface DecisionWords {
  readonly label: string;
  readonly hint: string;
  readonly submit: string;
  readonly done: string;
  readonly needsNote: boolean;
  readonly notePrompt: string;
}

const words: Readonly<Partial<Record<string, DecisionWords>>> & Readonly<Record<Decision, DecisionWords>> = {
  approve: {
    label: 'Approve',
    hint: 'This candidate goes to finishing and the archive.',
    submit: 'Approve this candidate',
    done: 'Approved',
    needsNote: false,
    notePrompt: 'A word for the record (optional)',
  },
  changes: {
    label: 'Request changes',
    hint: 'Nearly there: this candidate is edited as you say.',
    submit: 'Request these changes',
    done: 'Changes requested',
    needsNote: true,
    notePrompt: 'What should change? Everything else is kept.',
  },
  startOver: {
    label: 'Start over',
    hint: 'The idea was missed: a new concept is generated.',
    submit: 'Start over',
    done: 'Started over',
    needsNote: true,
    notePrompt: 'What should the new concept do differently?',
  },
  reject: {
    label: 'Reject',
    hint: 'Nothing is made of this brief; the owner is told.',
    submit: 'Reject the brief’s candidates',
    done: 'Rejected',
    needsNote: false,
    notePrompt: 'Why? The owner reads this (optional)',
  },
  proceed: {
    label: 'Go ahead',
    hint: 'Candidates are generated in spite of the doubts.',
    submit: 'Go ahead and generate',
    done: 'Cleared to generate',
    needsNote: false,
    notePrompt: 'A word for the record (optional)',
  },
  decline: {
    label: 'Do not generate',
    hint: 'Nothing is spent; the brief ends here.',
    submit: 'Do not generate',
    done: 'Declined',
    needsNote: false,
    notePrompt: 'Why? (optional)',
  },
  raise: {
    label: 'Raise the cap',
    hint: 'This brief may spend up to the amount above, and goes on.',
    submit: 'Raise the cap and go on',
    done: 'Cap raised',
    needsNote: false,
    notePrompt: 'A word for the record (optional)',
  },
  fewer: {
    label: 'Fewer candidates',
    hint: 'Goes on with as many candidates as there is room for.',
    submit: 'Go on with fewer candidates',
    done: 'Going on with fewer candidates',
    needsNote: false,
    notePrompt: 'A word for the record (optional)',
  },
  retry: {
    label: 'Try again',
    hint: 'Asks the account again, for example after its cap was raised or in a new month.',
    submit: 'Try again now',
    done: 'Tried again',
    needsNote: false,
    notePrompt: 'A word for the record (optional)',
  },
  reopen: {
    label: 'Open it again',
    hint: 'The approvers, or others whom you name, get new links to the same candidates.',
    submit: 'Open the review again',
    done: 'Opened again',
    needsNote: false,
    notePrompt: 'A word for the record (optional)',
  },
  end: {
    label: 'End the brief',
    hint: 'It ends as expired; the candidates stay with the run.',
    submit: 'End this brief',
    done: 'Ended',
    needsNote: false,
    notePrompt: 'Why? (optional)',
  },
  stop: {
    label: 'Stop',
    hint: 'No more is spent; the brief ends as over budget.',
    submit: 'Stop this brief',
    done: 'Stopped',
    needsNote: false,
    notePrompt: 'Why? (optional)',
  },
};

/** How a decision is called on the page; unknown names fall back to the name itself. */
export function decisionWords(decision: string): DecisionWords {
  return words[decision] ?? { label: decision, hint: '', submit: decision, done: decision, needsNote: false, notePrompt: '' };
}
