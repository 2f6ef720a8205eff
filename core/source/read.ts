import { LineCounter, isMap, isScalar, isSeq, parseDocument } from 'yaml';
import type { Document, YAMLError } from 'yaml';
import type { FieldProblem } from '../errors.ts';
import { quoteColours } from './form.ts';
import type { DocumentForm } from './form.ts';
import type { Lines } from './paths.ts';

export type SourceFormat = 'yaml' | 'json' | 'markdown';

/** A document as it was written: its value before validation, and where each field stands. */
export interface Source {
  readonly value: unknown;
  /** The text below the front matter of a Markdown file; empty otherwise. */
  readonly body: string;
  /** 1-based line of a field, or of what encloses it when it is missing. */
  readonly lineOf: Lines;
}

/** What people write is a page of text; a megabyte is a mistake. */
const maxCharacters = 1_000_000;
/** Anchors are a convenience: more aliases than this are a bomb. */
const maxAliases = 50;
const maxSyntaxProblems = 3;
/** No document of ours has more than five levels; an anchor that contains itself has no end. */
const deepest = 12;

/**
 * Reads YAML, JSON or Markdown with front matter.
 *
 * @throws the form's error when the text is too long, is not in that format, or nests or repeats without end.
 */
export function readSource(text: string, format: SourceFormat, form: DocumentForm): Source {
  if (text.length > maxCharacters) {
    throw documentProblem(form, `Expected a ${form.noun} of at most ${String(maxCharacters)} characters but received ${String(text.length)}; put long material elsewhere and describe it`);
  }
  const clean = text.replace(/^\uFEFF/u, '');
  if (clean.trim() === '') throw documentProblem(form, `Expected a ${form.noun} but received an empty document; the shortest one has ${form.shortest}`);
  try {
    const source = format === 'json' ? readJson(clean, form) : format === 'markdown' ? readMarkdown(clean, form) : readYaml(clean, form);
    if (isDeeperThan(deepest, source.value)) throw tooDeep(form);
    return source;
  } catch (error) {
    // The parsers recurse: a document of a hundred thousand brackets exhausts the stack.
    if (error instanceof RangeError) throw tooDeep(form, error);
    throw error;
  }
}

function readYaml(text: string, form: DocumentForm): Source {
  const { document, lines } = parse(text);
  const issues = [...document.errors, ...document.warnings];
  if (issues.some((issue) => /call stack/iu.test(issue.message))) throw tooDeep(form, issues[0]);
  if (issues.length > 0) throw new form.Invalid(syntaxProblems(issues, text, lines));
  return { value: toValue(document, form), body: '', lineOf: (path) => lineIn(document, lines, path) };
}

function readJson(text: string, form: DocumentForm): Source {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const line = /line (\d+)/u.exec(message)?.[1] ?? lineAtPosition(text, /position (\d+)/u.exec(message)?.[1]);
    throw new form.Invalid([{ field: '', message: `Expected valid JSON but received a syntax error: ${sentence(message)}`, ...(line === undefined ? {} : { line: Number(line) }) }], { cause: error });
  }
  // JSON is YAML, so the YAML reader knows the lines, and it sees a key that is written twice.
  const { document, lines } = parse(text);
  const repeated = document.errors.filter((issue) => issue.code === 'DUPLICATE_KEY');
  if (repeated.length > 0) {
    throw new form.Invalid(repeated.map((issue) => ({ field: '', message: 'Expected each field once but received one twice', line: lines.linePos(issue.pos[0]).line })));
  }
  const trusted = document.errors.length === 0;
  return { value, body: '', lineOf: (path) => (trusted ? lineIn(document, lines, path) : undefined) };
}

function readMarkdown(text: string, form: DocumentForm): Source {
  const match = /^---[ \t]*\r?\n(?<front>[\s\S]*?)^---[ \t]*(?:\r?\n|$)(?<body>[\s\S]*)$/mu.exec(text);
  if (match?.index !== 0) {
    throw documentProblem(form, `Expected front matter between two lines of --- at the top of the Markdown file but received none; put the fields of the ${form.noun} there, in YAML`);
  }
  // An empty first line stands for the opening fence, so that lines count from the top of the file.
  const front = readYaml(`\n${match.groups?.['front'] ?? ''}`, form);
  return { ...front, body: (match.groups?.['body'] ?? '').trim() };
}

function parse(text: string): { readonly document: Document; readonly lines: LineCounter } {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true, version: '1.2', strict: true, stringKeys: true });
  return { document, lines };
}

function toValue(document: Document, form: DocumentForm): unknown {
  try {
    return document.toJS({ maxAliasCount: maxAliases }) as unknown;
  } catch (error) {
    if (error instanceof ReferenceError) throw documentProblem(form, `Expected at most ${String(maxAliases)} uses of an anchor but received more; write the text out`, error);
    throw error;
  }
}

function lineIn(document: Document, lines: LineCounter, path: readonly PropertyKey[]): number | undefined {
  let node: unknown = document.contents;
  let offset: number | undefined;
  for (const segment of path) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && key.value === segment);
      if (pair === undefined) break;
      if (isScalar(pair.key)) offset = pair.key.range?.[0] ?? offset;
      node = pair.value;
    } else if (isSeq(node) && typeof segment === 'number') {
      node = node.items[segment];
      const range = (node as { range?: readonly number[] | null } | undefined)?.range;
      offset = range?.[0] ?? offset;
    } else break;
  }
  return offset === undefined ? undefined : lines.linePos(offset).line;
}

/** One mistake makes the reader stumble many times: one problem a line, and the first few, are enough. */
function syntaxProblems(issues: readonly YAMLError[], text: string, lines: LineCounter): FieldProblem[] {
  const byLine = new Map<number, FieldProblem>();
  for (const issue of issues) {
    const line = lines.linePos(issue.pos[0]).line;
    if (!byLine.has(line)) byLine.set(line, { field: '', message: `Expected valid YAML but received a syntax error: ${sentence(issue.message)}${hintFor(issue, text.split('\n')[line - 1] ?? '')}`, line });
  }
  return [...byLine.values()].slice(0, maxSyntaxProblems);
}

function hintFor({ code, message }: YAMLError, line: string): string {
  if (code === 'TAB_AS_INDENT') return '; indent with spaces';
  return /#[0-9a-f]{6}/iu.test(line) || /comment/iu.test(message) ? `; ${quoteColours}` : '';
}

function isDeeperThan(levels: number, value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => isDeeperThan(levels - 1, inner));
}

function tooDeep(form: DocumentForm, cause?: unknown): Error {
  return documentProblem(form, `Expected a ${form.noun} of a few levels but received one nested too deeply`, cause);
}

function documentProblem({ Invalid }: DocumentForm, message: string, cause?: unknown): Error {
  return new Invalid([{ field: '', message }], cause === undefined ? undefined : { cause });
}

function lineAtPosition(text: string, position: string | undefined): number | undefined {
  return position === undefined ? undefined : text.slice(0, Number(position)).split('\n').length;
}

function sentence(message: string): string {
  return message.trim().replace(/\.$/u, '').replace(/^[A-Z](?=[a-z])/u, (letter) => letter.toLowerCase());
}
