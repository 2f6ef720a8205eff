import { createHash } from 'node:crypto';
import { GetObjectCommand, HeadObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { AdviceReport, AgreementReport, AssetDetail, AssetList, BriefAccepted } from '../../core/api.ts';
import { post, upload } from './support/briefs.ts';
import { until } from './support/embedded-galley.ts';
import { Mailbox } from './support/mailbox.ts';
import { approval, decide, openReview } from './support/review.ts';
import { galleyForThisFile } from './support/this-file.ts';

const brief = `title: Park launch
owner: ana@example.com
concept:
  subject: a golden retriever
  action: catching a red frisbee mid-air
  environment: a sunlit urban park
lighting: soft morning light
style: photorealistic
mood: joyful
exclude: [text, leashes]
seed: 7
candidates: 2
quality: low
keywords: [frisbee campaign]
deliverables: [hero-16x9, instagram-square]
qa: { questions: [{ id: whole-dog, ask: Is the whole dog in the picture? }] }
review: { approvers: [rui@example.com] }
`;

const galley = galleyForThisFile();

async function bytesAt(url: string): Promise<Buffer> {
  const response = await fetch(url);
  expect(response.status).toBe(200);
  return Buffer.from(await response.arrayBuffer());
}

describe('the road of one brief', () => {
  test('an uploaded brief becomes an approved, finished, archived image that search finds', async () => {
    const runId = await galley.runOf(await upload(galley, 'park.yaml', brief));
    const mail = await galley.mailbox.message('rui@example.com', 'Park launch');
    const link = Mailbox.reviewLink(mail);

    expect(mail.links.filter((href) => href.includes('/review/'))).toHaveLength(1);
    expect(mail.html).toContain('cid:');
    expect(mail.text).toContain('golden retriever');

    const waiting = await galley.asks(runId);
    expect(waiting.steps.map((step) => step.state)).toEqual(expect.arrayContaining(['Assess', 'BuildPrompt', 'Generate', 'Inspect', 'Judge', 'Review']));

    const view = await openReview(link);
    expect(view.state).toBe('open');
    expect(view.candidates).toHaveLength(2);
    expect(view.checklist.map(({ id }) => id)).toEqual(['concept', 'structure', 'lighting', 'style', 'emotion', 'own-whole-dog']);
    expect(view.candidates[0]?.answers.map(({ question }) => question)).toEqual(view.checklist.map(({ id }) => id));

    const chosen = view.candidates[1];
    expect(chosen).toBeDefined();
    const shown = await bytesAt(chosen?.url ?? '');
    expect(createHash('sha256').update(shown).digest('hex')).toBe(chosen?.sha256);

    expect((await decide(link, approval(view, 1))).status).toBe(200);
    const done = await galley.ends(runId, 'completed');
    expect(done.costMicroUsd).toBeGreaterThan(0);

    // The approver's answers stand beside those of the check.
    const [{ model, trusted, questions } = { model: '', trusted: null, questions: [] }] = (await galley.api.get(AgreementReport, '/api/agreement')).models;
    expect({ model, trusted }).toEqual({ model: 'gpt-5.4-mini', trusted: false });
    const answer = chosen?.answers.find(({ question }) => question === 'own-whole-dog')?.answer ?? 'pass';
    expect(questions.find(({ question }) => question === 'own-whole-dog')?.byHand[answer].pass).toBe(1);

    const { asset, urls } = await galley.api.get(AssetDetail, `/api/assets/${runId}`);
    expect(asset.decision).toMatchObject({ decision: 'approve', decidedBy: 'rui@example.com' });
    expect(asset.generation.candidates.map((candidate) => candidate.sha256)).toContain(chosen?.sha256);
    expect(asset.prompt.notSent.map((item) => item.parameter)).toContain('seed');
    expect(await bytesAt(urls.original)).toEqual(shown);

    expect(urls.renditions.length).toBeGreaterThanOrEqual(4);
    for (const { name, url } of urls.renditions) {
      const rendition = asset.report.renditions.find((entry) => entry.file.key.endsWith(name) || entry.name === name);
      const metadata = await sharp(await bytesAt(url)).metadata();
      expect([metadata.width, metadata.height]).toEqual([rendition?.file.width, rendition?.file.height]);
      expect(metadata.xmp?.toString()).toContain('trainedAlgorithmicMedia');
    }

    for (const query of ['frisbee', 'retriever park', 'joyful']) {
      const found = await galley.api.get(AssetList, '/api/assets', { q: query });
      expect(found.assets.map((entry) => entry.assetId)).toContain(runId);
    }
    const nothing = await galley.api.get(AssetList, '/api/assets', { q: 'frisbee submarine' });
    expect(nothing.assets).toEqual([]);

    const told = await galley.mailbox.message('ana@example.com', 'Park launch');
    expect(told.text).not.toContain(link.key);
  });

  test('opening the link decides nothing, and a decision needs the key, a choice, and an open review', async () => {
    await upload(galley, 'quiet.yaml', brief.replace('Park launch', 'Quiet look'));
    const link = await galley.mailbox.link('rui@example.com', 'Quiet look');

    for (const method of ['GET', 'HEAD']) {
      expect((await fetch(link.href, { method })).status).toBe(200);
      await fetch(`${link.origin}/api/reviews/${link.reviewId}`, { method, headers: { authorization: `Bearer ${link.key}` } });
      await fetch(`${link.origin}/api/reviews/${link.reviewId}/decision`, { method, headers: { authorization: `Bearer ${link.key}` } });
    }
    const view = await openReview(link);
    expect(view.state).toBe('open');

    expect((await decide({ ...link, key: 'x'.repeat(43) }, approval(view))).status).toBe(401);
    expect((await decide(link, { decision: 'approve' })).status).toBe(422);
    expect((await decide(link, { ...approval(view), candidate: 'a'.repeat(64) })).status).toBe(422);
    expect((await decide(link, { decision: 'changes', candidate: view.candidates[0]?.sha256 })).status).toBe(422);
    expect((await openReview(link)).state).toBe('open');

    expect((await decide(link, { decision: 'reject', note: 'wrong season' })).status).toBe(200);
    const late = await decide(link, approval(view));
    expect(late.status).toBe(409);
    expect(JSON.stringify(late.body)).toContain('rui@example.com');
  });

  test('changes edit the chosen candidate, a start over makes a new concept, and the last round ends the run', async () => {
    const source = await upload(galley, 'rounds.yaml', brief.replace('Park launch', 'Three rounds').replace('review: {', 'review: { rounds: 3,'));
    const runId = await galley.runOf(source);

    const first = await galley.mailbox.link('rui@example.com', 'Three rounds (round 1 of 3)');
    const firstView = await openReview(first);
    await decide(first, { decision: 'changes', candidate: firstView.candidates[0]?.sha256 ?? '', note: 'warmer light, please' });

    const second = await galley.mailbox.link('rui@example.com', 'Three rounds (round 2 of 3)');
    const secondView = await openReview(second);
    expect(secondView.directions.map((direction) => direction.note)).toEqual(['warmer light, please']);
    await decide(second, { decision: 'startOver', note: 'at night, under street lamps' });

    const third = await galley.mailbox.link('rui@example.com', 'Three rounds (round 3 of 3)');
    const thirdView = await openReview(third);
    expect(thirdView.lastRound).toBe(true);
    expect(thirdView.prompt?.text).toContain('street lamps');
    await decide(third, { decision: 'startOver', note: 'once more, please' });

    const run = await galley.ends(runId, 'exhausted');
    expect(run.rounds.map((round) => round.operation)).toEqual(['generate', 'edit', 'generate']);
    const shas = run.rounds.flatMap((round) => round.candidates.map((candidate) => candidate.sha256));
    expect(new Set(shas).size).toBe(shas.length);
  });
});

describe('the check', () => {
  test('edits a close miss before anybody is asked, and what came of it is kept and counted', async () => {
    // Grey on purpose: the stand-in fails the mood, and the score is under the threshold.
    const grey = brief.replace('Park launch', 'Close miss').replace('style: photorealistic', 'style: monochrome').replace('review: {', 'team: road\nreview: {');
    const runId = await galley.runOf(await upload(galley, 'close-miss.yaml', grey));
    const link = await galley.mailbox.link('rui@example.com', 'Close miss (round 2 of 3)');
    const view = await openReview(link);
    expect(view.directions).toMatchObject([{ kind: 'changes', by: 'judge', questions: ['emotion'] }]);
    expect((await decide(link, approval(view))).status).toBe(200);

    const run = await galley.ends(runId, 'completed');
    expect(run.rounds.map(({ operation, judgement }) => [operation, judgement?.verdict])).toEqual([['generate', 'iterate'], ['edit', 'review']]);
    const [first, second] = run.rounds;
    expect(first?.judgement?.expectation?.sentence).toMatch(/^One more round of this kind .* against \$\d+\.\d\d: worth another round\.$/u);
    expect(first?.outcome?.became).toMatchObject({ what: 'round', costMicroUsd: second?.costMicroUsd });
    expect(second?.outcome?.became).toMatchObject({ what: 'people', decision: 'approve' });
    const { verdicts } = await galley.api.get(AdviceReport, '/api/advice', { team: 'road' });
    expect(verdicts.review).toMatchObject({ shown: 1, approved: 1 });
    expect(verdicts.iterate).toMatchObject({ given: 1, shown: 1, approved: 1 });
  });
});

describe('briefs that do not start', () => {
  test('an invalid brief is moved aside with a report by field, and its sender is told', async () => {
    const Bucket = galley.output('BriefsBucketName');
    const text = 'title: Broken\nowner: eva@example.com\nconcept: { subject: dog }\ncolor: red\n';
    await upload(galley, 'broken.yaml', text);

    const mail = await galley.mailbox.message('eva@example.com', '');
    expect(mail.text).toContain('concept.subject');
    expect(mail.text).toContain('color');

    const keys = await until('the report', async () => {
      const listing = await galley.s3.send(new ListObjectsV2Command({ Bucket, Prefix: 'rejected/' }));
      const found = (listing.Contents ?? []).map((entry) => entry.Key ?? '');
      return found.some((key) => key.endsWith('report.json')) ? found : undefined;
    });
    const original = keys.find((key) => key.endsWith('broken.yaml'));
    const stored = await galley.s3.send(new GetObjectCommand({ Bucket, Key: original ?? '' }));
    expect(await stored.Body?.transformToString()).toBe(text);
    await until('the inbox to be empty', async () => {
      const gone = await galley.s3.send(new HeadObjectCommand({ Bucket, Key: 'inbox/broken.yaml' })).then(() => undefined, () => true);
      return gone;
    });
  });

  test('a posted brief answers at once: accepted with its run, or refused by field', async () => {
    const refused = await post(galley, 'title: Broken\nconcept: { subject: dog }\n');
    expect(refused.status).toBe(422);
    expect(JSON.stringify(await refused.json())).toContain('concept.subject');

    const accepted = await post(galley, brief.replace('Park launch', 'Posted one'));
    expect(accepted.status).toBe(202);
    const { runId } = BriefAccepted.parse(await accepted.json());
    await galley.asks(runId);
  });
});
