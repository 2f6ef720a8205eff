import type { Brief } from '../brief/schema.ts';
import type { TextField } from './rule.ts';

/** The prose of one field. */
export interface FieldText {
  readonly field: TextField;
  readonly text: string;
}

/** Those of the fields that are filled in, in their order. */
export function textsOf(brief: Brief, fields: readonly TextField[]): FieldText[] {
  return fields.flatMap((field) => {
    const text = textOf(brief, field);
    return text === undefined || text.trim() === '' ? [] : [{ field, text }];
  });
}

function textOf(brief: Brief, field: TextField): string | undefined {
  switch (field) {
    case 'concept.subject':
      return brief.concept.subject;
    case 'concept.action':
      return brief.concept.action;
    case 'concept.environment':
      return brief.concept.environment;
    case 'concept.weather':
      return brief.concept.weather;
    case 'concept.background':
      return brief.concept.background;
    case 'lighting':
    case 'style':
    case 'camera':
    case 'mood':
    case 'audience':
      return brief[field];
  }
}

/** Words in quotation marks, to be drawn as they are. */
export const lettering = /["“«„]([^"“”«»„]{2,})["”»“]/gu;

/** The text without lettering in quotation marks and without what it says is not there, position by position. */
export function askedFor(text: string): string {
  return text
    .replace(lettering, blanks)
    .replace(/(?<![\p{L}\p{N}])(?:no|without|not|never|free of|nobody|sin|ohne|sans)\s+(?:any\s+|a\s+)?[\p{L}'-]+(?:\s+[\p{L}'-]+)?/giu, blanks)
    .replace(/(?<!\p{L})\p{L}+-free(?!\p{L})/giu, blanks);
}

/** As many blanks. */
export function blanks(found: string): string {
  return ' '.repeat(found.length);
}

const english = new Set('a an the of with and at by from to into on under over its his her their behind beside through after just'.split(' '));
const other = new Set(
  'el la los las un una unos unas del de en y con sobre al junto bajo sin por para que su desde entre hacia antes le les des une du dans avec et sur au aux ein eine einer einem einen der die das den dem mit und im auf voller aus zum zur vor il lo gli di della nel con per uma um os as do da no na com em'.split(
    ' ',
  ),
);

/** Whether a brief is written in English, by its small words: rules that know English words read no other language. */
export function isEnglish(brief: Brief): boolean {
  const { subject, action, environment, weather, background } = brief.concept;
  const words = [subject, action, environment, weather, background, brief.lighting, brief.mood, brief.style].join(' ').toLowerCase().match(/[\p{L}]+/gu) ?? [];
  const count = (set: ReadonlySet<string>): number => words.filter((word) => set.has(word)).length;
  return count(english) >= count(other);
}
