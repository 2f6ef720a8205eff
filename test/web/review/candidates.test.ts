import { expect, test } from 'vitest';
import type { ReviewView } from '../../../core/api.ts';
import { allCandidates, findingsCount, firstPair } from '../../../web/src/review/candidates.ts';
import { placesOf } from '../../../web/src/review/places.ts';
import { english } from '../support/words.ts';

const candidate = (letter: string): ReviewView['candidates'][number] => ({
  sha256: letter.repeat(64), url: 'http://x.test/1', previewUrl: 'http://x.test/1', width: 10, height: 10, score: 0.5, passedGates: true, measures: [], answers: [], subject: null,
});
const round = (number: number, letters: readonly string[]): ReviewView['earlierRounds'][number] => ({ round: number, operation: 'generate', parent: null, direction: null, drawings: [], costMicroUsd: 1, candidates: letters.map(candidate) });
const view = { round: 3, candidates: ['a', 'b'].map(candidate), earlierRounds: [round(1, ['c', 'd']), round(2, ['e', 'a'])] };
const all = allCandidates(view, english);
const names = (pair: readonly string[] | null) => pair?.map((sha256) => all.find((one) => one.candidate.sha256 === sha256)?.name);

test('candidates of earlier rounds carry their round, the newest first, and the same bytes are there once', () => {
  expect(all.map(({ name }) => name)).toEqual(['Candidate A', 'Candidate B', 'Candidate A from round 2', 'Candidate A from round 1', 'Candidate B from round 1']);
});

test('an edit is compared with its parent first', () => {
  expect(names(firstPair({ directions: [{ kind: 'changes', note: 'Calm', candidate: 'd'.repeat(64), by: 'reviewer' }] }, all, 'b'.repeat(64)))).toEqual(['Candidate B from round 1', 'Candidate B']);
});

test('without a parent the candidate is compared with the next one', () => {
  expect(names(firstPair({ directions: [] }, all, null))).toEqual(['Candidate A', 'Candidate B']);
  expect(names(firstPair({ directions: [{ kind: 'startOver', note: 'Anew', by: 'reviewer' }] }, all, 'd'.repeat(64)))).toEqual(['Candidate B from round 1', 'Candidate A from round 1']);
  expect(firstPair({ directions: [] }, all.slice(0, 1), null)).toBeNull();
});

test('failed measures and questions are findings; those with a region are places, numbered as on the page', () => {
  const region = { x: 0, y: 0, width: 0.5, height: 0.5 };
  const answer = (question: string, given: 'pass' | 'fail' | 'unsure', where: typeof region | null) => ({ question, answer: given, confidence: 1, evidence: question, region: where, suggestion: null });
  const measure = (id: string, passed: boolean) => ({ id, value: 1, unit: 'x', limit: '= 1', passed, gate: true, message: id, region, limitFrom: 'galley' as const });
  const found = { answers: [answer('concept', 'pass', region), answer('structure', 'fail', region), answer('style', 'fail', null)], measures: [measure('blur', true), measure('frame', false)] };
  expect(findingsCount(found)).toBe(3);
  expect(placesOf(found).map(({ id, number }) => [id, number])).toEqual([['answer-structure', 1], ['measure-frame', 2]]);
});
