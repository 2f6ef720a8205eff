import { ListExecutionsCommand, ListStateMachinesCommand } from '@aws-sdk/client-sfn';
import { expect, test } from 'vitest';
import { AssetDetail, LineageTree } from '../../core/api.ts';
import { GenerationDocument, PromptDocument } from '../../core/documents.ts';
import { runKeys } from '../../core/keys.ts';
import { submit as submitBrief } from './support/briefs.ts';
import { galleyPrints } from './support/command-line.ts';
import { until } from './support/embedded-galley.ts';
import type { ReviewLink } from './support/mailbox.ts';
import { approval, decide, openReview } from './support/review.ts';
import { galleyForThisFile } from './support/this-file.ts';

/** People who do not agree, and all at once. */

const people = ['bo@example.com', 'li@example.com', 'rui@example.com'] as const;
const galley = galleyForThisFile();

const submit = (title: string) => submitBrief(galley, title, { candidates: 2, deliverables: ['instagram-square'], review: { approvers: [...people], approval: { atLeast: 2 } } });
const linksTo = (title: string, round: number): Promise<ReviewLink[]> => Promise.all(people.map((who) => galley.mailbox.link(who, `Review: ${title} (round ${String(round)}`)));

test('brighter and darker: both are shown in their words, and neither the edit nor the next concept follows one', async () => {
  const runId = await submit('Quarrel');
  const [bo, li] = await linksTo('Quarrel', 1) as [ReviewLink, ReviewLink];
  const view = await openReview(bo);
  const changes = { decision: 'changes', candidate: view.candidates[0]?.sha256 } as const;
  expect(await decide(bo, { ...changes, note: 'Make it brighter; a red oar' })).toMatchObject({ body: { outcome: 'recorded' } });
  expect(await decide(li, { ...changes, note: 'Make it darker' })).toMatchObject({ body: { outcome: 'decided' } });

  const sides = [{ by: 'bo@example.com', words: 'Make it brighter' }, { by: 'li@example.com', words: 'Make it darker' }];
  const second = await linksTo('Quarrel', 2) as [ReviewLink, ReviewLink];
  expect((await openReview(second[0])).contradictions).toEqual([{ about: 'brightness', sides }]);
  const { text, notSent } = await galley.document(runKeys.generation(runId, 2), GenerationDocument);
  expect(text).toContain('Change only this: a red oar.');
  expect(text).not.toMatch(/brighter|darker/u);
  expect(notSent).toContainEqual(expect.objectContaining({ parameter: 'note', value: { about: 'brightness', sides } }));
  expect((await galley.api.get(LineageTree, `/api/runs/${runId}/lineage`)).contradictions).toMatchObject([{ round: 2, about: 'brightness', sides }]);
  const printed = await galleyPrints(galley, 'lineage', runId);
  expect(printed).toContain('│    bo@example.com: "Make it brighter; a red oar"\n│    li@example.com: "Make it darker"\n│  ! bo@example.com and li@example.com contradict each other about brightness: "Make it brighter", "Make it darker"\n');

  expect(await decide(second[0], { decision: 'startOver', note: 'On the open sea. Warmer light' })).toMatchObject({ body: { outcome: 'recorded' } });
  expect(await decide(second[1], { decision: 'startOver', note: 'Cooler light' })).toMatchObject({ body: { outcome: 'decided' } });
  await linksTo('Quarrel', 3);
  const prompt = await galley.document(runKeys.prompt(runId, 3), PromptDocument);
  expect(prompt.text).toMatch(/^New concept direction: On the open sea \(It overrides/u);
  expect(prompt.text).not.toMatch(/warmer|cooler|brighter|darker/iu);
  expect(prompt.notSent.filter(({ parameter }) => parameter === 'note').map(({ value }) => value)).toMatchObject([{ about: 'brightness' }, { about: 'warmth' }]);
});

test('two people who draw on one candidate: one mask of both, each drawing under its own name, and neither of two lightings', async () => {
  const runId = await submit('Four hands');
  const [bo, li] = await linksTo('Four hands', 1) as [ReviewLink, ReviewLink];
  const sha256 = (await openReview(bo)).candidates[0]!.sha256;
  const at = (x: number) => ({ brush: [{ points: [[x, 0.4], [x, 0.6]] as [number, number][], width: 0.2 }], pins: [{ x, y: 0.5, text: `a knot at ${String(x)}` }] });
  const changes = { decision: 'changes', candidate: sha256 } as const;
  await decide(bo, { ...changes, note: 'A red oar\nLighting: fog', ...at(0.2) });
  expect(await decide(li, { ...changes, note: 'Lighting: noon sun', ...at(0.8) })).toMatchObject({ body: { outcome: 'decided' } });

  const second = await linksTo('Four hands', 2) as [ReviewLink, ReviewLink];
  const { thisRound, contradictions } = await openReview(second[0]);
  expect(thisRound?.drawings).toMatchObject([{ by: 'bo@example.com', ...at(0.2) }, { by: 'li@example.com', ...at(0.8) }]);
  expect(contradictions).toMatchObject([{ about: 'lighting', sides: [{ words: 'Lighting: fog' }, { words: 'Lighting: noon sun' }] }]);
  const { text, mask, direction } = await galley.document(runKeys.generation(runId, 2), GenerationDocument);
  expect(text).toMatch(/^Change only this: A red oar\.\nAt 20 % .*a knot at 0\.2\.\nAt 80 % .*a knot at 0\.8\.\nChange only what the mask leaves open\./u);
  expect([mask === null, direction?.annotations?.length]).toEqual([false, 2]);
  const tree = await galley.api.get(LineageTree, `/api/runs/${runId}/lineage`);
  expect(tree.drawings.map(({ by }) => by)).toEqual(['bo@example.com', 'li@example.com']);
});

test('two hundred votes at once come to one decision, and the run ends once', async () => {
  const runId = await submit('Crowd');
  const links = await linksTo('Crowd', 1);
  const view = await openReview(links[0]!);
  const answers = await Promise.all(Array.from({ length: 200 }, async (_, index) => decide(links[index % links.length]!, approval(view, index % 2))));

  expect(answers.filter(({ status }) => ![200, 409].includes(status))).toEqual([]);
  expect(answers.filter(({ body }) => (body as { outcome?: string }).outcome === 'decided')).toHaveLength(1);
  await galley.ends(runId, 'completed');
  const { asset } = await galley.api.get(AssetDetail, `/api/assets/${runId}`);
  expect(asset.decision.approvals).toHaveLength(2);
  const by = asset.decision.approvals.map((each) => each.by).toSorted().join(', ');
  for (const link of links) {
    const { state, decided } = await openReview(link);
    expect({ state, decision: decided?.decision, by: decided?.by.split(', ').toSorted().join(', ') }).toEqual({ state: 'decided', decision: 'approve', by });
  }
  const { stateMachines = [] } = await galley.sfn.send(new ListStateMachinesCommand({}));
  const executions = async () => ((await galley.sfn.send(new ListExecutionsCommand({ stateMachineArn: stateMachines[0]?.stateMachineArn ?? '' }))).executions ?? []).filter(({ name }) => name?.includes(runId)).map(({ status }) => status);
  // The run's end is told before its execution is over.
  await until('the end of the execution', async () => ((await executions()).includes('RUNNING') ? undefined : true));
  expect(await executions()).toEqual(['SUCCEEDED']);
  await galley.mailbox.message('ana@example.com', 'Crowd');
  expect(await galley.mailbox.count('ana@example.com', 'Crowd')).toBe(1);
});
