/**
 * Fills a JSON schema: every required key, valid enums, one array item for each question. Keys whose names
 * say what they hold (answer, confidence, evidence, region, subject, suggestion, score) get measured content.
 */
import { z } from 'zod';

import { judge } from './judgement.ts';
import type { Source, Verdict } from './judgement.ts';
import type { Measures } from './measure.ts';
import type { Box } from './standout.ts';
import type { ToldAnswer } from './told.ts';
import { wordsAskedFor } from './words.ts';

const Node = z.looseObject({
  type: z.union([z.string(), z.array(z.string())]).optional(),
  enum: z.array(z.unknown()).optional(),
  const: z.unknown().optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  items: z.unknown().optional(),
  anyOf: z.array(z.unknown()).optional(),
  oneOf: z.array(z.unknown()).optional(),
  $ref: z.string().optional(),
  minItems: z.number().optional(),
  maxItems: z.number().optional(),
  minLength: z.number().optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
});
type Node = z.infer<typeof Node>;

export interface FillContext {
  readonly root: unknown;
  /** Instructions and input, in which the questions stand. */
  readonly source: Source;
  readonly measures: Measures;
  /** The model was told to pass everything, outside of what is data. */
  readonly passAll: boolean;
  /** What the control endpoint ordered. */
  readonly told: ToldAnswer;
}

interface Place {
  readonly key: string;
  readonly question: string;
  readonly verdict: Verdict;
}

/** Keys of places in the picture; what they hold is asked for as `region.width`. */
const BOXES = ['region', 'subject'];
const QUESTION_KEYS = ['question', 'id', 'questionId', 'check', 'criterion', 'name'];

/** A value that satisfies `schema`. */
export function fillSchema(schema: unknown, context: FillContext): unknown {
  return fill(schema, context, placeOf('', '', context));
}

function placeOf(key: string, question: string, { source, measures, passAll, told }: FillContext): Place {
  const words = wordsAskedFor(source.documents);
  const ordered = told(question);
  if (ordered !== undefined) return { key, question, verdict: { ...ordered, evidence: ordered.evidence ?? words.told } };
  const obeyed: Verdict = { answer: 'pass', confidence: 1, evidence: words.ordered, suggestion: null };
  return { key, question, verdict: passAll ? obeyed : judge(wordsOf(question, source) ?? question, source, measures) };
}

/** The five are known by their ids; any other question is looked up in the request. */
const knownIds = /^(?:concept|structure|lighting|style|emotion)$/u;

function wordsOf(id: string, { documents, text }: Source): string | undefined {
  if (id === '' || knownIds.test(id)) return undefined;
  const listed = new Map([...text.matchAll(/^\s*-\s*([a-z][\w-]{0,60}):\s*(\S.*)$/gmu)].map((match) => [match[1], match[2]] as const));
  return askedUnder(id, documents) ?? listed.get(id);
}

/** `{ "id": "own-1", "ask": "Does the …" }`, wherever it stands. */
function askedUnder(id: string, value: unknown): string | undefined {
  const entry = z.looseObject({ id: z.literal(id), ask: z.string() }).safeParse(value);
  if (entry.success) return entry.data.ask;
  if (typeof value !== 'object' || value === null) return undefined;
  for (const inner of Object.values(value)) {
    const found = askedUnder(id, inner);
    if (found !== undefined) return found;
  }
  return undefined;
}

function fill(schema: unknown, context: FillContext, place: Place): unknown {
  const node = resolve(schema, context.root);
  if ('const' in node) return node.const;
  const options = node.anyOf ?? node.oneOf;
  if (options !== undefined) {
    const nullable = options.some((option) => resolve(option, context.root).type === 'null');
    if (nullable && wantsNull(place, context)) return null;
    return fill(options.find((option) => resolve(option, context.root).type !== 'null') ?? options[0], context, place);
  }
  const types = Array.isArray(node.type) ? node.type : [node.type ?? (node.properties === undefined ? 'string' : 'object')];
  if (types.includes('null') && (types.length === 1 || wantsNull(place, context))) return null;
  if (node.enum !== undefined) return fromEnum(node.enum, place);
  switch (types.find((type) => type !== 'null') ?? 'string') {
    case 'object':
      return object(node, context, place);
    case 'array':
      return list(node, context, place);
    case 'number':
    case 'integer':
      return numberFor(node, types.includes('integer'), context, place);
    case 'boolean':
      return place.verdict.answer === 'pass';
    default:
      return textFor(node, place);
  }
}

