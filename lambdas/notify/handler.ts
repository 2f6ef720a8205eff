import { z } from 'zod';
import { CompanionDocument } from '../../core/documents.ts';
import { isDecidedByCheck } from '../../core/judge/straight-on.ts';
import { archiveKeys } from '../../core/keys.ts';
import { outcomeMail } from '../../core/mail/mails.ts';
import type { OutcomeFacts } from '../../core/mail/types.ts';
import { RecordOutcomeOutput } from '../../core/workflow.ts';
import * as wired from '../shared/clients.ts';
import type { Clock } from '../shared/clock.ts';
import { lambdaHandler, silent, type Handle } from '../shared/edge.ts';
import { requireEnv } from '../shared/environment.ts';
import type { Mailer } from '../shared/mail.ts';
import type { Objects } from '../shared/objects.ts';
import type { Runs } from '../shared/runs.ts';

const Ending = z.object({ detail: RecordOutcomeOutput.shape.detail });

interface Ports {
  readonly objects: Objects;
  readonly runs: Runs;
  readonly mailer: Mailer;
  readonly clock: Clock;
  readonly archiveBucket: string;
  readonly publicUrl: string;
}

/** Tells the owner, once, what became of a brief. */
export function createHandler({ objects, runs, mailer, clock, archiveBucket, publicUrl }: Ports): Handle<{ readonly sent: boolean }> {
  return async (event, note = silent) => {
    const { runId, outcome, title, assetId, reasons, endedAt } = Ending.parse(event).detail;
    note({ runId, outcome });
    const run = await runs.get(runId);
    if (run.owner === undefined || !(await runs.claimNotice(runId, clock.now().toISOString()))) return { sent: false };
    try {
      const asset = assetId === null ? null : await objects.readJson({ bucket: archiveBucket, key: archiveKeys.companion(assetId) }, CompanionDocument);
      const mail = outcomeMail({
        runId,
        title,
        outcome,
        reasons,
        endedAt,
        costMicroUsd: run.costMicroUsd,
        rounds: run.round,
        ...(run.language === undefined ? {} : { language: run.language }),
        ...(run.failure === undefined ? {} : { failure: run.failure }),
        ...(asset === null ? {} : { asset: assetFacts(asset) }),
        link: assetId === null ? `${publicUrl}/#/runs/${runId}` : `${publicUrl}/#/assets/${assetId}`,
      });
      await mailer.send(run.owner, mail);
      return { sent: true };
    } catch (error) {
      await runs.unclaimNotice(runId);
      throw error;
    }
  };
}

function assetFacts({ assetId, report, inspection, decision }: CompanionDocument): NonNullable<OutcomeFacts['asset']> {
  return {
    assetId,
    renditions: report.renditions.map(({ name, file }) => ({ name, width: file.width, height: file.height, format: file.mediaType.replace('image/', ''), bytes: file.bytes })),
    score: inspection.score,
    approvedBy: isDecidedByCheck(decision) ? null : decision.decidedBy,
  };
}

export const handler = lambdaHandler(() =>
  createHandler({
    objects: wired.objects(),
    runs: wired.runs(),
    mailer: wired.mailer(),
    clock: wired.clock(),
    archiveBucket: requireEnv('ARCHIVE_BUCKET'),
    publicUrl: requireEnv('PUBLIC_URL'),
  }),
);
