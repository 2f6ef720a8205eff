import type { z } from 'zod';
import { Brief } from '../../core/brief/schema.ts';
import { briefScope } from '../../core/budget.ts';
import { InspectionDocument, PromptDocument, type CandidateInspection } from '../../core/documents.ts';
import { RateLimited } from '../../core/errors.ts';
import { contactSheet, roundWords } from '../../core/inspection/contact-sheet.ts';
import { meansGround } from '../../core/inspection/ground.ts';
import { inspectSubject, inspectTechnically } from '../../core/inspection/inspect.ts';
import { limitsOf } from '../../core/inspection/limits.ts';
import { previewOf } from '../../core/inspection/preview.ts';
import { questionsOf, unansweredQuestions } from '../../core/inspection/questions.ts';
import { scoreCandidate } from '../../core/inspection/score.ts';
import { runKeys } from '../../core/keys.ts';
import { speakerIn } from '../../core/language/catalogues.ts';
import { visionTokens } from '../../core/models/models.ts';
import type { ImageRef } from '../../core/references.ts';
import { InspectInput, type AwaitTurn, type InspectOutput, type Turn } from '../../core/workflow.ts';
import type { Archive } from '../shared/archive.ts';
import * as wired from '../shared/clients.ts';
import { lambdaHandler, silent, type Handle } from '../shared/edge.ts';
import { requireEnv, requireNumber } from '../shared/environment.ts';
import type { RateGate } from '../shared/rate-gate.ts';
import type { Runs } from '../shared/runs.ts';
import { archivedLookalikes, earlierCandidates } from './comparisons.ts';
import { visionAnswers, VisionRecord, type VisionPorts } from './vision-answers.ts';

interface Ports extends VisionPorts {
  readonly runs: Runs;
  readonly archive: Archive;
  readonly rateGate: RateGate;
}

/** After this many answers 429, each waited out as it asked, the questions are left to people. */
const mostRefusals = 6;

type Inspected = z.infer<typeof CandidateInspection>;