function resolve(schema: unknown, root: unknown): Node {
  const node = Node.parse(schema === true || schema === undefined ? {} : schema);
  if (node.$ref === undefined) return node;
  let target: unknown = root;
  for (const step of node.$ref.replace(/^#\/?/u, '').split('/').filter(Boolean)) {
    target = z.record(z.string(), z.unknown()).parse(target)[decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~')];
  }
  return resolve(target, root);
}

function object(node: Node, context: FillContext, place: Place): object {
  return Object.fromEntries(Object.entries(node.properties ?? {}).map(([key, value]) => {
    // A map with a key for each question: { lighting: { answer, … } }.
    const nested = resolve(value, context.root);
    const asks = place.question === '' && (nested.properties !== undefined || nested.enum !== undefined);
    return [key, fill(value, context, asks ? placeOf(key, key, context) : { ...place, key: BOXES.includes(place.key) ? `${place.key}.${key}` : key })];
  }));
}

/** One item for each question: from the enum of the item's question key, or from ids that the text lists. */
function list(node: Node, context: FillContext, place: Place): unknown[] {
  const item = resolve(node.items, context.root);
  const key = QUESTION_KEYS.find((name) => item.properties !== undefined && name in item.properties);
  const limit = node.maxItems ?? Number.POSITIVE_INFINITY;
  if (key === undefined) return Array.from({ length: Math.min(limit, node.minItems ?? 0) }, () => fill(node.items, context, place));
  const listed = resolve(item.properties?.[key], context.root);
  const ids = listed.enum?.filter((value): value is string => typeof value === 'string') ?? idsIn(context.source);
  const wanted = ids.length === 0 ? ['overall'] : ids;
  return wanted.slice(0, limit).map((id) => ({ ...object(item, context, placeOf('', id, context)), [key]: id }));
}

/** `- concept: Does the …`, `"id": "concept"`. */
function idsIn({ text, documents }: Source): string[] {
  const listed = [...text.matchAll(/^\s*[-*\d.]+\s*`?([a-z][A-Za-z0-9_-]{1,40})`?\s*:/gmu), ...JSON.stringify(documents).matchAll(/"(?:id|question)"\s*:\s*"([^"]{1,60})"/gu)];
  return [...new Set(listed.map((match) => match[1] ?? ''))].filter(Boolean);
}

function fromEnum(values: readonly unknown[], { key, verdict }: Place): unknown {
  if (key === 'slot') return values.find((value) => value === verdict.suggestion?.slot) ?? values[0];
  const words: Record<Verdict['answer'], readonly string[]> = { pass: ['pass', 'yes', 'ok', 'true', 'approve'], fail: ['fail', 'no', 'false', 'reject'], unsure: ['unsure', 'unknown', 'unclear', 'maybe', 'n/a'] };
  const find = (answer: Verdict['answer']) => values.find((value) => typeof value === 'string' && words[answer].includes(value.toLowerCase()));
  return find(verdict.answer) ?? find('unsure') ?? values[0];
}

/** A fault has no place in the picture, as it is measured over the whole of it. */
function wantsNull({ key, verdict }: Place, { measures }: FillContext): boolean {
  if (key === 'subject') return measures.subject === null;
  if (/region|box|area/iu.test(key)) return true;
  return /suggest|fix|change/iu.test(key) && verdict.suggestion === null;
}

function numberFor(node: Node, integer: boolean, { measures }: FillContext, { key, verdict }: Place): number {
  const score = { pass: 0.8, unsure: 0.5, fail: 0.2 }[verdict.answer];
  const raw = /confiden|probab|certain/iu.test(key) ? verdict.confidence
    : /luminance|brightness/iu.test(key) ? measures.luminance
    : /contrast/iu.test(key) ? measures.contrast
    : key.startsWith('subject.') ? partOf(measures.subject ?? WHOLE, key.slice('subject.'.length))
    : /^region\.(?:width|height)$/u.test(key) ? 1
    : /score|rating|quality/iu.test(key) ? score * (node.maximum ?? 1) : 0;
  const bounded = Math.min(node.maximum ?? Number.POSITIVE_INFINITY, Math.max(node.minimum ?? Number.NEGATIVE_INFINITY, raw));
  return integer ? Math.round(bounded) : Math.round(bounded * 1000) / 1000;
}

const WHOLE: Box = { x: 0, y: 0, width: 1, height: 1 };

function partOf(box: Box, name: string): number {
  return name === 'x' || name === 'y' || name === 'width' || name === 'height' ? box[name] : 0;
}

function textFor(node: Node, { key, question, verdict }: Place): string {
  if (QUESTION_KEYS.includes(key) && question !== '') return question;
  const text = /suggest|fix|change|^text$/iu.test(key) ? (verdict.suggestion?.text ?? '') : /answer|verdict/iu.test(key) ? verdict.answer : verdict.evidence;
  return text.padEnd(node.minLength ?? 0, '.');
}
