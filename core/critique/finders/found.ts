import type { Brief } from '../../brief/schema.ts';

/** Where a rule found something, and what stands there. */
export interface Found {
  /** Path in the brief: `concept.subject`, `exclude[1]`. */
  readonly field: string;
  /** As it is told: quoted words, or "nothing". */
  readonly received: string;
  /** What the way out needs to know. */
  readonly detail?: string;
}

export interface Reading {
  readonly brief: Brief;
  /** ISO date; rules about dates find nothing without it. */
  readonly today: string | undefined;
}

/** Words of a person in a message: in quotation marks, on one line, cut after 80 characters. */
export function said(text: string): string {
  const line = text.replace(/\s+/gu, ' ').trim();
  return `"${line.length > 80 ? `${line.slice(0, 79)}…` : line}"`;
}
