import { availableParallelism } from 'node:os';
import type { z } from 'zod';
import { Brief } from '../../core/brief/schema.ts';
import { type CandidateInspection, FinishReport, GenerationDocument, PromptDocument, type Rendition } from '../../core/documents.ts';
import { decode } from '../../core/imaging/decode.ts';
import { type FinishRequest, type FinishedRendition, finish, useCores } from '../../core/imaging/finish.ts';
import { type CubeLut, parseCube } from '../../core/imaging/grade/cube.ts';
import { resolveDeliverables } from '../../core/imaging/presets.ts';
import type { ProvenanceFacts } from '../../core/imaging/provenance.ts';
import { roundOfCandidate, runKeys } from '../../core/keys.ts';
import { FinishInput, type FinishOutput } from '../../core/workflow.ts';
import * as wired from '../shared/clients.ts';
import type { Clock } from '../shared/clock.ts';
import { lambdaHandler, silent, type Handle } from '../shared/edge.ts';
import { requireEnv } from '../shared/environment.ts';
import { sha256 } from '../shared/hash.ts';
import type { Objects } from '../shared/objects.ts';
import { conceptOf, roundsOf, type RoundRecord } from '../shared/rounds.ts';
import type { Runs } from '../shared/runs.ts';

interface Ports {
  readonly objects: Objects;
  readonly runs: Runs;
  readonly clock: Clock;
  readonly assetsBucket: string;
  /** Files worked on at a time. */
  readonly lanes: number;
}

/** The approved bytes become a master and every rendition that the brief asks for. */
export function createHandler({ objects, runs, clock, assetsBucket, lanes }: Ports): Handle<z.infer<typeof FinishOutput>> {
  return async (event, note = silent) => {
    const input = FinishInput.parse(event);
    const { runId, candidate, decision } = input;
    await runs.enter(runId, 'Finish', clock.now().toISOString());
    const earlier = await objects.findJson(assetsBucket, runKeys.finishReport(runId, candidate.sha256), FinishReport);
    if (earlier !== null) return { master: earlier.value.master, report: earlier.ref };

    const [original, brief, last] = await Promise.all([objects.read(candidate), objects.readJson(input.brief, Brief), objects.readJson(input.generation, GenerationDocument)]);
    const rounds = await roundsOf(objects, assetsBucket, runId, last.round);
    // A candidate of an earlier round can be approved: what is said of it is that round's.
    const own = rounds.find(({ generation }) => generation.round === roundOfCandidate(candidate));
    const generation = own?.generation ?? last;
    const prompt = (await conceptOf(objects, assetsBucket, runId, candidate))?.value ?? (await objects.readJson(input.prompt, PromptDocument));
    const inspected = (own ?? rounds.at(-1))?.inspection?.candidates.find((entry) => entry.candidate.sha256 === candidate.sha256);
    const brand = await brandOf(objects, assetsBucket, runId, brief);
    const subject = inspected?.subject ?? null;
    const focus = decision.focus ?? brief.focus ?? null;
    const finished = await finish(
      {
        original,
        grade: brief.grade,
        lut: brand.lut,
        palette: brief.brand.colours,
        encoding: brief.encoding,
        deliverables: resolveDeliverables(brief.deliverables),
        watermark: brand.watermark,
        facts: provenance(input, brief, prompt, generation, rounds, inspected),
        subject: subject ?? undefined,
        focus: focus ?? undefined,
      },
      { lanes },
    );

    const { bytes, ...masterFacts } = finished.master;
    const [master, ...renditions] = await Promise.all([
      objects.writeImage(assetsBucket, runKeys.master(runId, candidate.sha256), bytes, masterFacts),
      ...finished.renditions.map(async (rendition): Promise<Rendition> => {
        const key = runKeys.rendition(runId, candidate.sha256, rendition.fileName);
        return { ...reportOf(rendition), file: await objects.writeImage(assetsBucket, key, rendition.bytes, rendition) };
      }),
    ]);
    const report = await objects.writeJson(assetsBucket, runKeys.finishReport(runId, candidate.sha256), {
      runId,
      original: candidate,
      master,
      grade: brief.grade,
      gradeReport: finished.grade,
      encoding: brief.encoding,
      subject,
      focus,
      brandFiles: brand.files,
      renditions,
      warnings: [...finished.warnings],
    } satisfies FinishReport);
    note({ renditions: renditions.length, warnings: finished.warnings.length });
    return { master, report };
  };
}

