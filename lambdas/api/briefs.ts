import type { BriefAccepted } from '../../core/api.ts';
import type { BriefFormat } from '../../core/brief/parse.ts';
import { refuseErrors } from '../../core/critique/check.ts';
import { runIdOfRequest } from '../../core/ids.ts';
import { briefKeys } from '../../core/keys.ts';
import { acceptBrief, refuseUnapprovable, type AcceptPorts } from '../shared/accept.ts';
import { dateOf } from '../shared/clock.ts';
import { sha256 } from '../shared/hash.ts';
import { HttpProblem, json, type Route } from '../shared/http.ts';
import { readCompleteBrief } from '../shared/materials.ts';
import { uriOf } from '../shared/objects.ts';
import { briefBodyOf } from './brief-body.ts';

export interface BriefPorts extends AcceptPorts {
  readonly briefsBucket: string;
  readonly publicUrl: string;
  /** Who decides where a brief and its kit name nobody. */
  readonly defaultApprovers: readonly string[];
  /** A value that no two calls share, for requests without an Idempotency-Key. */
  readonly makeId: () => string;
}

const extensions: Readonly<Record<BriefFormat, string>> = { yaml: 'yaml', json: 'json', markdown: 'md' };

/** `POST /api/briefs`: takes a brief and answers with its run, or with every problem by field. */
export function postBrief(ports: BriefPorts): Route {
  const { objects, clock, briefsBucket, publicUrl, makeId, defaultApprovers } = ports;
  return async (request) => {
    const { body } = request;
    const { text, format } = briefBodyOf(request);
    const complete = await readCompleteBrief(objects, briefsBucket, text, format, dateOf(clock.now()));
    refuseErrors(complete.findings);
    refuseUnapprovable(complete.brief, defaultApprovers);
    const runId = runIdOfRequest({ idempotencyKey: request.header('idempotency-key')?.trim() || makeId(), principal: 'api' });

    const place = { bucket: briefsBucket, key: briefKeys.accepted(runId, `brief.${extensions[format]}`) };
    const written = await objects.writeOnce(place.bucket, place.key, body, 'text/plain; charset=utf-8');
    if (written === null && sha256(await objects.read(place)) !== sha256(body)) {
      throw new HttpProblem(409, 'IdempotencyKeyReused', 'Expected the same brief as before for this Idempotency-Key but received another one; use a new key for a new brief');
    }
    await acceptBrief(ports, { runId, complete, source: written ?? { ...place, sha256: sha256(body), bytes: body.byteLength }, sourceUri: uriOf(place) });
    return json(202, { runId, status: `${publicUrl}/api/runs/${runId}`, title: complete.brief.title, findings: [...complete.findings] } satisfies BriefAccepted);
  };
}
