/**
 * A line as a terminal may show it: what people wrote into a brief must not clear a screen or colour it. Control characters other than
 * tabs and line breaks become U+FFFD.
 */
export function terminalText(line: string): string {
  return line.replace(/[^\P{Cc}\t\n]/gu, '\uFFFD');
}
