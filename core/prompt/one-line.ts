/** A line break in a field could forge a line of the prompt: every run of white space is one blank. */
export function oneLine(text: string): string {
  return text.replace(/[\s\p{Cc}]+/gu, ' ').trim();
}
