import type { z } from 'zod';
import type { FieldProblem } from '../errors.ts';
import { HexColour } from '../imaging/recipe.ts';
import { quoteColours } from './form.ts';
import type { DocumentForm } from './form.ts';
import { fieldsAt, homesOf, rivalOf, schemaAt } from './known-fields.ts';
import { nearestWord } from './nearest.ts';
import { fieldName, fieldsOf, isFields, patternOf, quoted, valueAt } from './paths.ts';
import type { Lines, Path } from './paths.ts';

type Issue = z.core.$ZodIssue;

/** A document that is being read: its form, its value before validation, and its lines. */
interface Reading {
  readonly form: DocumentForm;
  readonly root: unknown;
  readonly lineOf: Lines;
}

/**
 * The document as its schema reads it.
 *
 * @param further problems that were found beside the schema
 * @throws the form's error naming every field that is wrong, all at once, in the order of the source
 */
export function checked<Schema extends z.ZodObject>(form: DocumentForm<Schema>, value: unknown, lineOf: Lines, further: readonly FieldProblem[]): z.output<Schema> {
  const result = form.schema.safeParse(value);
  const reading = { form, root: value, lineOf };
  const problems = [...(result.success ? [] : result.error.issues.flatMap((issue) => problemsOfIssue(issue, issue.path, reading))), ...further];
  if (problems.length > 0) throw new form.Invalid(problems.toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0)));
  if (!result.success) throw new form.Invalid([{ field: '', message: `Expected a ${form.noun} but received something else` }], { cause: result.error });
  return result.data;
}

/** One problem, with the line where it is known. */
export function problemAt(path: Path, message: string, lineOf: Lines): FieldProblem {
  const line = lineOf(path);
  return { field: fieldName(path), message, ...(line === undefined ? {} : { line }) };
}

/** Unknown fields of one group that are told one by one: who has more has another document in hand. */
const mostUnknown = 20;

function problemsOfIssue(issue: Issue, path: Path, reading: Reading): FieldProblem[] {
  const { form, root, lineOf } = reading;
  if (issue.code === 'unrecognized_keys') {
    const told = issue.keys.slice(0, mostUnknown).map((key) => problemAt([...path, key], `Expected a field of the ${form.noun} but received ${JSON.stringify(key)}; ${suggestion(key, path, reading)}`, lineOf));
    const rest = issue.keys.length - told.length;
    return rest === 0 ? told : [...told, problemAt(path, `Expected fields of the ${form.noun} but received ${String(rest)} more that it does not know`, lineOf)];
  }
  const received = valueAt(root, path);
  const choice = form.choices[patternOf(path)];
  if (issue.code === 'invalid_union' && choice !== undefined) {
    const option = choice.meant(received);
    const meant = option === undefined || !isFields(received) ? undefined : issue.errors[option];
    if (meant === undefined) return [problemAt(path, `Expected ${choice.expected} for ${fieldName(path)} but received ${quoted(received)}`, lineOf)];
    return meant.flatMap((inner) => problemsOfIssue(inner, [...path, ...inner.path], reading));
  }
  return [problemAt(path, messageOf(issue, path, received, reading), lineOf)];
}

function messageOf(issue: Issue, path: Path, received: unknown, reading: Reading): string {
  const { noun } = reading.form;
  const field = path.length === 0 ? `the ${noun}` : fieldName(path);
  // Of a list of the wrong length the length is what counts.
  const but = `but received ${'origin' in issue && issue.origin === 'array' && Array.isArray(received) ? String(received.length) : quoted(received)}`;
  if (received === null || received === undefined) return `Expected ${expectation(issue, noun)} for ${field} ${but}; ${wayOut(path, received, reading)}`;
  // What is wrong is the name, not what stands under it.
  const ofName = issue.code === 'invalid_key' ? issue.issues[0]?.message : undefined;
  if (ofName?.startsWith('Expected ') === true) return ofName.includes(' but received ') ? ofName : `${ofName} in ${fieldName(path.slice(0, -1))} but received ${quoted(path.at(-1))}`;
  // The schema's own messages follow the formula already; some leave out what came.
  if (issue.message.startsWith('Expected ')) return issue.message.includes(' but received ') ? issue.message : `${issue.message} for ${field} ${but}`;
  return `Expected ${expectation(issue, noun)} for ${field} ${but}`;
}

const typeNames: Readonly<Record<string, string>> = { string: 'text', number: 'a number', int: 'a whole number', object: 'named fields', array: 'a list', boolean: 'true or false' };

function expectation(issue: Issue, noun: string): string {
  switch (issue.code) {
    case 'invalid_type':
      return typeNames[issue.expected] ?? issue.expected;
    case 'too_small':
      if (issue.origin === 'string') return 'text that is not blank';
      if (issue.origin === 'array') return `at least ${String(issue.minimum)} of them`;
      return issue.inclusive === false ? `a number above ${String(issue.minimum)}` : `a number of at least ${String(issue.minimum)}`;
    case 'too_big':
      if (issue.origin === 'string') return `text of at most ${String(issue.maximum)} characters`;
      if (issue.origin === 'array') return `at most ${String(issue.maximum)} of them`;
      return `a number of at most ${String(issue.maximum)}`;
    case 'invalid_value':
      return issue.values.length === 1 ? String(issue.values[0]) : `one of ${issue.values.map(String).join(', ')}`;
    case 'invalid_format':
      return issue.format === 'date' ? 'a date such as 2026-12-24' : `text in the form of ${issue.format}`;
    case 'custom':
    case 'invalid_element':
    case 'invalid_key':
    case 'invalid_union':
    case 'not_multiple_of':
    case 'unrecognized_keys':
      return `a value that the ${noun} allows`;
  }
}

function wayOut(path: Path, received: unknown, { form, root }: Reading): string {
  if (received === null && schemaAt(form, path, root) === HexColour) return quoteColours;
  return form.wayOuts[patternOf(path)] ?? (received === null ? 'fill it in or remove the line' : 'add it');
}

/** More places than this to put a field are no help. */
const mostHomes = 3;

function suggestion(key: string, path: Path, { form, root }: Reading): string {
  const rival = rivalOf(form, path, root, key, Object.keys(fieldsOf(valueAt(root, path))));
  if (rival !== undefined) return `it does not go with ${JSON.stringify(rival)}: write one or the other`;
  const allowed = fieldsAt(form, path, root);
  const near = nearestWord(key, allowed);
  if (near !== undefined) return `did you mean ${JSON.stringify(near)}?`;
  const homes = homesOf(form, key);
  if (homes.includes('')) return `"${key}" belongs at the top level`;
  if (homes.length > 0 && homes.length <= mostHomes) return `did you mean ${homes.map((home) => `"${home}.${key}"`).join(' or ')}?`;
  return `known here are ${allowed.filter((name) => !name.startsWith('$')).join(', ')}`;
}
