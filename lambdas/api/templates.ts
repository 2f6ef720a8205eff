import { MoveLabelRequest, RollbackRequest, ShareRequest, type TemplateDetail } from '../../core/api.ts';
import { InvalidInput } from '../../core/errors.ts';
import type { TemplateLabels } from '../../core/prompt/labels-document.ts';
import { moveLabel, rollbackLabel, shareTraffic, type Stamp } from '../../core/prompt/labels.ts';
import { TemplateName } from '../../core/prompt/template.ts';
import type { Clock } from '../shared/clock.ts';
import { json, jsonBody, type HttpRequest, type Route } from '../shared/http.ts';
import type { Templates } from '../shared/templates.ts';

export interface TemplatePorts {
  readonly templates: Templates;
  readonly clock: Clock;
}

/** `GET /api/templates`: every template with its versions, labels and shares. */
export function listTemplates({ templates }: TemplatePorts): Route {
  return async () => json(200, { templates: (await templates.list()).map(({ history: _history, ...summary }) => summary) });
}

/** `GET /api/templates/{name}`: one template, with every move of its labels. */
export function getTemplate({ templates }: TemplatePorts): Route {
  return async (request) => json(200, (await templates.detail(request.parameter('name'))) satisfies TemplateDetail);
}

/** `POST /api/templates/{name}/labels`: points a label at a version, whose file is read and checked first. */
export function postLabel(ports: TemplatePorts): Route {
  return async (request) => {
    const { label, version } = jsonBody(request, MoveLabelRequest);
    const { sha256 } = await ports.templates.published(nameIn(request), version);
    return changed(ports, request, (current, stamp) => moveLabel(current, label, { version, sha256 }, stamp));
  };
}

/** `POST /api/templates/{name}/shares`: shares the runs that leave the choice open between labels. */
export function postShares(ports: TemplatePorts): Route {
  return (request) => {
    const { shares } = jsonBody(request, ShareRequest);
    return changed(ports, request, (current, stamp) => shareTraffic(current, shares, stamp));
  };
}

/** `POST /api/templates/{name}/rollback`: moves a label back to where it was. */
export function postRollback(ports: TemplatePorts): Route {
  return (request) => {
    const { label } = jsonBody(request, RollbackRequest);
    return changed(ports, request, (current, stamp) => rollbackLabel(current, label, stamp));
  };
}

async function changed({ templates, clock }: TemplatePorts, request: HttpRequest, apply: (current: TemplateLabels, stamp: Stamp) => TemplateLabels): Promise<ReturnType<typeof json>> {
  const name = nameIn(request);
  await templates.detail(name);
  // Routes that change something take signed requests only; the name of the signer goes into the history.
  const stamp = { at: clock.now().toISOString(), by: request.caller ?? 'unsigned' };
  await templates.change(name, (current) => apply(current, stamp));
  return json(200, (await templates.detail(name)) satisfies TemplateDetail);
}

function nameIn(request: HttpRequest): string {
  const name = TemplateName.safeParse(request.parameter('name'));
  if (!name.success) throw new InvalidInput('Expected the name of a template in the address but received something else; GET /api/templates lists them');
  return name.data;
}
