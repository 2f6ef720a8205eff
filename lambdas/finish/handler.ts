import type { z } from 'zod';
import { Brief } from '../../core/brief/schema.ts';
import { FinishReport, GenerationDocument, PromptDocument, type Rendition } from '../../core/documents.ts';
import { finish } from '../../core/imaging/finish.ts';
import { resolveDeliverables } from '../../core/imaging/presets.ts';
import type { ProvenanceFacts } from '../../core/imaging/provenance.ts';
import { runKeys } from '../../core/keys.ts';
import { FinishInput, type FinishOutput } from '../../core/workflow.ts';
import { wired } from '../shared/clients.ts';
import type { Clock } from '../shared/clock.ts';
import { lambdaHandler, silent, type Handle } from '../shared/edge.ts';
import { requireEnv } from '../shared/environment.ts';
import type { Objects } from '../shared/objects.ts';
import { roundsOf, type RoundRecord } from '../shared/rounds.ts';
import type { Runs } from '../shared/runs.ts';

interface Ports {
  readonly objects: Objects;
  readonly runs: Runs;
  readonly clock: Clock;
  readonly assetsBucket: string;
}

/** Sizes worked on at a time: two virtual CPUs, and memory for two. */
const concurrency = 2;

/** The approved bytes become a master and every rendition that the brief asks for. */
export function createHandler({ objects, runs, clock, assetsBucket }: Ports): Handle<z.infer<typeof FinishOutput>> {
  return async (event, note = silent) => {
    const input = FinishInput.parse(event);
    const { runId, candidate } = input;
    await runs.enter(runId, 'Finish', clock.now().toISOString());
    const earlier = await objects.findJson(assetsBucket, runKeys.finishReport(runId, candidate.sha256), FinishReport);
    if (earlier !== null) return { master: earlier.value.master, report: earlier.ref };

    const [original, brief, prompt, generation] = await Promise.all([
      objects.read(candidate),
      objects.readJson(input.brief, Brief),
      objects.readJson(input.prompt, PromptDocument),
      objects.readJson(input.generation, GenerationDocument),
    ]);
    const rounds = await roundsOf(objects, assetsBucket, runId, generation.round);
    const facts = provenance(input, brief, prompt, generation, rounds);
    const finished = await finish({ original, grade: brief.grade, deliverables: resolveDeliverables(brief.deliverables), facts }, { concurrency });

    const master = await objects.writeImage(assetsBucket, runKeys.master(runId, candidate.sha256), finished.master.bytes, finished.master);
    const renditions: Rendition[] = [];
    for (const { bytes, mediaType, width, height, fileName, format: _format, window, warnings, ...rest } of finished.renditions) {
      const file = await objects.writeImage(assetsBucket, runKeys.rendition(runId, candidate.sha256, fileName), bytes, { mediaType, width, height });
      renditions.push({ ...rest, file, window: { ...window }, warnings: [...warnings] });
    }
    const report = await objects.writeJson(assetsBucket, runKeys.finishReport(runId, candidate.sha256), {
      runId,
      original: candidate,
      master,
      grade: brief.grade,
      renditions,
      warnings: [...finished.warnings],
    } satisfies FinishReport);
    note({ renditions: renditions.length, warnings: finished.warnings.length });
    return { master, report };
  };
}

/** What every copy says about where it comes from. */
function provenance({ runId, candidate, decision }: FinishInput, brief: Brief, prompt: PromptDocument, generation: GenerationDocument, rounds: readonly RoundRecord[]): ProvenanceFacts {
  const { subject, action, environment } = brief.concept;
  const inspected = rounds.at(-1)?.inspection?.candidates.find((entry) => entry.candidate.sha256 === candidate.sha256);
  return {
    assetId: runId,
    runId,
    round: generation.round,
    candidate: candidate.sha256,
    title: brief.title,
    ...(brief.objective === undefined ? {} : { description: brief.objective }),
    altText: [subject, action, environment].filter((part) => part !== undefined).join(', '),
    keywords: brief.keywords,
    creators: brief.owner === undefined ? [] : [brief.owner],
    ...(brief.brand.name === undefined ? {} : { credit: brief.brand.name }),
    sourceType: 'generated',
    system: { name: `OpenAI ${generation.model.name}`, version: generation.model.snapshot },
    prompt: { text: generation.text, ...(brief.owner === undefined ? {} : { writer: brief.owner }), template: prompt.template },
    parameters: { sent: generation.parameters, notSent: generation.notSent },
    ...(inspected === undefined ? {} : { scores: { total: inspected.score } }),
    decision: { decision: decision.decision, by: decision.decidedBy, at: decision.decidedAt, reviewId: decision.reviewId },
    costMicroUsd: rounds.reduce((sum, round) => sum + round.generation.costMicroUsd + (round.inspection?.judge?.costMicroUsd ?? 0), 0),
    lineage: rounds.map((round) => ({ round: round.generation.round, operation: round.generation.operation, reference: round.generation.reference?.sha256 ?? null })),
  };
}

export const handler = lambdaHandler(() =>
  createHandler({ objects: wired.objects(), runs: wired.runs(), clock: wired.clock(), assetsBucket: requireEnv('ASSETS_BUCKET') }),
);
