import { InvalidBrief, InvalidInput } from '../../core/errors.ts';
import { modelOf } from '../../core/models/models.ts';
import { previewOf } from '../../core/prompt/preview.ts';
import { pinOf } from '../../core/prompt/template.ts';
import type { TemplateEdition, TemplatePin } from '../../core/prompt/template.ts';
import type { Direction } from '../../core/workflow.ts';
import { dateOf, type Clock } from '../shared/clock.ts';
import { json, type HttpRequest, type Route } from '../shared/http.ts';
import { readBriefWithKit } from '../shared/materials.ts';
import type { Objects } from '../shared/objects.ts';
import type { Templates } from '../shared/templates.ts';
import { briefBodyOf } from './brief-body.ts';

export interface PromptPorts {
  readonly objects: Objects;
  readonly briefsBucket: string;
  readonly templates: Templates;
  readonly clock: Clock;
  readonly defaultModel: string;
}

/** `POST /api/prompts`: what the brief in the body would send, slot by slot, what it would cost, and what it leaves out. Nothing is kept. */
export function postPrompt({ objects, briefsBucket, templates, clock, defaultModel }: PromptPorts): Route {
  return async (request) => {
    const { text, format } = briefBodyOf(request);
    const today = dateOf(clock.now());
    const { brief } = await readBriefWithKit(objects, briefsBucket, text, format, today);
    const pin = pinOf(brief);
    const [template, { shares }] = await Promise.all([chosen(templates, pin), templates.labels(pin.name)]);
    const model = modelOf(brief.model ?? defaultModel, today);
    return json(200, previewOf({ brief, directions: directionsOf(request), template, model, today, shares }));
  };
}

/** The longest note that a review takes. */
const longestNote = 4_000;

/** `?startOver=…` previews a new concept, `?changes=…` an edit of a candidate. */
function directionsOf(request: HttpRequest): Direction[] {
  return (['startOver', 'changes'] as const).flatMap((kind): Direction[] => {
    const note = request.query(kind)?.trim();
    if (note === undefined || note === '') return [];
    if (note.length > longestNote) throw new InvalidInput(`Expected a note of at most ${String(longestNote)} characters for ${kind} but received ${String(note.length)}`);
    return [{ kind, note, by: 'reviewer' }];
  });
}

/** What is wrong with the template is a problem of the brief that names it. */
async function chosen(templates: Templates, pin: TemplatePin): Promise<TemplateEdition> {
  try {
    return await templates.choose(pin, null);
  } catch (error) {
    if (error instanceof InvalidInput) throw new InvalidBrief([{ field: 'template', message: error.message }]);
    throw error;
  }
}
