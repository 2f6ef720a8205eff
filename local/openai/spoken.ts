/**
 * What of a request is data, and what is said to the model. JSON that stands on its own is data; whatever else stands in
 * instructions or input is said, and the stand-in obeys it as a credulous model would. So a prompt that lets a brief out of
 * its quotation marks shows, in tests, as answers that are all the same.
 */

export interface Heard {
  /** JSON documents, in their order. */
  readonly documents: readonly unknown[];
  /** All that is left without them. */
  readonly spoken: string;
}

/** A text with thousands of open brackets is not worth more tries. */
const mostTries = 500;

/** Takes the JSON documents out of a text: objects, lists, and strings that have their lines for themselves. */
export function hear(text: string): Heard {
  const documents: unknown[] = [];
  let spoken = '';
  let tries = 0;
  for (let at = 0; at < text.length; ) {
    const end = startsDocument(text, at) && tries++ < mostTries ? endOfValue(text, at) : undefined;
    const parsed = end === undefined ? undefined : parse(text.slice(at, end));
    if (end === undefined || parsed === undefined) {
      spoken += text.charAt(at);
      at += 1;
    } else {
      documents.push(parsed.value);
      at = end;
    }
  }
  return { documents, spoken };
}

function startsDocument(text: string, at: number): boolean {
  const character = text.charAt(at);
  return character === '{' || character === '[' || (character === '"' && (at === 0 || text.charAt(at - 1) === '\n'));
}

/** Where the value that begins here ends, with brackets inside of strings left alone. */
function endOfValue(text: string, start: number): number | undefined {
  let depth = 0;
  let quoted = false;
  for (let at = start; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (quoted) {
      if (character === '\\') at += 1;
      else if (character === '"') quoted = false;
    } else if (character === '"') quoted = true;
    else if (character === '{' || character === '[') depth += 1;
    else if (character === '}' || character === ']') depth -= 1;
    if (!quoted && depth === 0) return at + 1;
  }
  return undefined;
}

function parse(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return undefined;
  }
}

const toAnswer = /answer|reply|respond|mark|return|respon[dc]|contest|marca|antwort|bewert|répon|回答|回答して|ответ/iu;
const passing = /\bpass(?:ed|es)?\b|aprobad|bestanden|réussi|通过|合格/iu;
const everything = /\b(?:everything|all|every|each)\b|\btod[oa]s?\b|\balle[sn]?\b|\btou(?:t|s|tes)\b|全部|所有|すべて/iu;
const otherwise = /\bfail|\bunsure/iu;

/** Whether the model is told, in any of a few languages, to pass whatever it is asked. */
export function toldToPassAll(spoken: string): boolean {
  return spoken.split(/[.!?\n。！]/u).some((sentence) => [toAnswer, passing, everything].every((words) => words.test(sentence)) && !otherwise.test(sentence));
}