function reportOf({ name, preset, crop, enlargement, dpi, quality, score, trials, maxBytes, metadata, warnings }: FinishedRendition): Omit<Rendition, 'file'> {
  return { name, preset, crop, enlargement, dpi, quality, score, trials, maxBytes, metadata, warnings: [...warnings] };
}

interface BrandInputs {
  readonly lut: CubeLut | undefined;
  readonly watermark: FinishRequest['watermark'];
  readonly files: FinishReport['brandFiles'];
}

/** The kit, looks and marks that were kept when the brief was accepted, read. */
async function brandOf(objects: Objects, bucket: string, runId: string, brief: Brief): Promise<BrandInputs> {
  const files: FinishReport['brandFiles'] = [];
  const read = async (file: string): Promise<Buffer> => {
    const key = runKeys.brandFile(runId, file);
    const bytes = await objects.read({ bucket, key });
    files.push({ bucket, key, sha256: sha256(bytes), bytes: bytes.byteLength, file });
    return bytes;
  };
  const { lut } = brief.grade;
  const { watermark, logo, kit } = brief.brand;
  if (kit?.file !== undefined && kit.sha256 !== undefined) {
    const key = runKeys.brandKit(runId, kit.sha256, kit.file.slice(kit.file.lastIndexOf('/') + 1));
    const bytes = await objects.read({ bucket, key, sha256: kit.sha256 });
    files.push({ bucket, key, sha256: kit.sha256, bytes: bytes.byteLength, file: kit.file });
  }
  // The same picture is often both.
  if (logo !== undefined && logo !== watermark?.file) await read(logo);
  return {
    lut: lut === undefined ? undefined : parseCube((await read(lut.file)).toString('utf8'), lut.file),
    watermark: watermark === undefined ? undefined : { mark: await decode(await read(watermark.file)), settings: watermark },
    files,
  };
}

/** What every copy says about where it comes from. */
function provenance({ runId, candidate, decision }: FinishInput, brief: Brief, prompt: PromptDocument, generation: GenerationDocument, rounds: readonly RoundRecord[], inspected: CandidateInspection | undefined): ProvenanceFacts {
  const { subject, action, environment } = brief.concept;
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
    credit: brief.brand.credit ?? brief.brand.name,
    rights: brief.brand.rights,
    sourceType: 'generated',
    system: { name: `OpenAI ${generation.model.name}`, version: generation.model.snapshot },
    prompt: { text: generation.text, ...(brief.owner === undefined ? {} : { writer: brief.owner }), template: prompt.template },
    // Who of the reviewers wanted what stays in the archive: it does not travel with the files.
    parameters: { sent: generation.parameters, notSent: generation.notSent.filter(({ parameter }) => parameter !== 'note') },
    ...(inspected === undefined ? {} : { scores: { total: inspected.score } }),
    decision: { decision: decision.decision, by: decision.decidedBy, at: decision.decidedAt, reviewId: decision.reviewId },
    costMicroUsd: rounds.reduce((sum, round) => sum + round.generation.costMicroUsd + (round.inspection?.judge?.costMicroUsd ?? 0), 0),
    lineage: rounds.map((round) => ({ round: round.generation.round, operation: round.generation.operation, reference: round.generation.reference?.sha256 ?? null })),
  };
}

export const handler = lambdaHandler(() =>
  createHandler({ objects: wired.objects(), runs: wired.runs(), clock: wired.clock(), assetsBucket: requireEnv('ASSETS_BUCKET'), lanes: useCores(availableParallelism()) }),
);
