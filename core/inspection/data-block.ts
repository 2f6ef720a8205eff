/**
 * Characters that could close a quotation, pass for markup, or be read by a model while people see nothing: format
 * characters (among them the tag block U+E0000 that smuggles ASCII), separators, private and unassigned ones.
 */
const suspicious = /[<>&`\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cn}]/gu;

/** JSON that parses to the very value, and in which no text of it can leave its quotation marks. */
export function asData(value: unknown): string {
  return JSON.stringify(value, null, 1).replace(suspicious, escaped);
}

/** Each UTF-16 unit as `\uXXXX`. */
function escaped(character: string): string {
  return Array.from({ length: character.length }, (_, index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`).join('');
}