/** Measures every candidate, looks at it with the brief beside it, and lays all out on a contact sheet. */
export function createHandler(ports: Ports): Handle<InspectOutput | AwaitTurn> {
  const { objects, runs, archive, ledger, rateGate, clock, assetsBucket, judgeModel } = ports;
  return async (event, note = silent) => {
    const input = InspectInput.parse(event);
    const { runId, round, candidates, ticket } = input;
    const lastTry = input.lastTry || (ticket?.refusals ?? 0) >= mostRefusals;
    await runs.enter(runId, 'Inspect', clock.now().toISOString(), round);
    const earlier = await objects.findJson(assetsBucket, runKeys.inspection(runId, round), InspectionDocument);
    if (earlier !== null) return { inspection: earlier.ref, contactSheet: earlier.value.contactSheet };

    const wait = (turn: Turn): AwaitTurn => {
      note({ waitSeconds: turn.seconds, refusals: turn.ticket.refusals });
      return { turn };
    };
    const answered = await Promise.all(candidates.map(({ sha256 }) => objects.findJson(assetsBucket, runKeys.vision(runId, round, sha256), VisionRecord)));
    const rated = { kind: 'vision', model: judgeModel, cost: { tokens: visionTokens * answered.filter((record) => record === null).length } } as const;
    const turn = await rateGate.enter(rated, ticket);
    if (turn !== null) return wait(turn);

    const reading = objects.readJson(input.brief, Brief);
    const [brief, prompt, pictures, earlierOnes] = await Promise.all([
      reading,
      objects.readJson(input.prompt, PromptDocument),
      Promise.all(candidates.map((candidate) => objects.read(candidate))),
      reading.then(({ language }) => earlierCandidates(ports, runId, round, speakerIn(language))),
    ]);
    const speaker = speakerIn(brief.language);
    const limits = limitsOf(brief.brand.inspection, brief.brand.kit?.limits);
    const [width = 0, height = 0] = prompt.parameters.size.split('x').map(Number);
    const technical = await inspectTechnically({
      candidates: candidates.map(({ sha256 }, index) => ({ sha256, bytes: pictureAt(pictures, index) })),
      expected: { width, height, format: 'png' },
      palette: brief.brand.colours,
      copySpace: brief.copySpace,
      groundMeant: meansGround(brief),
      limits,
      earlier: earlierOnes,
      archived: archivedLookalikes(archive, runId, speaker),
      speaker,
    });

    const asked = questionsOf(brief);
    const looks: VisionRecord[] = [];
    const inspected: Inspected[] = [];
    // One after another: decoded pictures are large, and so is the bill of a burst of calls.
    for (const [index, candidate] of candidates.entries()) {
      const { measures: ofPicture = [], perceptualHash = '0'.repeat(16) } = technical[index] ?? {};
      const readable = ofPicture.every(({ id, passed }) => id !== 'readable' || passed);
      const preview = readable ? await previewOf(pictureAt(pictures, index)) : null;
      let look: VisionRecord = { model: judgeModel, answers: unansweredQuestions(speaker.say('check.unlooked.unreadable'), asked), subject: null, costMicroUsd: 0 };
      try {
        if (preview !== null) look = await visionAnswers(ports, { runId, round, sha256: candidate.sha256, brief, prompt, picture: preview.bytes, lastTry });
      } catch (error) {
        if (!(error instanceof RateLimited)) throw error;
        return wait(await rateGate.refused(rated, ticket, error.retryAfter));
      }
      looks.push(look);
      const measures = look.subject === null ? [...ofPicture] : [...ofPicture, await inspectSubject(pictureAt(pictures, index), look.subject, limits, speaker)];
      inspected.push({
        candidate,
        preview: preview === null ? candidate : await keepPreview(ports, runId, round, candidate, preview),
        measures,
        answers: look.answers,
        subject: look.subject,
        perceptualHash,
        ...scoreCandidate(measures, look.answers, asked),
      });
    }

    const sheet = await contactSheet({
      candidates: inspected.map(({ score, passedGates }, index) => ({ bytes: pictureAt(pictures, index), score, ruledOut: !passedGates })),
      caption: brief.title,
      detail: roundWords(brief, round),
      speaker,
    });
    const sheetRef = await objects.writeImage(assetsBucket, runKeys.contactSheet(runId, round), sheet.bytes, sheet);
    const costMicroUsd = looks.reduce((sum, look) => sum + look.costMicroUsd, 0);
    const inspection = await objects.writeJson(assetsBucket, runKeys.inspection(runId, round), {
      runId,
      round,
      contactSheet: sheetRef,
      judge: { model: judgeModel, costMicroUsd },
      candidates: inspected,
    } satisfies z.infer<typeof InspectionDocument>);
    await runs.setCost(runId, await ledger.committed(briefScope(runId)), clock.now().toISOString());
    note({ candidates: inspected.length, passed: inspected.filter(({ passedGates }) => passedGates).length, costMicroUsd });
    return { inspection, contactSheet: sheetRef };
  };
}

function pictureAt(pictures: readonly Buffer[], index: number): Buffer {
  const picture = pictures[index];
  if (picture === undefined) throw new RangeError(`Expected ${String(index + 1)} pictures but received ${String(pictures.length)}`);
  return picture;
}

async function keepPreview({ objects, assetsBucket }: Ports, runId: string, round: number, candidate: ImageRef, preview: Awaited<ReturnType<typeof previewOf>>): Promise<ImageRef> {
  return objects.writeImage(assetsBucket, runKeys.preview(runId, round, candidate.sha256), preview.bytes, preview);
}

export const handler = lambdaHandler(() =>
  createHandler({
    objects: wired.objects(),
    runs: wired.runs(),
    archive: wired.archive(),
    ledger: wired.ledger(),
    rateGate: wired.rateGate(),
    vision: wired.vision(),
    clock: wired.clock(),
    assetsBucket: requireEnv('ASSETS_BUCKET'),
    judgeModel: requireEnv('JUDGE_MODEL'),
    monthlyCapUsd: requireNumber('MONTHLY_CAP_USD'),
  }),
);
