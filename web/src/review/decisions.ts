import { DecisionRequest } from '../../../core/api.ts';
import type { Words } from './language/words.ts';

export type Decision = DecisionRequest['decision'];

interface DecisionWords {
  readonly label: string;
  readonly hint: string;
  readonly submit: string;
  readonly done: string;
  readonly notePrompt: string;
}

const notes = {
  approve: 'note.record',
  changes: 'changes.note',
  startOver: 'startOver.note',
  reject: 'reject.note',
  proceed: 'note.record',
  decline: 'note.why',
  raise: 'note.record',
  fewer: 'note.record',
  retry: 'note.record',
  reopen: 'note.record',
  end: 'note.why',
  stop: 'note.why',
} as const satisfies Readonly<Record<Decision, string>>;

/** Whether a decision says nothing without a note. */
export function needsNote(decision: Decision): boolean {
  return decision === 'changes' || decision === 'startOver';
}

/** How a decision is called on the page. */
export function decisionWords(decision: Decision, { say }: Words): DecisionWords {
  return { label: say(`${decision}.label`), hint: say(`${decision}.hint`), submit: say(`${decision}.submit`), done: say(`${decision}.done`), notePrompt: say(notes[decision]) };
}

/** "Approved"; a name that the page does not know stands for itself. */
export function doneWords(decision: string, words: Words): string {
  const known = DecisionRequest.shape.decision.safeParse(decision);
  return known.success ? decisionWords(known.data, words).done : decision;
}
