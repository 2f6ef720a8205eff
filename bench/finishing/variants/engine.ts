import { readFile } from 'node:fs/promises';
import { type FinishedRendition, finishRenditions, useCores } from '../../../core/imaging/finish.ts';
import { resolveDeliverables } from '../../../core/imaging/presets.ts';
import { Deliverables, EncodingProfile } from '../../../core/imaging/recipe.ts';
import { type FilePlan, cores, grade } from '../plan.ts';
import type { Variant } from '../worker.ts';

/** Galley's own engine, called as the finish function calls it. */
export const engine: Variant = (job) => {
  const lanes = useCores(cores);
  const { deliverables, plans } = orderOf(job.files);
  const encoding = EncodingProfile.parse(job.encoding);
  return Promise.resolve(async () => {
    const original = await readFile(job.master);
    const { renditions } = await finishRenditions({ original, grade, encoding, deliverables, facts: { candidate: '0'.repeat(64), keywords: [], creators: [] } }, { lanes });
    return renditions.map((rendition) => ({
      plan: plans.get(`${rendition.name}.${rendition.format}`)!,
      bytes: rendition.bytes,
      trials: rendition.trials,
      warned: saysOverBudget(rendition),
    }));
  });
};

/**
 * The files as deliverables: formats of a crop together. A budget is a deliverable's, so that files with budgets
 * of their own become deliverables of their own, and the engine scales their crop once for each.
 */
function orderOf(files: readonly FilePlan[]) {
  const plans = new Map<string, FilePlan>();
  const wanted = new Map<string, { name: string; width: number; height: number; formats: FilePlan['format'][]; maxBytes?: number }>();
  for (const plan of files) {
    const { width, height, format, maxBytes } = plan;
    const name = maxBytes === null ? plan.name : `${plan.name}-${format}`;
    const deliverable = wanted.get(name) ?? { name, width, height, formats: [], ...(maxBytes === null ? {} : { maxBytes }) };
    deliverable.formats.push(format);
    wanted.set(name, deliverable);
    plans.set(`${name}.${format}`, plan);
  }
  return { deliverables: resolveDeliverables(Deliverables.parse([...wanted.values()])), plans };
}

function saysOverBudget({ warnings, fileName, maxBytes }: FinishedRendition): boolean {
  return warnings.some((warning) => warning.startsWith(`Expected ${fileName} within ${String(maxBytes)} bytes`));
}
