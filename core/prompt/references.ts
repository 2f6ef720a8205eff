import type { z } from 'zod';
import type { Brief, Reference, ReferenceUse } from '../brief/schema.ts';
import type { NotSent } from '../documents.ts';
import { inputPicturesOf } from '../models/models.ts';
import type { ImageModel } from '../models/models.ts';
import { oneLine } from './one-line.ts';

interface SentReferences {
  /** In the order in which the prompt counts them. */
  readonly sent: readonly Reference[];
  readonly notSent: readonly z.infer<typeof NotSent>[];
}

/**
 * The references of a brief that a call takes with it, and those that it leaves behind.
 *
 * @param others pictures that the call sends before them: one in an edit, the picture to change
 */
export function referencesOf({ references }: Pick<Brief, 'references'>, model: Pick<ImageModel, 'name' | 'edits'>, others: 0 | 1 = 0): SentReferences {
  const { name } = model;
  const inputPictures = inputPicturesOf(model);
  const sent = references.slice(0, Math.max(0, inputPictures - others));
  const left = references.slice(sent.length).map(({ file }) => file);
  if (left.length === 0) return { sent, notSent: [] };
  const reason = inputPictures === 0 ? `${name} takes no input pictures; say in the concept what matters about them` : `${name} takes ${String(inputPictures)} pictures in one call${others === 0 ? '' : ', and the picture to change is one of them'}`;
  return { sent, notSent: [{ parameter: 'references', value: left, reason }] };
}

const wording: Readonly<Record<ReferenceUse, string>> = {
  subject: 'shows the subject: keep its shape, proportions, materials and markings as they are there',
  style: 'shows the style: take its palette, light and rendering from it, and none of its objects',
  composition: 'shows the composition: place things as they are placed there, and take nothing else from it',
};

/** What the prompt says of each picture that is sent with it: which one it is, and what it is for. */
export function referenceTexts(references: readonly Reference[]): string[] {
  return references.map(({ use, note }, index) => `Reference picture ${String(index + 1)} ${wording[use]}${note === undefined ? '' : `; what counts is ${oneLine(note).replace(/[.\s]+$/u, '')}`}`);
}

/** The instruction of an edit that sends references after the picture to change: which picture is which. */
export function besideReferences(text: string, count: number): string {
  if (count === 0) return text;
  const which = count === 1 ? 'the picture after it is reference picture 1' : `the pictures after it are reference pictures 1 to ${String(count)}, in this order`;
  const line = `\nOf the pictures sent, the first is the one to edit; ${which}.`;
  return `${text.slice(0, longestText - line.length)}${line}`;
}

/** Of the API. */
const longestText = 32_000;
