import { agreementOf } from '../../core/agreement/agreement.ts';
import { trustOf } from '../../core/agreement/trust.ts';
import { Brief } from '../../core/brief/schema.ts';
import { Assessment, InspectionDocument, JudgementDocument } from '../../core/documents.ts';
import type { Outlook } from '../../core/judge/expectation.ts';
import { judge } from '../../core/judge/judge.ts';
import { decisionOfCheck } from '../../core/judge/straight-on.ts';
import { runKeys } from '../../core/keys.ts';
import { speakerIn } from '../../core/language/catalogues.ts';
import { JudgeInput, type JudgeOutput } from '../../core/workflow.ts';
import { figuresOf } from '../shared/assess-brief.ts';
import * as wired from '../shared/clients.ts';
import { systemClock, type Clock } from '../shared/clock.ts';
import { lambdaHandler, presentable, silent, type Handle } from '../shared/edge.ts';
import { requireEnv } from '../shared/environment.ts';
import { joinNextRound, joinOwnDecision, roundCost, type OutcomePorts } from '../shared/join-outcomes.ts';
import { lossOf } from '../shared/loss.ts';
import type { Runs } from '../shared/runs.ts';
import type { TrustNow } from '../shared/trust.ts';

interface Ports extends OutcomePorts {
  readonly runs: Runs;
  readonly clock: Clock;
  readonly trust: TrustNow;
  readonly briefsBucket: string;
  readonly assetsBucket: string;
}

/** Good enough for people or to go straight on, close enough to iterate, or a start over. A round is judged once. */
export function createHandler(ports: Ports): Handle<JudgeOutput> {
  const { objects, runs, clock, trust, assetsBucket } = ports;
  return async (event, note = silent) => {
    const { runId, brief: briefRef, inspection: inspectionRef, candidates, round, roundLimit, directions } = JudgeInput.parse(event);
    const at = clock.now().toISOString();
    await runs.enter(runId, 'Judge', at, round);
    const [brief, inspection, earlier] = await Promise.all([
      objects.readJson(briefRef, Brief),
      objects.readJson(inspectionRef, InspectionDocument),
      objects.findJson(assetsBucket, runKeys.judgement(runId, round), JudgementDocument),
    ]);
    const costMicroUsd = await roundCost(objects, assetsBucket, inspection);
    // Before the judgement: its expectation rests on the round before too. It can do without one round; a run that stops for it is worse.
    const unjoined = await lossOf(() => joinNextRound(ports, assetsBucket, { brief, inspection, costMicroUsd, directions, at }));
    const decide = async (): Promise<JudgementDocument> => {
      // Where no model has looked there are no counts to trust in: the check advises and decides nothing.
      const trusted = inspection.judge === null ? {} : { trust: await trust(inspection.judge.model, brief.language) };
      const judged = judge({ inspection, brief, round, roundLimit, directions, ...trusted, outlook: await outlookOf(ports, runId, brief, costMicroUsd) });
      return { ...judged, decision: decisionOfCheck(judged, candidates, at) };
    };
    const judgement = earlier?.value ?? (await decide());
    const ref = earlier?.ref ?? (await objects.writeJson(assetsBucket, runKeys.judgement(runId, round), judgement));
    const unjoinedOwn = await lossOf(() => joinOwnDecision(ports, assetsBucket, { brief, inspection, judgement, at }));
    const { verdict, reasons, direction, decision, expectation } = judgement;
    const loss = unjoined ?? unjoinedOwn;
    note({ verdict, expectedGain: expectation?.gain, historyRounds: expectation?.rounds, outcomes: loss === null ? null : `lost (${presentable(loss).name})` });
    return {
      verdict,
      reasons,
      judgement: ref,
      direction,
      reference: verdict === 'iterate' ? (candidates.find(({ sha256 }) => sha256 === direction?.candidate) ?? null) : null,
      decision,
    };
  };
}

/** What one more round would cost and be worth; null for a run that has no assessment. */
async function outlookOf({ objects, advice, clock, briefsBucket, assetsBucket }: Ports, runId: string, brief: Brief, costMicroUsd: number): Promise<Outlook | null> {
  const [counts, { constants }, assessment] = await Promise.all([
    advice.of({ kind: brief.kind, team: brief.team ?? null }, clock.now()),
    figuresOf(objects, briefsBucket, brief.team),
    objects.findJson(assetsBucket, runKeys.assessment(runId), Assessment),
  ]);
  if (assessment === null) return null;
  const { alternative, unapprovedShare } = assessment.value.returnOnInvestment;
  return {
    counts,
    // The next round asks for as many pictures of the same size as this one did.
    modelUsd: costMicroUsd / 1_000_000,
    alternativeUsd: alternative.usd,
    unapprovedShare,
    hourlyUsd: constants.hourlyUsd.designer,
    reviewHours: constants.generation.reviewHoursPerRound,
  };
}

export const handler = lambdaHandler(() =>
  createHandler({
    objects: wired.objects(),
    runs: wired.runs(),
    advice: wired.advice(),
    clock: wired.clock(),
    trust: async (model, language) => trustOf(agreementOf(await wired.agreement().counts(systemClock.now()), model), speakerIn(language)),
    briefsBucket: requireEnv('BRIEFS_BUCKET'),
    assetsBucket: requireEnv('ASSETS_BUCKET'),
  }),
);
