import { zodTextFormat } from 'openai/helpers/zod';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';

import { startRig } from './support.ts';
import type { Rig } from './support.ts';

const Inspection = z.strictObject({
  answers: z.array(
    z.strictObject({
      question: z.enum(['concept', 'structure', 'own-1', 'control']),
      answer: z.enum(['pass', 'fail', 'unsure']),
      confidence: z.number(),
      evidence: z.string(),
      suggestion: z.strictObject({ slot: z.enum(['lighting', 'camera', 'exclude']), text: z.string() }).nullable(),
    }),
  ),
});

let rig: Rig;
let picture: string;
beforeAll(async () => {
  rig = await startRig();
  const gradient = await sharp(Buffer.from('<svg width="64" height="64"><rect width="64" height="64" fill="#246"/><circle cx="32" cy="32" r="20" fill="#fd8"/></svg>')).png().toBuffer();
  picture = `data:image/png;base64,${gradient.toString('base64')}`;
});
afterEach(async () => tell(null));
afterAll(async () => { await rig.stop(); });

async function tell(rule: object | null): Promise<Response> {
  return fetch(`${rig.standIn.controlUrl}/judge`, rule === null ? { method: 'DELETE' } : { method: 'POST', body: JSON.stringify(rule) });
}

async function answers(text = 'A brief') {
  const response = await rig.client.responses.parse({
    model: 'gpt-5.4-mini', instructions: '- concept: Is it shown?', store: false,
    input: [{ role: 'user', content: [{ type: 'input_text', text }, { type: 'input_image', image_url: picture, detail: 'high' }] }],
    text: { format: zodTextFormat(Inspection, 'inspection') },
  });
  return Object.fromEntries((response.output_parsed?.answers ?? []).map(({ question, ...answer }) => [question, answer]));
}

test('a judge who was told to pass is sure of what cannot be measured, until the order is taken back', async () => {
  expect(Object.values(await answers()).map(({ answer }) => answer)).toEqual(['unsure', 'unsure', 'unsure', 'unsure']);
  await tell({ answer: 'pass' });
  expect(await answers()).toMatchObject({ concept: { answer: 'pass', confidence: 0.95 }, structure: { answer: 'pass' }, 'own-1': { answer: 'pass' }, control: { answer: 'unsure' } });
  await tell(null);
  expect((await answers()).concept?.answer).toBe('unsure');
});

test('the order that was given last wins, for its question, its text and as often as it says', async () => {
  await tell({ answer: 'pass' });
  await tell({ question: 'structure', answer: 'fail', evidence: 'A sixth finger.', suggestion: { slot: 'exclude', text: 'the sixth finger' }, match: 'hands', times: 1 });
  expect((await answers('feet')).structure?.answer).toBe('pass');
  expect(await answers('two hands')).toMatchObject({ concept: { answer: 'pass' }, structure: { answer: 'fail', evidence: 'A sixth finger.', suggestion: { slot: 'exclude', text: 'the sixth finger' } } });
  expect((await answers('two hands')).structure?.answer).toBe('pass');
});

test('an order without evidence is explained in the language that is asked for', async () => {
  await tell({ answer: 'pass' });
  expect((await answers()).concept?.evidence).toBe('As the stand-in was told to answer.');
  expect((await answers('{"language":"Spanish"}')).concept?.evidence).toBe('Según se le indicó al simulador.');
});

test('an order that is none is refused by field', async () => {
  const refused = await tell({ answer: 'perhaps', confidence: 2 });
  expect(refused.status).toBe(400);
  expect(await refused.text()).toMatch(/answer[\s\S]*confidence|confidence[\s\S]*answer/u);
});
