import type { z } from 'zod';
import { Brief } from '../../core/brief/schema.ts';
import { runKeys } from '../../core/keys.ts';
import { modelOf } from '../../core/models/models.ts';
import { buildPrompt } from '../../core/prompt/build.ts';
import { templateFor } from '../../core/prompt/templates.ts';
import { BuildPromptInput, type BuildPromptOutput } from '../../core/workflow.ts';
import { wired } from '../shared/clients.ts';
import type { Clock } from '../shared/clock.ts';
import { lambdaHandler, silent, type Handle } from '../shared/edge.ts';
import { requireEnv } from '../shared/environment.ts';
import type { Objects } from '../shared/objects.ts';
import type { Runs } from '../shared/runs.ts';

interface Ports {
  readonly objects: Objects;
  readonly runs: Runs;
  readonly clock: Clock;
  readonly assetsBucket: string;
  readonly defaultModel: string;
}

/** The structured prompt of a brief, with every direction that reviewers have given so far. */
export function createHandler({ objects, runs, clock, assetsBucket, defaultModel }: Ports): Handle<z.infer<typeof BuildPromptOutput>> {
  return async (event, note = silent) => {
    const { runId, brief: briefRef, round, directions } = BuildPromptInput.parse(event);
    await runs.enter(runId, 'BuildPrompt', clock.now().toISOString(), round);
    const brief = await objects.readJson(briefRef, Brief);
    const prompt = buildPrompt({ runId, round, brief, directions, template: templateFor(brief.kind), model: modelOf(brief.model ?? defaultModel) });
    note({ template: `${prompt.template.name}@${prompt.template.version}`, characters: prompt.text.length });
    return { prompt: await objects.writeJson(assetsBucket, runKeys.prompt(runId, round), prompt) };
  };
}

export const handler = lambdaHandler(() =>
  createHandler({ objects: wired.objects(), runs: wired.runs(), clock: wired.clock(), assetsBucket: requireEnv('ASSETS_BUCKET'), defaultModel: requireEnv('DEFAULT_MODEL') }),
);
