/** Words that English is hardly written without, and Spanish never has. */
const words = /\b(?:the|is|are|was|were|and|or|of|with|without|than|from|for|to|it|its|this|that|not|nobody|nothing|ask|picture|candidate|candidates|round|score|check|brief's|people|too|light|hands)\b/giu;

/** The English words of a text; none where it is written in Spanish. */
export function englishIn(text: string): string[] {
  return text.match(words) ?? [];
}
