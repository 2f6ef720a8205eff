/** Words as Galley compares them, and the vocabulary that several parts share. */

/** Lower-case words without diacritics; digits count, punctuation does not. "Crème brûlée" → creme, brulee */
export function wordsOf(text: string): string[] {
  return fold(text).match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** Lower case without diacritics, everything else as it is. */
export function fold(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}+/gu, '').toLowerCase();
}

/** Words that carry no meaning of their own in English and Spanish. */
export const stopWords: ReadonlySet<string> = new Set(
  (
    'a about above after again all also am an and any are as at be because been before being below between both but by can could did do does doing down during each few for from ' +
    'further had has have having he her here hers him his how i if in into is it its itself just me more most my no nor not now of off on once only or other our out over own s same ' +
    'she should so some such t than that the their them then there these they this those through to too under until up very was we were what when where which while who whom why will ' +
    'with within without would you your yours ' +
    'al algo ante antes como con contra cual cuando de del desde donde durante e el ella ellas ellos en entre era es esa ese eso esta este esto estos estas fue ha hay la las le les lo ' +
    'los mas me mi muy ni nos o os para pero por porque que quien se ser si sin sobre son su sus tambien te tiene todo tu un una unas uno unos y ya yo'
  ).split(' '),
);

/** Words that carry meaning, in their order. */
export function contentWords(text: string): string[] {
  return wordsOf(text).filter((word) => !stopWords.has(word));
}

/** Words by which a note speaks of a part of the picture. */
export const vocabulary = {
  lighting: /\b(light(?:ing|s|er)?|lit|shadows?|sun(?:lit|light|set|rise|ny)?|dusk|dawn|twilight|noon|midday|night|moonlit|moonlight|neon|candle\w*|backlit|backlight|golden hour|blue hour|bright(?:er)?|dark(?:er)?|chiaroscuro|glow\w*|overcast|exposure)\b/iu,
  style: /\b(style|photo(?:realistic|graph\w*)?|illustrat\w*|watercolou?rs?|gouache|oil paint\w*|painting|render(?:ed|ing)?|3d|line ?art|sketch|vector|flat design|cartoon|collage|engraving|minimal(?:ist)?|film grain|vintage|retro)\b/iu,
  camera: /\b(camera|angle|lens|wide[- ]angle|close[- ]?up|macro|aerial|top[- ]down|overhead|bird'?s[- ]eye|eye[- ]level|low[- ]angle|high[- ]angle|telephoto|depth of field|crop|framing|zoom|perspective|\d+ ?mm)\b/iu,
  environment: /\b(background|setting|environment|scene|place|backdrop|weather|rain\w*|snow\w*|fog\w*|indoors?|outdoors?|street|park|beach|forest|room|sky|wall|table)\b/iu,
  action: /\b(pose|posing|action|gesture|standing|sitting|walking|running|jumping|holding|looking|facing|smiling|movement|moving)\b/iu,
} as const;
