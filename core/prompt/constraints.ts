import type { Brief } from '../brief/schema.ts';
import { copySpaceWords } from '../inspection/copy-space.ts';
import { referenceTexts } from './references.ts';
import { oneLine } from './one-line.ts';
import type { PromptTemplate } from './template.ts';

export interface Constraint {
  readonly text: string;
  readonly from: string;
  /** The line of the prompt it stands on; `Constraints` has one bullet each. */
  readonly line: 'Mood' | 'Palette' | 'Message' | 'Purpose' | 'Constraints';
}

/**
 * Mood, palette, message, purpose and everything that must or must not be, in the order of the prompt.
 *
 * @param notes of each direction, oldest first; null for one of which nothing is left
 * @param conceptIndex the note that leads the prompt as its concept, or -1
 */
export function constraintsOf(brief: Brief, template: PromptTemplate, notes: readonly (string | null)[], conceptIndex: number): Constraint[] {
  const { brand } = brief;
  const constraint = (text: string, from: string): Constraint => ({ text: sentence(text), from, line: 'Constraints' });
  return [
    ...line('Mood', brief.mood, 'brief:mood'),
    ...line('Palette', brand.colours.length === 0 ? undefined : `${brand.colours.map((colour) => colour.toLowerCase()).join(', ')}; let these colours lead`, 'brief:brand.colours'),
    ...line('Message', brief.message === undefined ? undefined : `to be felt from the picture alone, never written in it: ${brief.message}`, 'brief:message'),
    ...line('Purpose', purposeOf(brief), 'brief:objective, brief:audience, brief:channels'),
    ...(brief.copySpace === undefined ? [] : [constraint(`Keep ${copySpaceWords(brief.copySpace)} of the picture calm and empty: a plain ground of even tones, no objects, no fine detail, no lettering; the subject stays outside of it`, 'brief:copySpace')]),
    ...referenceTexts(brief.references).map((text, index) => constraint(text, `brief:references[${String(index)}]`)),
    ...template.constraints.map((text) => constraint(text, `template:${template.name}@${template.version}`)),
    ...brand.do.map((text, index) => constraint(text, `brief:brand.do[${String(index)}]`)),
    ...brand.dont.map((text, index) => constraint(`Avoid ${withoutNegation(text)}`, `brief:brand.dont[${String(index)}]`)),
    ...brand.banned.map((text, index) => constraint(`Nothing that shows or suggests ${withoutNegation(text)}`, `brief:brand.banned[${String(index)}]`)),
    ...brief.exclude.map((text, index) => constraint(worded(text), `brief:exclude[${String(index)}]`)),
    ...notes.flatMap((note, index) => (note === null || index === conceptIndex ? [] : [constraint(`From an earlier round: ${note}`, `direction:${String(index + 1)}`)])),
  ];
}

/** What a picture model understands better as what to do than as what to leave. */
const positive: readonly (readonly [RegExp, string])[] = [
  [/^(?:any |visible |extra |added )?(?:text|lettering|letters|words|writing|captions?|typography)$/iu, 'Surfaces and signs stay blank: no lettering of any kind'],
  [/^(?:any )?(?:watermarks?|signatures?)$/iu, 'A clean picture to its edges: no watermark, no signature'],
  [/^(?:any |visible |brand |third[- ]party )?logos?$/iu, 'Plain, unbranded objects: no logo'],
  [/^(?:any |other )?(?:people|persons?|humans?)$/iu, 'An empty scene: nobody in the picture'],
  [/^(?:extra|additional|too many|malformed|deformed) (?:fingers|hands|limbs)$/iu, 'Natural hands with five fingers each, and the right number of limbs'],
  [/^(?:visual )?clutter$/iu, 'A tidy scene with few objects: no clutter'],
  [/^(?:motion )?blur(?:riness)?$/iu, 'Everything that matters in sharp focus: no blur'],
  [/^(?:harsh|hard) shadows?$/iu, 'Soft, open shadows: no hard shadow edges'],
  [/^lens flares?$/iu, 'A clean, flare-free lens'],
  [/^(?:over[- ]?saturat(?:ed|ion)(?: colou?rs)?)$/iu, 'Natural, restrained colours: no oversaturation'],
];

/** Wording of an exclusion: positive where that is stronger, else a plain "No …". */
export function worded(exclusion: string): string {
  const what = withoutNegation(exclusion);
  const better = positive.find(([pattern]) => pattern.test(what));
  return better === undefined ? `No ${what} anywhere in the picture` : better[1];
}

/** "no people", "without people", "don't show people" all exclude people. */
function withoutNegation(text: string): string {
  return oneLine(text)
    .replace(/^(?:(?:don['’]t|do not|never) (?:show|use|have)|no|not|never|without|avoid|exclude)\s+/iu, '')
    .replace(/[.!\s]+$/u, '');
}

/** A reader knows from it what the picture is for; a page of it would drown the concept. */
const longestPurpose = 600;

function purposeOf(brief: Brief): string | undefined {
  const parts = [
    brief.objective,
    brief.audience === undefined ? undefined : `for ${brief.audience}`,
    brief.channels.length === 0 ? undefined : `shown on ${brief.channels.join(', ')}`,
  ].filter((part) => part !== undefined);
  if (parts.length === 0) return undefined;
  const text = oneLine(parts.join('; '));
  return text.length <= longestPurpose ? text : `${text.slice(0, longestPurpose - 1).replace(/\s+\S*$/u, '')}…`;
}

function line(name: Constraint['line'], text: string | undefined, from: string): Constraint[] {
  return text === undefined ? [] : [{ text: `${name}: ${oneLine(text)}`, from, line: name }];
}

function sentence(text: string): string {
  const clean = oneLine(text);
  const capital = clean.charAt(0).toUpperCase() + clean.slice(1);
  return /[.!?…]$/u.test(capital) ? capital : `${capital}.`;
}
