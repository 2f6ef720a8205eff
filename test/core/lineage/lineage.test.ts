import { describe, expect, test } from 'vitest';

import type { LineageTree } from '../../../core/api.ts';
import type { GenerationDocument } from '../../../core/documents.ts';
import { lineageOf, sharesOf, type LineageRound } from '../../../core/lineage/lineage.ts';
import { lineageText } from '../../../core/lineage/text.ts';
import type { Direction } from '../../../core/workflow.ts';
import { put, strokeAt } from '../support/annotations.ts';
import { candidate, hash, imageRef, inspectionOf, runId } from '../support/runs.ts';

const at = '2026-11-24T12:00:00.000Z';
const annotations = [{ bucket: 'assets', key: 'runs/r/annotations/d.json', sha256: hash('d'), bytes: 9 }];
const note = (by: string, words: string, tags: ('too-dark' | 'too-bright')[] = []) => ({ by, decision: 'changes', note: words, tags, at });

function round(number: number, candidates: string[], changes: Partial<GenerationDocument> = {}): LineageRound {
  return {
    generation: {
      runId, round: number, operation: 'generate', text: '', model: { name: 'm', snapshot: 'm' }, parameters: {}, notSent: [], reference: null, direction: null, markup: null, mask: null, references: [],
      candidates: candidates.map((digit) => imageRef(hash(digit))),
      usage: { inputTextTokens: 0, inputImageTokens: 0, outputTokens: 0 }, costMicroUsd: 20_001, reservationId: 'r', requestId: null, startedAt: at, finishedAt: at, ...changes,
    },
    inspection: { ...inspectionOf(...candidates.map((digit) => candidate(digit))), round: number },
  };
}

const edit: Direction = { kind: 'changes', note: 'Brighter, with a blue frisbee', candidate: hash('2'), by: 'reviewer', tags: ['too-dark'], notes: [note('ana@example.com', 'Brighter, with a blue frisbee', ['too-dark']), note('ben@example.com', 'darker', ['too-bright'])], annotations };
const again: Direction = { kind: 'startOver', note: 'At night', by: 'reviewer' };
const back: Direction = { kind: 'changes', note: 'warmer', candidate: hash('2'), by: 'reviewer' };
/** Two candidates, an edit of B, a start over, and B taken up again. */
const rounds = [
  round(1, ['1', '2']),
  round(2, ['3', '4'], { operation: 'edit', reference: imageRef(hash('2')), direction: edit }),
  round(3, ['5'], { direction: again }),
  round(4, ['6'], { operation: 'edit', reference: imageRef(hash('2')), direction: back }),
];

describe('the lineage of a run', () => {
  const nodes = lineageOf(rounds, hash('6'));

  test('gives each candidate its parent, or none where it was made from a prompt', () => {
    expect(nodes.map(({ round: number, letter, parent }) => [`${String(number)}${letter}`, parent])).toEqual([
      ['1A', null], ['1B', null], ['2A', hash('2')], ['2B', hash('2')], ['3A', null], ['4A', hash('2')],
    ]);
  });

  test('says what became of each', () => {
    expect(nodes.map(({ chosen }) => chosen)).toEqual([null, 'edited', null, null, null, 'approved']);
  });

  test('carries what led to it, in the reviewers’ own words, with their tags and drawings', () => {
    const [, , second, , third] = nodes;
    expect(second).toMatchObject({ operation: 'edit', direction: edit, tags: ['too-dark', 'too-bright'], notes: edit.notes, annotations: [hash('d')] });
    expect(third).toMatchObject({ operation: 'generate', direction: again, annotations: [] });
  });

  test('shares the price of a round between its candidates, and adds it up along the way', () => {
    // Generation 20,001 and inspection 9,000: 14,501 and 14,500.
    expect(nodes.map(({ costMicroUsd }) => costMicroUsd)).toEqual([14_501, 14_500, 14_501, 14_500, 29_001, 29_001]);
    expect(nodes.map(({ pathMicroUsd }) => pathMicroUsd)).toEqual([14_501, 14_500, 29_001, 29_000, 29_001, 43_501]);
    expect(nodes.reduce((sum, { costMicroUsd }) => sum + costMicroUsd, 0)).toBe(4 * 29_001);
  });

  test('of a round in the making has no scores yet', () => {
    expect(lineageOf([{ ...round(1, ['1']), inspection: null }])).toMatchObject([{ score: null, costMicroUsd: 20_001 }]);
  });
});

