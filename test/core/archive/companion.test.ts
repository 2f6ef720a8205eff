import { expect, test } from 'vitest';
import { buildCompanion } from '../../../core/archive/companion.ts';
import type { CompanionParts } from '../../../core/archive/companion.ts';
import { assess } from '../../../core/assessment/assess.ts';
import { CompanionDocument } from '../../../core/documents.ts';
import { judge } from '../../../core/judge/judge.ts';
import { modelOf } from '../../../core/models/models.ts';
import { buildPrompt } from '../../../core/prompt/build.ts';
import { templateFor } from '../../../core/prompt/templates.ts';
import { briefWith } from '../support/briefs.ts';
import { candidate, hash, imageRef, inspectionOf, runId } from '../support/runs.ts';

const brief = briefWith();
const model = modelOf();
const prompt = buildPrompt({ runId, round: 1, brief, directions: [], template: templateFor('editorial'), model });
const inspection = inspectionOf(candidate('1'), candidate('2'));
const at = '2026-11-24T12:00:00.000Z';

const parts: CompanionParts = {
  assetId: runId,
  archivedAt: at,
  brief,
  source: { bucket: 'briefs', key: 'accepted/x.yaml', sha256: hash('0'), bytes: 10 },
  assessment: assess(brief, { model }),
  prompt,
  generation: {
    runId,
    round: 1,
    operation: 'generate',
    text: prompt.text,
    model: prompt.model,
    parameters: prompt.parameters,
    notSent: [],
    reference: null,
  direction: null,
  markup: null,
  mask: null,
    references: [],
    candidates: [imageRef(hash('1')), imageRef(hash('2'))],
    usage: { inputTextTokens: 100, inputImageTokens: 0, outputTokens: 2700 },
    costMicroUsd: 82_000,
    reservationId: 'generate-1',
    requestId: null,
    startedAt: at,
    finishedAt: at,
  },
  inspection,
  judgement: judge({ inspection, brief, round: 1, roundLimit: 3 }),
  decision: { decision: 'approve', candidate: imageRef(hash('2')), focus: null, tags: [], notes: [], annotations: [], approvals: [], note: '', reviewId: 'r', decidedBy: 'art@example.com', decidedAt: at },
  lineage: [{ round: 1, operation: 'generate', direction: null, reference: null, candidates: [hash('1'), hash('2')], costMicroUsd: 82_000, text: null, markup: null, mask: null, notSent: [] }],
  files: [
    { role: 'original', name: 'original.png', file: imageRef(hash('2')) },
    { role: 'master', name: 'master.png', file: imageRef(hash('3')) },
  ],
  report: {
    runId,
    original: imageRef(hash('2')),
    master: imageRef(hash('3')),
    grade: brief.grade,
    gradeReport: { neutral: true, correction: null, meanDeltaE: 0, clippedShare: 0, palette: null },
    encoding: 'quality',
    subject: null,
    focus: null,
    brandFiles: [],
    renditions: [],
    warnings: [],
  },
};

test('the companion has the inspection of the approved candidate, and every cost', () => {
  const companion = buildCompanion(parts);
  expect(companion.inspection.candidate.sha256).toBe(hash('2'));
  expect(companion.title).toBe(brief.title);
  expect(companion.costMicroUsd).toBe(82_000 + 9_000);
  expect(buildCompanion({ ...parts, inspectionCostMicroUsd: 20_000 }).costMicroUsd).toBe(102_000);
});

test('it survives being stored and read', () => {
  const companion = buildCompanion(parts);
  expect(CompanionDocument.parse(JSON.parse(JSON.stringify(companion)))).toEqual(companion);
});

test('only what was approved is archived', () => {
  expect(() => buildCompanion({ ...parts, decision: { ...parts.decision, decision: 'reject', candidate: null } })).toThrow(/Expected an approval/u);
});

test('an approval of a picture that was not inspected is refused', () => {
  expect(() => buildCompanion({ ...parts, decision: { ...parts.decision, candidate: imageRef(hash('9')) } })).toThrow(/among those inspected/u);
});
