import type { FieldProblem } from '../errors.ts';
import { InvalidInput } from '../errors.ts';
import { presetNames, resolveDeliverables } from '../imaging/presets.ts';
import { Deliverable } from '../imaging/recipe.ts';
import type { Choice } from './form.ts';
import { nearestWord } from './nearest.ts';
import { fieldsOf, isFields, quoted } from './paths.ts';
import type { Lines } from './paths.ts';
import { problemAt } from './problems.ts';
import { regionProblems } from './regions.ts';

/** The four ways to write a deliverable, in the order of their schemas. */
export const deliverableChoice: Choice = {
  expected: 'the name of a preset or a size as { name, width, height } or { name, print: { width, height } }',
  meant: (value) => {
    if (typeof value === 'string') return 0;
    if (!isFields(value)) return undefined;
    return 'preset' in value ? 1 : 'print' in value ? 3 : 2;
  },
};

/**
 * What holds between deliverables, or against the table of presets: each has a name of its own, a preset is
 * known, and a size can be made. It reads the raw list, and leaves wrong types to the schema.
 */
export function deliverableProblems(written: unknown, knownPresets: readonly string[], lineOf: Lines): FieldProblem[] {
  const seen = new Set<string>();
  const deliverables: unknown[] = Array.isArray(written) ? written : [];
  return deliverables.flatMap((deliverable, index) => {
    const preset = typeof deliverable === 'string' ? deliverable.trim() : fieldsOf(deliverable)['preset'];
    const name = preset ?? fieldsOf(deliverable)['name'];
    const field = `deliverables[${String(index)}]`;
    const at = (message: string): FieldProblem => problemAt(['deliverables', index], message, lineOf);
    if (typeof name !== 'string' || name === '') return [];
    const problems: FieldProblem[] = [];
    if (preset !== undefined && !knownPresets.includes(name)) {
      const near = nearestWord(name, knownPresets);
      const wayOut = near === undefined ? `known are ${knownPresets.join(', ')}; a size of your own is written as { name, width, height }` : `did you mean ${JSON.stringify(near)}?`;
      problems.push(at(`Expected a preset for ${field} but received ${quoted(name)}; ${wayOut}`));
    }
    if (seen.has(name)) problems.push(at(`Expected a name of its own for ${field} but received ${quoted(name)} again; rename or remove it`));
    seen.add(name);
    return [...problems, ...impossible(deliverable).map(at), ...regionProblems(['deliverables', index, 'safeArea'], fieldsOf(deliverable)['safeArea'], lineOf)];
  });
}

/** A size that no file of its format, or no worker's memory, can hold is told before anything is spent on the picture. */
function impossible(written: unknown): string[] {
  const { success, data } = Deliverable.safeParse(written);
  if (!success || ('preset' in data && !presetNames().includes(data.preset))) return [];
  try {
    resolveDeliverables([data]);
    return [];
  } catch (error) {
    if (error instanceof InvalidInput) return [error.message];
    throw error;
  }
}
