import { expect, test } from 'vitest';
import type { OutcomeDocument } from '../../../core/documents.ts';
import { outcomeSentence } from '../../../core/judge/words.ts';
import { hash, runId } from '../support/runs.ts';

const of = (became: OutcomeDocument['became'], changes: Partial<OutcomeDocument> = {}): string =>
  outcomeSentence({ runId, round: 1, verdict: 'iterate', stood: { standing: 'faulty', score: 0.7 }, expectedGain: 0.1, became, at: '2026-11-28T10:00:00.000Z', ...changes });

test.each([
  [of({ what: 'round', stood: { standing: 'clean', score: 0.75 }, rise: 0.05, costMicroUsd: 160_000 }), 'The next round\'s best score is 0.05 higher, and the fault is gone, for $0.16; 0.10 had been expected.'],
  [of({ what: 'round', stood: { standing: 'faulty', score: 0.6 }, rise: -0.1, costMicroUsd: 0 }, { expectedGain: null }), 'The next round\'s best score is 0.10 lower, for $0.00.'],
  [of({ what: 'round', stood: { standing: 'out', score: 0.7 }, rise: 0, costMicroUsd: 0 }, { expectedGain: null }), 'The next round\'s best score is 0.00 higher, and it has a fault now, for $0.00.'],
  [of({ what: 'people', decision: 'approve', candidate: hash('1'), rank: 1 }), 'People approved the candidate that ranked best.'],
  [of({ what: 'people', decision: 'approve', candidate: hash('1'), rank: 3 }), 'People approved the candidate that ranked 3.'],
  [of({ what: 'people', decision: 'changes', candidate: hash('1'), rank: null }), 'People asked for changes to a candidate of another round.'],
  [of({ what: 'people', decision: 'startOver', candidate: null, rank: null }), 'People started over.'],
  [of({ what: 'people', decision: 'reject', candidate: null, rank: null }), 'People rejected all of it.'],
  [of({ what: 'expired' }), 'People were asked, and nobody decided before the run ended.'],
  [of({ what: 'check', candidate: hash('1') }), 'It went on without people; nobody has said whether that was right.'],
])('%s', (sentence, expected) => {
  expect(sentence).toBe(expected);
});
