import type { FieldProblem } from '../errors.ts';
import { InvalidInput } from '../errors.ts';
import { modelOf } from '../models/models.ts';
import { quietHours } from '../review/schedule.ts';
import { deliverableProblems } from '../source/deliverables.ts';
import { fieldsOf, quoted } from '../source/paths.ts';
import type { Fields, Lines } from '../source/paths.ts';
import { problemAt } from '../source/problems.ts';
import { seatProblems } from '../review/seats.ts';
import { ReviewPolicy } from './schema.ts';

/**
 * What holds between fields, or against tables outside the brief. It reads the raw document, so that these
 * problems are told together with the schema's; a field of the wrong type is left to the schema.
 */
export function ruleProblems(value: unknown, knownPresets: readonly string[], lineOf: Lines): FieldProblem[] {
  const brief = fieldsOf(value);
  return [...aspectProblems(brief, lineOf), ...reminderProblems(brief, lineOf), ...escalationProblems(brief, lineOf), ...deliverableProblems(brief['deliverables'], knownPresets, lineOf), ...modelProblems(brief, lineOf), ...campaignProblems(brief, lineOf), ...approverProblems(brief, lineOf), ...policyProblems(brief, lineOf), ...referenceProblems(brief, lineOf)];
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
  const { remindHours, dueHours } = fieldsOf(brief['review']);
  const due = typeof dueHours === 'number' ? dueHours : defaultDueHours;
  const list = Array.isArray(remindHours);
  return (list ? (remindHours as unknown[]) : [remindHours]).flatMap((hours, index) => {
    if (typeof hours !== 'number' || (hours >= quietHours && hours <= due - quietHours)) return [];
    return [problemAt(['review', 'remindHours', ...(list ? [index] : [])], misplacedReminder(hours, due), lineOf)];
  });
}

function misplacedReminder(hours: number, due: number): string {
  const received = `for review.remindHours but received ${String(hours)}`;
  if (hours < quietHours) return `Expected at least ${String(quietHours)} hour ${received}; nobody is reminded in the first hour`;
  const limit = `review.dueHours (${String(due)})`;
  return hours >= due ? `Expected fewer hours than ${limit} ${received}` : `Expected hours that end an hour before ${limit} ${received}; nobody is reminded in the last hour`;
}

function escalationProblems(brief: Fields, lineOf: Lines): FieldProblem[] {
  const { escalateHours, escalateTo, dueHours } = fieldsOf(brief['review']);
  if (typeof escalateHours !== 'number') return [];
  const due = typeof dueHours === 'number' ? dueHours : defaultDueHours;
  const field = ['review', 'escalateHours'];
  const nobody = escalateTo === undefined || (Array.isArray(escalateTo) && escalateTo.length === 0);
  return [
    ...(escalateHours < due ? [] : [problemAt(field, `Expected fewer hours than review.dueHours (${String(due)}) for review.escalateHours but received ${String(escalateHours)}`, lineOf)]),
    ...(nobody ? [problemAt(field, 'Expected review.escalateTo beside review.escalateHours but received nothing; name who is asked then, or leave the hours out', lineOf)] : []),
  ];
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
  const budget = fieldsOf(brief['budget']);
  if (budget['campaignCap'] === undefined || budget['campaign'] !== undefined) return [];
  return [problemAt(['budget', 'campaignCap'], 'Expected budget.campaign beside budget.campaignCap but received nothing; name the campaign that the cap is for', lineOf)];
}

function approverProblems(brief: Fields, lineOf: Lines): FieldProblem[] {
  if (brief['approvers'] === undefined || fieldsOf(brief['review'])['approvers'] === undefined) return [];
  return [problemAt(['approvers'], 'Expected the approvers once, in approvers or in review.approvers, but received both; keep one of the lists', lineOf)];
}

/** Whether the policy can be fulfilled by the people whom the document names; where it names none, that is asked when the deployment's are known. */
function policyProblems(brief: Fields, lineOf: Lines): FieldProblem[] {
  const review = ReviewPolicy.safeParse({ ...fieldsOf(brief['review']), ...(brief['approvers'] === undefined ? {} : { approvers: brief['approvers'] }) });
  if (!review.success) return [];
  const owner = typeof brief['owner'] === 'string' ? brief['owner'] : undefined;
  return seatProblems({ owner, review: review.data }, null).map(({ path, message }) => problemAt(path, message, lineOf));
}

function referenceProblems(brief: Fields, lineOf: Lines): FieldProblem[] {
  const references: unknown[] = Array.isArray(brief['references']) ? brief['references'] : [];
  const files = references.map((reference) => fieldsOf(reference)['file']);
  return files.flatMap((file, index) => {
    if (typeof file !== 'string' || files.indexOf(file) === index) return [];
    return [problemAt(['references', index, 'file'], `Expected each picture once in references but received ${quoted(file)} again for references[${String(index)}].file; put all there is to take from it into one note`, lineOf)];
  });
}
