import { type Measure, type Target, type TargetName, targets, verdictOn, worst } from './targets.ts';

export interface Table {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** What one subject of the benchmark found. */
export interface Chapter {
  readonly title: string;
  /** What a reader must know to read the tables; a sentence each. */
  readonly notes: readonly string[];
  readonly tables: readonly Table[];
  readonly measures: readonly Measure[];
}

/** @param note what holds for all figures */
export function markdownOf(chapters: readonly Chapter[], note: string): string {
  const parts = [`## What to reach\n\n${note}\n\n${tableOf(verdicts(measuresOf(chapters)))}`, ...chapters.map(chapterOf)];
  return `${parts.join('\n\n')}\n`;
}

export function missed(chapters: readonly Chapter[]): string[] {
  return measuresOf(chapters).filter((measure) => verdictOn(measure) === 'MISSED').map(({ target }) => targets[target].what);
}

/** What was measured; a subject leaves a figure without cases where it had no time or no tool for it. */
export function measuresOf(chapters: readonly Chapter[]): Measure[] {
  return chapters.flatMap(({ measures }) => measures).filter(({ cases }) => Object.keys(cases).length > 0);
}

function verdicts(measures: readonly Measure[]): Table {
  const rows = (Object.keys(targets) as TargetName[]).map((name) => {
    const target: Target = targets[name];
    const measure = measures.find((each) => each.target === name);
    const limit = (value: number | null): string => (value === null ? '' : `${target.better === 'more' ? '≥' : '≤'} ${withUnit(value, target)}`);
    if (measure === undefined) return [target.what, limit(target.atLeast), limit(target.aim), '', '', verdictOn(measure)];
    const cases = Object.entries(measure.cases);
    const each = cases.length === 1 ? '' : cases.map(([label, value]) => `${label} ${short(value)}`).join(', ');
    return [target.what, limit(target.atLeast), limit(target.aim), `${withUnit(worst(measure), target)}${each === '' ? '' : ` (${each})`}`, String(measure.runs), verdictOn(measure)];
  });
  return { head: ['', 'at least', 'aim', 'measured, the worst case', 'n', 'verdict'], rows };
}

function chapterOf({ title, notes, tables }: Chapter): string {
  return [`## ${title}`, ...notes, ...tables.map(tableOf)].join('\n\n');
}

function tableOf({ head, rows }: Table): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), `|${head.map(() => '---').join('|')}|`, ...rows.map(line)].join('\n');
}

function withUnit(value: number, { unit }: Target): string {
  return `${short(value)}${unit}`;
}

/** Three digits, which is more than a shared machine can tell apart. */
export function short(value: number): string {
  if (value === 0 || !Number.isFinite(value)) return String(value);
  return Math.abs(value) >= 100 ? value.toFixed(0) : Number(value.toPrecision(3)).toString();
}

export const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(2)} s`;
export const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(0)} MB`;
export const kilobytes = (bytes: number): string => `${(bytes / 1e3).toFixed(0)} kB`;
export const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