test('shares add up to the amount', () => {
  expect(sharesOf(10, 3)).toEqual([4, 3, 3]);
});

test('the tree as text shows descent, words, drawings, contradictions and prices', () => {
  const tree: LineageTree = {
    runId,
    title: 'Frisbee',
    nodes: lineageOf(rounds, hash('6')).map(({ candidate: image, preview: _preview, tags, notes, annotations: drawn, ...node }) => ({ ...node, score: 0.9, tags: [...tags], notes: [...notes], annotations: [...drawn], sha256: image.sha256, width: 1, height: 1, previewUrl: 'https://example.com/p.jpg' })),
    drawings: [{ runId, round: 1, candidate: hash('2'), by: 'ana@example.com', at, tags: [], pins: [{ x: 0, y: 0, text: 'here' }], markup: [], brush: [{ points: [[0, 0]], width: 0.1 }, { points: [[1, 1]], width: 0.1 }], sha256: hash('d') }],
    contradictions: [{ round: 2, about: 'brightness', sides: [{ by: 'ana@example.com', words: 'Brighter' }, { by: 'ben@example.com', words: 'darker' }] }],
    namings: [{ round: 4, approvers: [], roles: { brand: ['eva@example.com', 'bo@example.com'], legal: ['li@example.com'] }, by: 'owner@example.com', at }],
    costMicroUsd: 116_004,
  };
  expect(lineageText(tree).join('\n')).toBe(
    `Frisbee: 4 rounds, 6 candidates, $0.116004
round 1, new candidates
├─ 1A  111111111111  score 0.90  $0.014501
└─ 1B  222222222222  score 0.90  $0.0145  edited
   round 2, edit by the reviewers (too dark, too bright, 1 pin, 2 brush strokes)
     ana@example.com: "Brighter, with a blue frisbee"
     ben@example.com: "darker"
   ! ana@example.com and ben@example.com contradict each other about brightness: "Brighter", "darker"
   ├─ 2A  333333333333  score 0.90  $0.014501 ($0.029001 with what led here)
   └─ 2B  444444444444  score 0.90  $0.0145 ($0.029 with what led here)
   round 4, edit by the reviewer: "warmer"
     asked: brand: eva@example.com, bo@example.com; legal: li@example.com, named by owner@example.com
   └─ 4A  666666666666  score 0.90  $0.029001 ($0.043501 with what led here)  approved
round 3, start over by the reviewer: "At night"
└─ 3A  555555555555  score 0.90  $0.029001`,
  );
});

test('where several people drew, the text says what each put on which candidate', () => {
  const refs = ['d', 'e'].map((digit) => ({ bucket: 'assets', key: `runs/r/annotations/${digit}.json`, sha256: hash(digit), bytes: 9 }));
  const drawn = (digit: string, by: string, on: string) => ({ ...put(by, { candidate: hash(on), pins: [{ x: 0, y: 0, text: 'here' }], brush: [strokeAt(0, 0)] }), sha256: hash(digit) });
  const two = [rounds[0]!, round(2, ['3'], { operation: 'edit', reference: imageRef(hash('2')), direction: { ...edit, annotations: refs } })];
  const nodes = lineageOf(two).map(({ candidate: image, preview: _preview, tags, notes, annotations: own, ...node }) => ({ ...node, tags: [...tags], notes: [...notes], annotations: [...own], sha256: image.sha256, width: 1, height: 1, previewUrl: 'https://example.com/p.jpg' }));
  const text = lineageText({ runId, title: 'Frisbee', nodes, drawings: [drawn('d', 'ana@example.com', '2'), drawn('e', 'ben@example.com', '1')], contradictions: [], namings: [], costMicroUsd: 0 }).join('\n');
  expect(text).toContain('round 2, edit by the reviewers (too dark, too bright)\n');
  expect(text).toContain('     ana@example.com drew on 1B: 1 pin, 1 brush stroke\n     ben@example.com drew on 1A: 1 pin, 1 brush stroke\n');
});
