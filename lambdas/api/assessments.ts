import type { BriefAssessed } from '../../core/api.ts';
import { assessBrief, type AssessPorts } from '../shared/assess-brief.ts';
import { dateOf } from '../shared/clock.ts';
import { json, type Route } from '../shared/http.ts';
import { readBriefWithKit } from '../shared/materials.ts';
import { briefBodyOf } from './brief-body.ts';

/** `POST /api/assessments`: whether a brief would be worth generating, by the team's figures and history. Nothing starts. */
export function postAssessment(ports: AssessPorts): Route {
  return async (request) => {
    const { text, format } = briefBodyOf(request);
    const { brief } = await readBriefWithKit(ports.objects, ports.briefsBucket, text, format, dateOf(ports.clock.now()));
    return json(200, { title: brief.title, kind: brief.kind, assessment: await assessBrief(ports, brief) } satisfies BriefAssessed);
  };
}
