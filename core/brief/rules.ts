import type { FieldProblem } from '../errors.ts';
import { InvalidInput } from '../errors.ts';
import { modelOf } from '../models/models.ts';
import { nearestWord } from './nearest.ts';
import { problemAt, quoted } from './problems.ts';

type Lines = (path: readonly PropertyKey[]) => number | undefined;

/**
 * What holds between fields, or against tables outside the brief. It reads the raw document, so that these
 * problems are told together with the schema's; a field of the wrong type is left to the schema.
 */
export function ruleProblems(value: unknown, knownPresets: readonly string[], lineOf: Lines): FieldProblem[] {
  const brief = fields(value);
  return [...aspectProblems(brief, lineOf), ...reminderProblems(brief, lineOf), ...deliverableProblems(brief, knownPresets, lineOf), ...modelProblems(brief, lineOf), ...campaignProblems(brief, lineOf)];
}

function aspectProblems(brief: Fields, lineOf: Lines): FieldProblem[] {
  const aspect = brief['aspect'];
  if (typeof aspect !== 'string' || !/^\d{1,2}(\.\d+)?:\d{1,2}(\.\d+)?$/u.test(aspect)) return [];
  const [width = 0, height = 0] = aspect.split(':').map(Number);
  const ratio = width / height;
  if (ratio >= 1 / 3 && ratio <= 3) return [];
  return [problemAt(['aspect'], `Expected a ratio from 1:3 to 3:1 for aspect but received ${quoted(aspect)}; make the master less extreme and crop it with a deliverable`, lineOf)];
}

const defaultDueHours = 72;

function reminderProblems(brief: Fields, lineOf: Lines): FieldProblem[] {
  const { remindHours, dueHours } = fields(brief['review']);
  const due = typeof dueHours === 'number' ? dueHours : defaultDueHours;
  if (typeof remindHours !== 'number' || remindHours < due) return [];
  return [problemAt(['review', 'remindHours'], `Expected fewer hours than review.dueHours (${String(due)}) for review.remindHours but received ${String(remindHours)}`, lineOf)];
}

function deliverableProblems(brief: Fields, knownPresets: readonly string[], lineOf: Lines): FieldProblem[] {
  const deliverables: unknown[] = Array.isArray(brief['deliverables']) ? brief['deliverables'] : [];
  const seen = new Set<string>();
  return deliverables.flatMap((deliverable, index) => {
    const preset = typeof deliverable === 'string' ? deliverable.trim() : fields(deliverable)['preset'];
    const name = preset ?? fields(deliverable)['name'];
    if (typeof name !== 'string' || name === '') return [];
    const problems: FieldProblem[] = [];
    if (preset !== undefined && !knownPresets.includes(name)) {
      const near = nearestWord(name, knownPresets);
      const wayOut = near === undefined ? `known are ${knownPresets.join(', ')}; a size of your own is written as { name, width, height }` : `did you mean ${JSON.stringify(near)}?`;
      problems.push(problemAt(['deliverables', index], `Expected a preset for deliverables[${String(index)}] but received ${quoted(name)}; ${wayOut}`, lineOf));
    }
    if (seen.has(name)) {
      problems.push(problemAt(['deliverables', index], `Expected a name of its own for deliverables[${String(index)}] but received ${quoted(name)} again; rename or remove it`, lineOf));
    }
    seen.add(name);
    return problems;
  });
}

function modelProblems(brief: Fields, lineOf: Lines): FieldProblem[] {
  const model = brief['model'];
  if (typeof model !== 'string' || model.trim() === '') return [];
  try {
    modelOf(model.trim());
    return [];
  } catch (error) {
    if (error instanceof InvalidInput) return [problemAt(['model'], error.message, lineOf)];
    throw error;
  }
}

function campaignProblems(brief: Fields, lineOf: Lines): FieldProblem[] {
  const budget = fields(brief['budget']);
  if (budget['campaignCap'] === undefined || budget['campaign'] !== undefined) return [];
  return [problemAt(['budget', 'campaignCap'], 'Expected budget.campaign beside budget.campaignCap but received nothing; name the campaign that the cap is for', lineOf)];
}

type Fields = Readonly<Record<string, unknown>>;

function fields(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}
