import type { Region } from '../../../../core/geometry.ts';
import type { Clean } from './photographs.ts';

/** One seeded fault, or one measure of one clean photograph. */
export interface Trial {
  readonly row: string;
  readonly name: string;
  readonly half: Clean['half'];
  /** Found, of a fault; raised, of a clean one. */
  readonly alarm: boolean;
}

export const share = (trials: readonly Trial[]): number => trials.filter(({ alarm }) => alarm).length / trials.length;

/** Rows of a kind each: how many alarms of how many trials, of both halves and of all. */
export function tableOf(title: string, trials: readonly Trial[]): string {
  const rows = [...new Set(trials.map(({ row }) => row))];
  const width = Math.max(...rows.map((row) => row.length), title.length);
  const cell = (some: readonly Trial[]): string => (some.length === 0 ? '-' : `${String(some.filter(({ alarm }) => alarm).length)}/${String(some.length)}`).padStart(10);
  const line = (head: string, some: readonly Trial[]): string => `${head.padEnd(width)}${cell(some.filter(({ half }) => half === 'tuned'))}${cell(some.filter(({ half }) => half === 'held out'))}${cell(some)}${`${(share(some) * 100).toFixed(1)} %`.padStart(10)}`;
  return [`${title.padEnd(width)}${'tuned'.padStart(10)}${'held out'.padStart(10)}${'all'.padStart(10)}${'share'.padStart(10)}`, ...rows.map((row) => line(row, trials.filter((trial) => trial.row === row))), line('all', trials)].join('\n');
}

/** Area that two regions have in common over the area that they cover together. */
export function overlap(a: Region, b: Region): number {
  const along = (from: number, size: number, other: number, otherSize: number): number => Math.max(0, Math.min(from + size, other + otherSize) - Math.max(from, other));
  const both = along(a.x, a.width, b.x, b.width) * along(a.y, a.height, b.y, b.height);
  return both / (a.width * a.height + b.width * b.height - both);
}
