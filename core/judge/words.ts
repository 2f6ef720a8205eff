import type { JudgementDocument, OutcomeDocument } from '../documents.ts';

/** A verdict as people read it. */
export const verdictWords: Readonly<Record<JudgementDocument['verdict'], string>> = {
  review: 'people decide',
  iterate: 'edit it and look again',
  startOver: 'start over with a new concept',
  approve: 'straight on, without people',
};

const decisions = { approve: 'approved', changes: 'asked for changes to', startOver: 'started over', reject: 'rejected' } as const;

/** What became of a judgement, in a sentence. */
export function outcomeSentence({ became, stood, expectedGain }: OutcomeDocument): string {
  switch (became.what) {
    case 'round': {
      const expected = expectedGain === null ? '' : `; ${expectedGain.toFixed(2)} had been expected`;
      const fault = stood.standing === became.stood.standing ? '' : became.stood.standing === 'clean' ? ', and the fault is gone' : ', and it has a fault now';
      return `The next round's best score is ${Math.abs(became.rise).toFixed(2)} ${became.rise < 0 ? 'lower' : 'higher'}${fault}, for $${(became.costMicroUsd / 1_000_000).toFixed(2)}${expected}.`;
    }
    case 'people': {
      const which = became.rank === null ? (became.candidate === null ? '' : ' a candidate of another round') : became.rank === 1 ? ' the candidate that ranked best' : ` the candidate that ranked ${String(became.rank)}`;
      return `People ${decisions[became.decision]}${which === '' && became.decision === 'reject' ? ' all of it' : which}.`;
    }
    case 'check':
      return 'It went on without people; nobody has said whether that was right.';
    case 'expired':
      return 'People were asked, and nobody decided before the run ended.';
  }
}
