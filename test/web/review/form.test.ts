import { expect, test } from 'vitest';
import { DecisionRequest } from '../../../core/api.ts';
import { reviewPresets } from '../../../core/review/presets.ts';
import { filledIn } from '../../../web/src/review/form/answers.ts';
import { withPreset } from '../../../web/src/review/form/note.ts';
import { particularsOf } from '../../../web/src/review/form/request.ts';
import { changed, noWork } from '../../../web/src/review/work/work.ts';

const sha256 = 'a'.repeat(64);
const questions = [
  { id: 'concept', text: 'Concept?' },
  { id: 'structure', text: 'Structure?' },
  { id: 'own-helmet', text: 'Helmet?' },
];
const advice = (question: string, answer: 'pass' | 'fail' | 'unsure') => ({ question, answer, confidence: 0.8, evidence: 'Seen.', region: null, suggestion: null });
const candidate = { answers: [advice('concept', 'pass'), advice('structure', 'unsure'), advice('own-helmet', 'fail')] };
const chosen = (touched = {}) => ({ sha256, name: 'Candidate A', filled: filledIn(questions, candidate, touched) });

test('the check fills in what it is sure of, and leaves the rest open', () => {
  expect(filledIn(questions, candidate, {}).map(({ answer, suggested }) => [answer, suggested])).toEqual([['pass', true], [undefined, false], ['fail', true]]);
});

test('an answer that was touched is the reviewer’s, also where both agree', () => {
  expect(filledIn(questions, candidate, { concept: 'pass', 'own-helmet': 'pass' }).map(({ answer, suggested }) => [answer, suggested])).toEqual([['pass', false], [undefined, false], ['pass', false]]);
});

test('an approval wants a candidate and every question answered; what the check filled in counts, and is told apart', () => {
  expect(particularsOf('approve', noWork, null)).toBe('Open the candidate to approve first.');
  expect(particularsOf('approve', noWork, chosen())).toContain('1 of 3 open');
  expect(particularsOf('approve', noWork, chosen({ structure: 'pass' }))).toEqual({ candidate: sha256, checklist: { concept: 'pass', structure: 'pass', 'own-helmet': 'fail' }, untouched: ['concept', 'own-helmet'] });
});

test('pins and drawings go with changes, and with nothing else', () => {
  const stroke = { points: [[0.1, 0.1], [0.2, 0.2]] as [number, number][], width: 0.008 };
  let work = changed(noWork, { do: 'draw', sha256, tool: 'pen', strokes: [stroke] });
  work = changed(work, { do: 'draw', sha256, tool: 'brush', strokes: [{ ...stroke, width: 0.06 }] });
  work = changed(work, { do: 'pin', sha256, at: 0, pin: { x: 0.5, y: 0.5, text: 'Six toes' } });
  work = changed(work, { do: 'preset', tag: 'extra-fingers' });
  const changes = particularsOf('changes', work, chosen());
  expect(changes).toMatchObject({ candidate: sha256, markup: [stroke], brush: [{ width: 0.06 }], pins: [{ text: 'Six toes' }], tags: ['extra-fingers'] });
  expect(() => DecisionRequest.parse({ decision: 'changes', note: work.note, ...(changes as object) })).not.toThrow();
  expect(Object.keys(particularsOf('approve', work, chosen({ structure: 'pass' })))).toEqual(['candidate', 'checklist', 'untouched']);
  expect(particularsOf('startOver', work, chosen())).toEqual({ tags: ['extra-fingers'] });
  expect(particularsOf('reject', work, null)).toEqual({ tags: ['extra-fingers'] });
});

test('a preset puts its sentence and tag in, after what is there, and takes both out again', () => {
  const written = { note: 'Closer to the water', tags: [] };
  const dark = withPreset(written, 'too-dark');
  expect(dark).toEqual({ note: 'Closer to the water. Brighten the lighting and lift the shadows.', tags: ['too-dark'] });
  expect(withPreset(dark, 'too-dark')).toEqual({ note: 'Closer to the water.', tags: [] });
});

test('a sentence that the reviewer rewrote stays when its preset is taken out', () => {
  expect(withPreset({ note: 'Brighten only the left.', tags: ['too-dark'] }, 'too-dark')).toEqual({ note: 'Brighten only the left.', tags: [] });
});

test('all presets in and out in any order leave the note as it was', () => {
  const tags = reviewPresets.map(({ tag }) => tag);
  const all = tags.reduce(withPreset, { note: '', tags: [] });
  expect(all.tags).toEqual(tags);
  expect(tags.toReversed().reduce(withPreset, all)).toEqual({ note: '', tags: [] });
  expect([...tags.slice(4), ...tags.slice(0, 4)].reduce(withPreset, all)).toEqual({ note: '', tags: [] });
});
