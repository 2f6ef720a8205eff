import type { z } from 'zod';
import type { FieldProblem } from '../errors.ts';

/** One kind of document that people write, as far as its reader must know it to say what is wrong with one. */
export interface DocumentForm<Schema extends z.ZodObject = z.ZodObject> {
  /** How messages call it: "brief". */
  readonly noun: string;
  /** Its fields, and the names that a misspelt one may have meant. */
  readonly schema: Schema;
  /** "a title and a concept with a subject": what the shortest one has. */
  readonly shortest: string;
  /** What to do about a missing field, by its pattern; "add it" where nothing better is known. */
  readonly wayOuts: Readonly<Record<string, string>>;
  /** Fields that can be written in several ways, by their pattern. */
  readonly choices: Readonly<Record<string, Choice>>;
  readonly Invalid: new (problems: readonly FieldProblem[], options?: ErrorOptions) => Error;
}

/** Of the options of a union only the one that was meant is worth talking about. */
export interface Choice {
  /** What is expected of a value that means none of them. */
  readonly expected: string;
  /** Index of the option that a value means. */
  readonly meant: (value: unknown) => number | undefined;
}

export const quoteColours = 'put colours in quotes ("#1a2b3c"), because an unquoted # starts a comment';
