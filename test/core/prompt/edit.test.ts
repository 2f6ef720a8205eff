import { expect, test } from 'vitest';
import { modelOf } from '../../../core/models/models.ts';
import { buildPrompt } from '../../../core/prompt/build.ts';
import { editInstruction } from '../../../core/prompt/edit.ts';
import { templateFor } from '../../../core/prompt/templates.ts';
import type { Direction } from '../../../core/workflow.ts';
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
