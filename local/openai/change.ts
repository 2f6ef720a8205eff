/** What an edit asks for, read from its words. Only the change counts: "keep the light" changes no light. */
import { coloursIn } from './scene/colour.ts';
import { labelledLine, mentions } from './scene/slots.ts';

export interface Change {
  /** Each -1 to 1; 0 is no change. */
  readonly exposure: number;
  readonly warmth: number;
  readonly contrast: number;
  readonly saturation: number;
  readonly backgroundBlur: number;
  /** In widths and heights of the picture. */
  readonly moveX: number;
  readonly moveY: number;
  readonly scale: number;
  readonly removed: readonly string[];
  readonly added: readonly string[];
  readonly lighting: string | undefined;
  readonly setting: string | undefined;
  readonly palette: string | undefined;
  readonly style: string | undefined;
  readonly subjectColour: string | undefined;
}

const LIGHT_WORDS = 'night|sunset|sunrise|dawn|dusk|twilight|golden hour|morning|noon|midday|neon|overcast|candle|chiaroscuro|low[- ]key|high[- ]key|moonlight|daylight|blue hour|backlit|back ?light|softbox';
const STYLE_WORDS = 'watercolou?r|line[- ]?art|sketch|pencil|oil paint|flat illustration|illustration|3d render|black[- ]and[- ]white|photoreal';

export function readChange(prompt: string): Change {
  const text = changingText(prompt);
  const degree = mentions(text, 'slightly|a bit|a little|touch|subtl') ? 0.5 : mentions(text, 'much|very|far|strongly|a lot|significantly') ? 1.4 : 1;
  const push = (up: string, down: string) => (mentions(text, up) ? 0.6 * degree : 0) - (mentions(text, down) ? 0.6 * degree : 0);
  const clauses = text.split(/[.;\n]/u).map((clause) => clause.trim());
  const place = /\b(?:background|setting|scene|place|environment)\s+(?:to|into|with|by)\s+(.{3,160})/iu.exec(text)?.[1] ?? /\b(?:set|put|place) (?:it|them|the \w+) (?:in|on|at) (.{3,160})/iu.exec(text)?.[1];
  const recolour = /\b(?:make|turn|paint|colou?r)\s+(?:the\s+)?(?:\w+\s+){0,2}(?:to\s+)?([a-z]+)\b/iu.exec(text)?.[1];
  const palette = clauses.find((clause) => /\bpalette|colou?rs?\b/iu.test(clause) && coloursIn(clause).length > 0);
  return {
    exposure: push('bright|lighter|more light|lift the shadows|increase exposure|less dark|too dark', 'darker|dim|moodier|less bright|too bright|lower exposure'),
    warmth: push('warm(?:er|th)?|golden|less cold|too cold', 'cool(?:er)?|colder|bluer|less warm|too warm'),
    contrast: push('more contrast|contrasty|punch|dramatic|crisp', 'less contrast|soft(?:er|en)|flatter|gentler|too harsh'),
    saturation: push('vivid|saturated|more colou?r|vibran|bolder colou?r', 'muted|desaturat|less saturated|paler|subdued|too colou?rful'),
    backgroundBlur: push('blur|shallow depth|bokeh|softer background|soften the background', 'sharper background|deep focus|everything in focus'),
    moveX: (mentions(text, 'to the left|leftwards?|further left|more left') ? -0.16 : 0) + (mentions(text, 'to the right|rightwards?|further right|more right') ? 0.16 : 0),
    moveY: (mentions(text, 'higher|upwards?|move .{0,30}\\bup\\b') ? -0.07 : 0) + (mentions(text, 'lower|downwards?|move .{0,30}\\bdown\\b') ? 0.06 : 0),
    scale: mentions(text, 'larger|bigger|closer|zoom in|fill the frame|tighter') ? 1.25 : mentions(text, 'smaller|further away|zoom out|more space|wider|negative space') ? 0.78 : 1,
    removed: wordsAfter(text, 'remove|delete|take away|without|get rid of|erase'),
    added: wordsAfter(text, 'add|include|insert'),
    lighting: clauses.find((clause) => mentions(clause, LIGHT_WORDS)),
    setting: place,
    palette,
    style: clauses.find((clause) => mentions(clause, STYLE_WORDS)),
    subjectColour: palette === undefined && recolour !== undefined ? coloursIn(recolour)[0] : undefined,
  };
}

/** The lines and clauses that ask for a change: labelled slots and everything to keep are left out. */
function changingText(prompt: string): string {
  const asked: string[] = [];
  for (const line of prompt.split(/\r?\n/u)) {
    // "Keep:" and "Constraints:" head lists that hold for the rest of the prompt.
    if (/\b(?:keep|constraints|preserve|unchanged)\b[^:]*:\s*$/iu.test(line) || /\bkeep:\s*$/iu.test(line)) break;
    if (labelledLine(line) !== undefined) continue;
    for (const clause of line.split(/(?<=[.;!?])\s+/u)) {
      if (!/\b(?:keep|preserve|leave|retain|unchanged|do not change|don't change|must stay|as (?:it is|they are)|identical|everything else)\b/iu.test(clause)) asked.push(clause);
      else asked.push(/^(.*?)[,;:]?\s*(?:\b(?:and|but|while)\b\s*)?\b(?:keep|preserv|leav|retain)/iu.exec(clause)?.[1] ?? '');
    }
  }
  return asked.filter((clause) => clause.trim() !== '').join('\n');
}

function wordsAfter(text: string, verbs: string): string[] {
  const found = [...text.matchAll(new RegExp(`\\b(?:${verbs})\\s+(?:the|all|any|an?|some)?\\s*([a-z][a-z -]{1,40})`, 'giu'))];
  return found.flatMap((match) => (match[1] ?? '').toLowerCase().split(/\s+(?:and|from|in|on|at|to|with|behind|near)\s+/u)).map((words) => words.trim()).filter((words) => words.length > 2);
}
