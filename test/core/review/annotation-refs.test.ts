import { expect, test } from 'vitest';

import { CandidatesDecision, Direction } from '../../../core/workflow.ts';
import { hash } from '../support/runs.ts';

const ref = { bucket: 'assets', key: 'runs/r/annotations/a.json', sha256: hash('a'), bytes: 9 };
const decision = { decision: 'changes', candidate: null, note: 'warmer', reviewId: 'r', decidedBy: 'ana@example.com', decidedAt: '2026-11-24T12:00:00.000Z' };
const direction = { kind: 'changes', note: 'warmer', by: 'reviewer' };

test('a decision and a direction of before several people’s drawings went on are read as one of a list', () => {
  for (const [annotations, read] of [[ref, [ref]], [null, []], [[ref, ref], [ref, ref]]] as const) {
    expect(CandidatesDecision.parse({ ...decision, annotations }).annotations).toEqual(read);
    expect(Direction.parse({ ...direction, annotations }).annotations).toEqual(read);
  }
  expect(CandidatesDecision.parse(decision).annotations).toEqual([]);
  expect(Direction.parse(direction)).not.toHaveProperty('annotations');
});
