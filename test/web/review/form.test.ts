import { expect, test } from 'vitest';
import { DecisionRequest } from '../../../core/api.ts';
import type { ReviewTag } from '../../../core/workflow.ts';
import { reviewPresets } from '../../../core/review/presets.ts';
import { filledIn } from '../../../web/src/review/form/answers.ts';
import { withPreset } from '../../../web/src/review/form/note.ts';
import { particularsOf } from '../../../web/src/review/form/request.ts';
import { changed, noWork } from '../../../web/src/review/work/work.ts';
import { english as words, spanish } from '../support/words.ts';

const sentenceOf = (tag: ReviewTag, { say } = words): string => `${say(`preset.${tag}.note`)}.`;
const press = (noted: Parameters<typeof withPreset>[0], tag: ReviewTag) => withPreset(noted, tag, sentenceOf(tag));

const sha256 = 'a'.repeat(64);
const questions = [
  { id: 'concept', text: 'Concept?' },
  { id: 'structure', text: 'Structure?' },
  { id: 'own-helmet', text: 'Helmet?' },
];
const advice = (question: string, answer: 'pass' | 'fail' | 'unsure') => ({ question, answer, confidence: 0.8, evidence: 'Seen.', region: null, suggestion: null });
const candidate = { answers: [advice('concept', 'pass'), advice('structure', 'unsure'), advice('own-helmet', 'fail')] };
const chosen = (touched = {}) => ({ sha256, inline: 'candidate A', filled: filledIn(questions, candidate, touched) });

test('the check fills in what it is sure of, and leaves the rest open', () => {
  expect(filledIn(questions, candidate, {}).map(({ answer, suggested }) => [answer, suggested])).toEqual([['pass', true], [undefined, false], ['fail', true]]);
});

test('an answer that was touched is the reviewer’s, also where both agree', () => {
  expect(filledIn(questions, candidate, { concept: 'pass', 'own-helmet': 'pass' }).map(({ answer, suggested }) => [answer, suggested])).toEqual([['pass', false], [undefined, false], ['pass', false]]);
});

test('an approval wants a candidate and every question answered; what the check filled in counts, and is told apart', () => {
  expect(particularsOf('approve', noWork, null, words)).toBe('Open the candidate to approve first.');
  expect(particularsOf('approve', noWork, chosen(), words)).toContain('1 of 3 open');
  expect(particularsOf('approve', noWork, chosen({ structure: 'pass' }), words)).toEqual({ candidate: sha256, checklist: { concept: 'pass', structure: 'pass', 'own-helmet': 'fail' }, untouched: ['concept', 'own-helmet'] });
});

test('pins and drawings go with changes, and with nothing else', () => {
  const stroke = { points: [[0.1, 0.1], [0.2, 0.2]] as [number, number][], width: 0.008 };
  let work = changed(noWork, { do: 'draw', sha256, tool: 'pen', strokes: [stroke] });
  work = changed(work, { do: 'draw', sha256, tool: 'brush', strokes: [{ ...stroke, width: 0.06 }] });
  work = changed(work, { do: 'pin', sha256, at: 0, pin: { x: 0.5, y: 0.5, text: 'Six toes' } });
  work = changed(work, { do: 'preset', tag: 'extra-fingers', sentence: sentenceOf('extra-fingers') });
  const changes = particularsOf('changes', work, chosen(), words);
  expect(changes).toMatchObject({ candidate: sha256, markup: [stroke], brush: [{ width: 0.06 }], pins: [{ text: 'Six toes' }], tags: ['extra-fingers'] });
  expect(() => DecisionRequest.parse({ decision: 'changes', note: work.note, ...(changes as object) })).not.toThrow();
  expect(Object.keys(particularsOf('approve', work, chosen({ structure: 'pass' }), words))).toEqual(['candidate', 'checklist', 'untouched']);
  expect(particularsOf('startOver', work, chosen(), words)).toEqual({ tags: ['extra-fingers'] });
  expect(particularsOf('reject', work, null, words)).toEqual({ tags: ['extra-fingers'] });
});

test('a preset puts its sentence and tag in, after what is there, and takes both out again', () => {
  const written = { note: 'Closer to the water', tags: [], sentences: {} };
  const dark = press(written, 'too-dark');
  expect(dark).toEqual({ note: 'Closer to the water. Brighten the lighting and lift the shadows.', tags: ['too-dark'], sentences: { 'too-dark': 'Brighten the lighting and lift the shadows.' } });
  expect(press(dark, 'too-dark')).toEqual({ note: 'Closer to the water.', tags: [], sentences: {} });
});

test('a sentence that the reviewer rewrote stays when its preset is taken out', () => {
  expect(press({ note: 'Brighten only the left.', tags: ['too-dark'], sentences: {} }, 'too-dark')).toEqual({ note: 'Brighten only the left.', tags: [], sentences: {} });
});

test('all presets in and out in any order leave the note as it was', () => {
  const tags = reviewPresets.map(({ tag }) => tag);
  const all = tags.reduce(press, { note: '', tags: [], sentences: {} });
  expect(all.tags).toEqual(tags);
  expect(tags.toReversed().reduce(press, all)).toEqual({ note: '', tags: [], sentences: {} });
  expect([...tags.slice(4), ...tags.slice(0, 4)].reduce(press, all)).toEqual({ note: '', tags: [], sentences: {} });
});

test('a preset that was pressed in one language is taken out in another', () => {
  const pressed = withPreset({ note: '', tags: [], sentences: {} }, 'too-dark', sentenceOf('too-dark', spanish));
  expect(pressed).toMatchObject({ note: 'Aclarar la iluminación y levantar las sombras.', tags: ['too-dark'] });
  expect(press(pressed, 'too-dark')).toEqual({ note: '', tags: [], sentences: {} });
});

test('what is missing for an approval is said in the language of the page', () => {
  expect(particularsOf('approve', noWork, { ...chosen(), inline: 'la propuesta A' }, spanish)).toBe('Antes hay que contestar la lista de comprobación de la propuesta A: 1 de 3 sin contestar.');
});
