import type { BriefAccepted } from '../../core/api.ts';
import { briefFormatOf, parseBrief, type BriefFormat } from '../../core/brief/parse.ts';
import type { Brief } from '../../core/brief/schema.ts';
import { InvalidBrief } from '../../core/errors.ts';
import { runIdOfRequest } from '../../core/ids.ts';
import { briefKeys } from '../../core/keys.ts';
import { acceptBrief, type AcceptPorts } from '../shared/accept.ts';
import { readBrandFiles } from '../shared/brand-files.ts';
import { sha256 } from '../shared/hash.ts';
import { HttpProblem, json, type HttpRequest, type Route } from '../shared/http.ts';
import { uriOf } from '../shared/objects.ts';
import { utf8Text } from '../shared/text.ts';

export interface BriefPorts extends AcceptPorts {
  readonly briefsBucket: string;
  readonly publicUrl: string;
  /** A value that no two calls share, for requests without an Idempotency-Key. */
  readonly makeId: () => string;
}

const largestBytes = 1_000_000;
const extensions: Readonly<Record<BriefFormat, string>> = { yaml: 'yaml', json: 'json', markdown: 'md' };

/** `POST /api/briefs`: takes a brief and answers with its run, or with every problem by field. */
export function postBrief(ports: BriefPorts): Route {
  const { objects, briefsBucket, publicUrl, makeId } = ports;
  return async (request) => {
    const { body } = request;
    const { brief, format } = briefIn(request);
    const brandFiles = await readBrandFiles(objects, briefsBucket, brief);
    const runId = runIdOfRequest({ idempotencyKey: request.header('idempotency-key')?.trim() || makeId(), principal: 'api' });

    const place = { bucket: briefsBucket, key: briefKeys.accepted(runId, `brief.${extensions[format]}`) };
    const written = await objects.writeOnce(place.bucket, place.key, body, 'text/plain; charset=utf-8');
    if (written === null && sha256(await objects.read(place)) !== sha256(body)) {
      throw new HttpProblem(409, 'IdempotencyKeyReused', 'Expected the same brief as before for this Idempotency-Key but received another one; use a new key for a new brief');
    }
    await acceptBrief(ports, { runId, brief, brandFiles, source: written ?? { ...place, sha256: sha256(body), bytes: body.byteLength }, sourceUri: uriOf(place) });
    return json(202, { runId, status: `${publicUrl}/api/runs/${runId}`, title: brief.title } satisfies BriefAccepted);
  };
}

/**
 * The brief in the body of a request.
 *
 * @throws HttpProblem 413 or 415, InvalidBrief naming every field that is wrong
 */
export function briefIn(request: HttpRequest): { readonly brief: Brief; readonly format: BriefFormat } {
  const { body } = request;
  if (body.byteLength > largestBytes) throw new HttpProblem(413, 'TooLarge', `Expected a brief of at most ${String(largestBytes)} bytes but received ${String(body.byteLength)}`);
  const format = formatOf(request);
  const text = utf8Text(body);
  if (text === null) throw new InvalidBrief([{ field: '', message: 'Expected a brief as UTF-8 text but received other bytes; save the file as UTF-8' }]);
  return { brief: parseBrief(text, format), format };
}

function formatOf(request: HttpRequest): BriefFormat {
  try {
    return briefFormatOf({ contentType: request.header('content-type') ?? '' });
  } catch (error) {
    if (error instanceof InvalidBrief) throw new HttpProblem(415, 'UnknownFormat', error.message.replace(/^: /, ''));
    throw error;
  }
}
