import type { z } from 'zod';
import type { FieldProblem } from '../errors.ts';
import { nearestWord } from './nearest.ts';
import { Brand, Brief, Budget, Concept, Deliverable, Grade, ReviewPolicy } from './schema.ts';

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];
type Lines = (path: Path) => number | undefined;

/** Turns what the schema found into problems that a person can act on, in the order of the source. */
export function problemsOf(issues: readonly Issue[], value: unknown, lineOf: Lines): FieldProblem[] {
  return issues.flatMap((issue) => problemsOfIssue(issue, issue.path, value, lineOf));
}

/** One problem, with the line where it is known. */
export function problemAt(path: Path, message: string, lineOf: Lines): FieldProblem {
  const line = lineOf(path);
  return { field: fieldName(path), message, ...(line === undefined ? {} : { line }) };
}

/** `deliverables[2].width` */
export function fieldName(path: Path): string {
  return path.reduce<string>((name, part) => (typeof part === 'number' ? `${name}[${String(part)}]` : name === '' ? String(part) : `${name}.${String(part)}`), '');
}

/** A value as a message quotes it: JSON, cut after 80 characters, "nothing" for what is missing. */
export function quoted(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'an empty field';
  const text = JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}

function problemsOfIssue(issue: Issue, path: Path, root: unknown, lineOf: Lines): FieldProblem[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => problemAt([...path, key], `Expected a field of the brief but received ${JSON.stringify(key)}; ${suggestion(key, path)}`, lineOf));
  }
  const received = valueAt(root, path);
  if (issue.code === 'invalid_union' && path[0] === 'deliverables') return deliverableProblems(issue, path, received, root, lineOf);
  return [problemAt(path, messageOf(issue, path, received), lineOf)];
}

/** Of the three ways to write a deliverable, only the one that was meant is worth talking about. */
function deliverableProblems(issue: Extract<Issue, { code: 'invalid_union' }>, path: Path, received: unknown, root: unknown, lineOf: Lines): FieldProblem[] {
  const isObject = typeof received === 'object' && received !== null && !Array.isArray(received);
  const meant = isObject ? ('preset' in received ? issue.errors[1] : issue.errors[2]) : undefined;
  if (meant === undefined) {
    return [problemAt(path, `Expected the name of a preset or a size as { name, width, height } for ${fieldName(path)} but received ${quoted(received)}`, lineOf)];
  }
  return meant.flatMap((inner) => problemsOfIssue(inner, [...path, ...inner.path], root, lineOf));
}

function messageOf(issue: Issue, path: Path, received: unknown): string {
  const field = fieldName(path);
  const but = `but received ${quoted(received)}`;
  if (received === null || received === undefined) return `Expected ${expectation(issue)} for ${field === '' ? 'the brief' : field} ${but}; ${wayOut(field, received)}`;
  // The schema's own messages follow the formula already; some leave out what came.
  if (issue.message.startsWith('Expected ')) return issue.message.includes(' but received ') ? issue.message : `${issue.message} for ${field} ${but}`;
  return `Expected ${expectation(issue)} for ${field === '' ? 'the brief' : field} ${but}`;
}

const typeNames: Readonly<Record<string, string>> = { string: 'text', number: 'a number', int: 'a whole number', object: 'named fields', array: 'a list', boolean: 'true or false' };

function expectation(issue: Issue): string {
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
      return 'a value that the brief allows';
  }
}

const examples: Readonly<Record<string, string>> = {
  '': 'write at least a title and a concept with a subject',
  title: 'add a line such as title: Spring menu hero',
  concept: 'add a concept with a subject, such as concept: { subject: a golden retriever, action: catching a red frisbee mid-air }',
  'concept.subject': 'say what the picture shows, such as subject: a golden retriever',
};

function wayOut(field: string, received: unknown): string {
  if (/^brand\.colours\[\d+\]$/u.test(field)) return 'put colours in quotes ("#1a2b3c"), because an unquoted # starts a comment';
  return examples[field] ?? (received === null ? 'fill it in or remove the line' : 'add it');
}

const deliverableKeys = Object.keys(Deliverable.options[2].shape);
const keysOf: Readonly<Record<string, readonly string[]>> = {
  '': Object.keys(Brief.shape),
  concept: Object.keys(Concept.shape),
  brand: Object.keys(Brand.shape),
  grade: Object.keys(Grade.shape),
  review: Object.keys(ReviewPolicy.shape),
  budget: Object.keys(Budget.shape),
};

function suggestion(key: string, path: Path): string {
  const inDeliverable = path[0] === 'deliverables';
  const allowed = inDeliverable ? deliverableKeys : (keysOf[fieldName(path)] ?? []);
  const near = nearestWord(key, allowed);
  if (near !== undefined) return `did you mean ${JSON.stringify(near)}?`;
  const home = Object.entries(keysOf).find(([, keys]) => keys.includes(key));
  if (home !== undefined) return home[0] === '' ? `"${key}" belongs at the top level` : `did you mean "${home[0]}.${key}"?`;
  return `known here are ${allowed.join(', ')}`;
}

function valueAt(root: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, part) => (typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[part] : undefined), root);
}
