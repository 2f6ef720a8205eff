import type { z } from 'zod';
import { Brief } from '../../core/brief/schema.ts';
import { runKeys } from '../../core/keys.ts';
import { modelOf } from '../../core/models/models.ts';
import { buildPrompt } from '../../core/prompt/build.ts';
import { pinOf, TemplateEdition } from '../../core/prompt/template.ts';
import { BuildPromptInput, type BuildPromptOutput } from '../../core/workflow.ts';
import * as wired from '../shared/clients.ts';
import { dateOf, type Clock } from '../shared/clock.ts';
import { lambdaHandler, silent, type Handle } from '../shared/edge.ts';
import { requireEnv } from '../shared/environment.ts';
import type { Objects } from '../shared/objects.ts';
import type { Runs } from '../shared/runs.ts';
import type { Templates } from '../shared/templates.ts';

interface Ports {
  readonly objects: Objects;
  readonly runs: Runs;
  readonly templates: Templates;
  readonly clock: Clock;
  readonly assetsBucket: string;
  readonly defaultModel: string;
}

/**
 * The structured prompt of a brief, with every direction that reviewers have given so far. The first round pins the
 * template: what becomes of its file and its labels later does not change this run.
 */
export function createHandler(ports: Ports): Handle<z.infer<typeof BuildPromptOutput>> {
  const { objects, runs, clock, assetsBucket, defaultModel } = ports;
  return async (event, note = silent) => {
    const { runId, brief: briefRef, round, directions } = BuildPromptInput.parse(event);
    await runs.enter(runId, 'BuildPrompt', clock.now().toISOString(), round);
    const brief = await objects.readJson(briefRef, Brief);
    const today = dateOf(clock.now());
    const template = await pinnedTemplate(ports, runId, brief);
    const prompt = buildPrompt({ runId, round, brief, directions, template, model: modelOf(brief.model ?? defaultModel, today), today });
    note({ template: `${prompt.template.name}@${prompt.template.version}`, label: prompt.template.label ?? 'none', characters: prompt.text.length });
    return { prompt: await objects.writeJson(assetsBucket, runKeys.prompt(runId, round), prompt) };
  };
}

async function pinnedTemplate({ objects, templates, assetsBucket }: Ports, runId: string, brief: Brief): Promise<TemplateEdition> {
  const place = { bucket: assetsBucket, key: runKeys.template(runId) };
  const pinned = await objects.findJson(place.bucket, place.key, TemplateEdition);
  if (pinned !== null) return pinned.value;
  const chosen = await templates.choose(pinOf(brief), runId);
  const written = await objects.writeOnce(place.bucket, place.key, Buffer.from(`${JSON.stringify(chosen, null, 2)}\n`), 'application/json');
  return written === null ? objects.readJson(place, TemplateEdition) : chosen;
}

export const handler = lambdaHandler(() =>
  createHandler({
    objects: wired.objects(),
    runs: wired.runs(),
    templates: wired.templates(),
    clock: wired.clock(),
    assetsBucket: requireEnv('ASSETS_BUCKET'),
    defaultModel: requireEnv('DEFAULT_MODEL'),
  }),
);
