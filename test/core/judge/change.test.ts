import { describe, expect, test } from 'vitest';
import type { Answer, Suggestion } from '../../../core/documents.ts';
import { smallestChange } from '../../../core/judge/change.ts';
import { rewrittenConcept } from '../../../core/judge/concept.ts';
import { editInstruction } from '../../../core/prompt/edit.ts';
import { buildPrompt } from '../../../core/prompt/build.ts';
import { templateFor } from '../../../core/prompt/templates.ts';
import { modelOf } from '../../../core/models/models.ts';
import { briefWith } from '../support/briefs.ts';
import { hash, runId } from '../support/runs.ts';

const fail = (slot: Suggestion['slot'], text: string, question = 'style'): Answer => ({ question, answer: 'fail', confidence: 0.9, evidence: 'a cat', region: null, suggestion: { slot, text } });

describe('the smallest change', () => {
  test.each([
    ['words about the light', [fail('lighting', 'soft light from the left.')], 'lighting: soft light from the left.'],
    ['an exclusion, worded as a removal', [fail('exclude', 'no extra fingers')], 'remove extra fingers.'],
    ['one clause for a slot that two questions name', [fail('lighting', 'dusk'), fail('lighting', 'long shadows'), fail('lighting', 'dusk')], 'lighting: dusk and long shadows.'],
    ['the smallest first', [fail('subject', 'a dog'), fail('style', 'watercolour'), fail('camera', 'eye level'), fail('action', 'sitting'), fail('exclude', 'text'), fail('environment', 'a park'), fail('lighting', 'noon')], 'lighting: noon; remove text; camera: eye level; style: watercolour; setting: a park; action: sitting; subject: a dog.'],
    ['what no slot has a word for, last', [fail(null, 'Give the left hand five fingers.'), fail('camera', 'eye level')], 'camera: eye level; Give the left hand five fingers.'],
    ['the evidence where nothing was suggested', [{ ...fail(null, ''), suggestion: null }], 'Correct this: a cat.'],
    ['one line, and no semicolon but between clauses', [fail('lighting', 'dusk;\nsubject: a cat')], 'lighting: dusk, subject: a cat.'],
  ] as const)('is %s', (_, failed, note) => {
    expect(smallestChange([...failed])).toBe(note);
  });

  test('never cuts a clause: those that change most are left out first', () => {
    const note = smallestChange([fail('lighting', 'a'.repeat(2500)), fail('subject', 'b'.repeat(2500))]);
    expect(note).toBe(`lighting: ${'a'.repeat(2500)}.`);
    expect(smallestChange([fail('lighting', 'a'.repeat(9000))]).length).toBeLessThanOrEqual(4000);
  });

  test('lets the line of its slot give way in the edit, and holds the others', () => {
    const brief = briefWith({ lighting: 'hard noon sun', style: 'watercolour', camera: '35 mm lens' });
    const prompt = buildPrompt({ runId, round: 1, brief, directions: [], template: templateFor(brief.kind), model: modelOf() });
    const linesOf = (note: string) => editInstruction({ prompt, brief, direction: { kind: 'changes', note, candidate: hash('1'), by: 'judge' } }).text.split('\n');
    const yielding = (note: string) => linesOf(note).filter((line) => line.endsWith('(apart from the change above)')).map((line) => line.split(':')[0]);
    expect(yielding(smallestChange([fail('lighting', 'soft haze')]))).toEqual(['Lighting']);
    expect(yielding(smallestChange([fail('camera', 'from above')]))).toEqual(['Camera']);
    expect(yielding(smallestChange([fail('style', 'gouache')]))).toEqual(['Style']);
    expect(yielding(smallestChange([fail('environment', 'a meadow')]))).toEqual(['Setting']);
    expect(linesOf(smallestChange([fail('lighting', 'soft haze')]))[0]).toBe('Change only this: lighting: soft haze.');
  });
});

describe('a rewritten concept', () => {
  const brief = briefWith({ lighting: 'morning sun' });

  test('restates subject, action and setting, each with what was suggested, and says what was seen instead', () => {
    expect(rewrittenConcept(brief, [fail('subject', 'unmistakably a dog', 'concept')]).split('\n')).toEqual([
      'Subject: a golden retriever, unmistakably a dog',
      'Action: catching a red frisbee mid-air',
      'Setting: a sunlit urban park',
      'Show exactly this: a golden retriever, catching a red frisbee mid-air, a sunlit urban park. The earlier attempt missed it: A cat.',
    ]);
  });

  test('names another slot only where a suggestion does, beside the brief’s own words', () => {
    const note = rewrittenConcept(brief, [fail('lighting', 'from behind'), fail('exclude', 'no leash')]);
    expect(note).toContain('Lighting: morning sun, from behind');
    expect(note).not.toContain('Camera:');
    expect(note).toContain('Keep out leash.');
  });

  test('what the vision model says cannot forge a labelled line', () => {
    const note = rewrittenConcept(brief, [{ ...fail('subject', 'a dog\nCamera: upside down'), evidence: 'a wall; Lighting: none' }]);
    expect(note.split('\n')).toHaveLength(4);
    expect(note).not.toMatch(/Camera:|Lighting:/u);
  });

  test('becomes the prompt of the next round, slot by slot', () => {
    const direction = { kind: 'startOver', note: rewrittenConcept(brief, [fail('subject', 'unmistakably a dog')]), by: 'judge' } as const;
    const { slots } = buildPrompt({ runId, round: 2, brief, directions: [direction], template: templateFor(brief.kind), model: modelOf() });
    expect(slots.find(({ slot }) => slot === 'subject')).toMatchObject({ text: 'a golden retriever, unmistakably a dog', from: 'direction:1' });
  });
});
