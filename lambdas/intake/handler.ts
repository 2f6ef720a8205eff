import { z } from 'zod';
import { briefFormatOf, languageOf, senderOf, type BriefFormat } from '../../core/brief/parse.ts';
import type { Language } from '../../core/brief/schema.ts';
import { refuseErrors } from '../../core/critique/check.ts';
import { InvalidBrief, NotFound, type FieldProblem } from '../../core/errors.ts';
import { runIdOfUpload } from '../../core/ids.ts';
import { briefKeys } from '../../core/keys.ts';
import { briefRejectedMail } from '../../core/mail/mails.ts';
import { acceptBrief, refuseUnapprovable, type AcceptPorts } from '../shared/accept.ts';
import * as wired from '../shared/clients.ts';
import { dateOf } from '../shared/clock.ts';
import { lambdaHandler, silent, type Handle } from '../shared/edge.ts';
import { addressesIn, requireEnv } from '../shared/environment.ts';
import { sha256 } from '../shared/hash.ts';
import type { Mailer } from '../shared/mail.ts';
import { readCompleteBrief, type CompleteBrief } from '../shared/materials.ts';
import { uriOf, type Place } from '../shared/objects.ts';
import { utf8Text } from '../shared/text.ts';

/** S3's "Object Created" event, as far as it is read. */
const ObjectCreated = z.object({
  detail: z.object({
    bucket: z.object({ name: z.string() }),
    object: z.object({
      key: z.string(),
      etag: z.string(),
      sequencer: z.string(),
      'version-id': z.string().optional(),
    }),
  }),
});

interface Ports extends AcceptPorts {
  /** Who decides where a brief and its kit name nobody. */
  readonly defaultApprovers: readonly string[];
  readonly mailer: Mailer;
}

interface Taken {
  readonly result: 'accepted' | 'rejected' | 'ignored';
  /** Id of the run, or of the rejection. */
  readonly causeId?: string;
}

/** A brief is text that a person wrote; a megabyte is a book. */
export const largestBriefBytes = 1_000_000;

/** An upload under `inbox/` becomes a run or a rejection. Copied first, deleted last: nothing uploaded is lost. */
export function createHandler(ports: Ports): Handle<Taken> {
  const { objects, mailer, clock } = ports;
  return async (event, note = silent) => {
    const { bucket, object } = ObjectCreated.parse(event).detail;
    const upload: Place = { bucket: bucket.name, key: object.key, versionId: object['version-id'] };
    const fileName = object.key.slice(object.key.lastIndexOf('/') + 1);
    if (!object.key.startsWith(briefKeys.inboxPrefix) || fileName === '') return { result: 'ignored' };

    const causeId = runIdOfUpload({ bucket: bucket.name, key: object.key, etag: object.etag, sequencer: object.sequencer });
    note({ runId: causeId });
    const facts = await objects.head(upload);
    if (facts === null) return { result: 'ignored' };

    const read = await readUpload(ports, upload, facts.bytes, fileName);
    if (read === null) return { result: 'ignored' };
    if ('complete' in read) {
      const key = briefKeys.accepted(causeId, fileName);
      await objects.copy(upload, bucket.name, key);
      await acceptBrief(ports, {
        runId: causeId,
        complete: read.complete,
        source: { bucket: bucket.name, key, sha256: sha256(read.bytes), bytes: read.bytes.byteLength },
        sourceUri: uriOf(upload),
      });
      await objects.removeIfUnchanged(upload, object.etag);
      return { result: 'accepted', causeId };
    }

    const kept = briefKeys.rejected(causeId, fileName);
    await objects.copy(upload, bucket.name, kept);
    const reportKey = briefKeys.rejectionReport(causeId);
    const known = await objects.head({ bucket: bucket.name, key: reportKey });
    if (known === null) {
      if (read.sender !== undefined) await mailer.send(read.sender, briefRejectedMail({ fileName, problems: read.problems, keptAt: uriOf({ bucket: bucket.name, key: kept }), ...(read.language === undefined ? {} : { language: read.language }) }));
      await objects.writeJson(bucket.name, reportKey, {
        upload: uriOf(upload),
        keptAt: uriOf({ bucket: bucket.name, key: kept }),
        rejectedAt: clock.now().toISOString(),
        problems: read.problems,
      });
    }
    await objects.removeIfUnchanged(upload, object.etag);
    note({ problems: read.problems.length });
    return { result: 'rejected', causeId };
  };
}

type Reading = { readonly complete: CompleteBrief; readonly bytes: Buffer } | { readonly problems: readonly FieldProblem[]; readonly sender?: string | undefined; readonly language?: Language | undefined };

/** The brief, or what is wrong with it; null when another invocation has moved the upload away meanwhile. */
async function readUpload({ objects, clock, defaultApprovers }: Ports, upload: Place, size: number, fileName: string): Promise<Reading | null> {
  if (size > largestBriefBytes) {
    return { problems: [{ field: '', message: `Expected a brief of at most ${String(largestBriefBytes)} bytes but received ${String(size)}; put pictures and long texts elsewhere and refer to them` }] };
  }
  let bytes: Buffer;
  try {
    bytes = await objects.read(upload);
  } catch (error) {
    if (error instanceof NotFound) return null;
    throw error;
  }
  const text = utf8Text(bytes);
  if (text === null) return { problems: [{ field: '', message: 'Expected a brief as UTF-8 text but received other bytes; save the file as UTF-8' }] };
  try {
    const complete = await readCompleteBrief(objects, upload.bucket, text, briefFormatOf({ fileName }), dateOf(clock.now()));
    refuseErrors(complete.findings);
    refuseUnapprovable(complete.brief, defaultApprovers);
    return { complete, bytes };
  } catch (error) {
    if (!(error instanceof InvalidBrief)) throw error;
    const format = likelyFormat(fileName);
    return { problems: error.problems, sender: senderOf(text, format), language: languageOf(text, format) };
  }
}

/** A file whose name says nothing is read as YAML, which JSON and front matter nearly are. */
function likelyFormat(fileName: string): BriefFormat {
  try {
    return briefFormatOf({ fileName });
  } catch (error) {
    if (error instanceof InvalidBrief) return 'yaml';
    throw error;
  }
}

export const handler = lambdaHandler(() =>
  createHandler({
    objects: wired.objects(),
    runs: wired.runs(),
    executions: wired.executions(),
    mailer: wired.mailer(),
    clock: wired.clock(),
    assetsBucket: requireEnv('ASSETS_BUCKET'),
    defaultApprovers: addressesIn(requireEnv('DEFAULT_APPROVERS')),
  }),
);
