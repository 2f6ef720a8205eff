import { describe, expect, test } from 'vitest';
import { modelOf } from '../../../core/models/models.ts';
import { buildPrompt } from '../../../core/prompt/build.ts';
import { editInstruction } from '../../../core/prompt/edit.ts';
import { templateFor } from '../../../core/prompt/templates.ts';
import { marksOf } from '../../../core/review/marks.ts';
import { unite } from '../../../core/review/united.ts';
import type { Direction } from '../../../core/workflow.ts';
import { put, strokeAt } from '../support/annotations.ts';
import { briefWith } from '../support/briefs.ts';
import { hash, runId } from '../support/runs.ts';

const brief = briefWith({ seed: 7, exclude: ['text'], mood: 'joyful', objective: 'spring newsletter' });
const prompt = buildPrompt({ runId, round: 1, brief, directions: [], template: templateFor(brief.kind), model: modelOf() });
const changes = (note: string): Direction => ({ kind: 'changes', note, candidate: hash('1'), by: 'reviewer' });

test('an edit says what to change first, and then repeats what to keep', () => {
  const { text } = editInstruction({ prompt, brief, direction: changes('Turn the head\ntowards us.') });
  expect(text.split('\n')[0]).toBe('Change only this: Turn the head towards us.');
  for (const kept of ['Keep everything else', 'Subject: a golden retriever', 'Mood: joyful', 'Surfaces and signs stay blank']) expect(text).toContain(kept);
});

test('a part that the note speaks of may give way, the others may not', () => {
  const { text } = editInstruction({ prompt, brief, direction: changes('Make the frisbee blue and the light warmer') });
  const free = text.split('\n').filter((line) => line.endsWith('(apart from the change above)'));
  expect(free.map((line) => line.split(':')[0])).toEqual(['Action', 'Lighting']);
});

test('what the model does not take is recorded in an edit as well', () => {
  expect(editInstruction({ prompt, brief, direction: changes('less grass') }).notSent.map(({ parameter }) => parameter)).toEqual(['seed', 'negative_prompt']);
});

test('what was pinned and drawn follows the words, and what it speaks of may give way', () => {
  const marks = marksOf(unite(changes('Mend it'), [put('ana@example.com', { pins: [{ x: 0.38, y: 0.5, text: 'turn this frisbee' }], brush: [strokeAt(0.4, 0.5)] })], hash('1')), modelOf(), 1.5);
  const { text } = editInstruction({ prompt, brief, direction: changes('Mend it'), marks });
  expect(text.split('\n').slice(0, 3)).toEqual(['Change only this: Mend it.', 'At 38 % from the left, 50 % from the top: turn this frisbee.', 'Change only what the mask leaves open.']);
  expect(text).toMatch(/^Action: .*frisbee.*\(apart from the change above\)$/mu);
});

describe('the words of several reviewers', () => {
  const note = (by: string, words: string, decision = 'changes') => ({ by, decision, note: words, tags: [], at: '2026-11-24T12:00:00.000Z' });
  const instruction = (said: string, notes: ReturnType<typeof note>[]) => {
    const { text, notSent } = editInstruction({ prompt, brief, direction: { ...changes(said), notes } });
    return { first: text.split('\n')[0], left: notSent.filter(({ parameter }) => parameter === 'note') };
  };

  test('are followed together where they agree', () => {
    expect(instruction('Warmer light.', [note('ana@example.com', 'Warmer light.'), note('ben@example.com', 'A blue frisbee')])).toEqual({ first: 'Change only this: Warmer light; A blue frisbee.', left: [] });
  });

  test('are left out on both sides where they contradict each other, and recorded with who wants what', () => {
    const { first, left } = instruction('Brighter, and a blue frisbee', [note('ana@example.com', 'Brighter, and a blue frisbee'), note('ben@example.com', 'darker')]);
    expect(first).toBe('Change only this: a blue frisbee.');
    expect(left).toMatchObject([{ value: { about: 'brightness', sides: [{ by: 'ana@example.com', words: 'Brighter' }, { by: 'ben@example.com', words: 'darker' }] } }]);
  });

  test('that contradict each other in everything leave no order to the model', () => {
    expect(instruction('brighter', [note('ana@example.com', 'brighter'), note('ben@example.com', 'darker')]).first).toBe('Change only this: small refinements, as the reviewers disagree about the rest.');
  });

  test('of those who did not ask for changes are no order', () => {
    expect(instruction('brighter', [note('ana@example.com', 'brighter'), note('ben@example.com', 'I would not make it darker, fine for me', 'approve')]).first).toBe('Change only this: brighter.');
  });
});
