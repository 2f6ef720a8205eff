import type { FileMetadata } from './encode/encoders.ts';
import type { ProvenanceFacts } from './provenance.ts';
import type { MetadataProfile } from './recipe.ts';

/** libvips drops the XMP of a JPEG beyond 60,000 bytes without a word. */
export const xmpLimit = 59_000;
/** Long values other than the prompt are cut here; the companion document has them whole. */
const longestValue = 2_000;
const cutMark = ' [cut here; the whole prompt is in the companion document]';

const namespaces = {
  dc: 'http://purl.org/dc/elements/1.1/',
  xmp: 'http://ns.adobe.com/xap/1.0/',
  photoshop: 'http://ns.adobe.com/photoshop/1.0/',
  Iptc4xmpCore: 'http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/',
  Iptc4xmpExt: 'http://iptc.org/std/Iptc4xmpExt/2008-02-29/',
  galley: 'urn:galley:asset:1.0/',
} as const;

const sourceTypes = {
  generated: 'http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia',
  composite: 'http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia',
} as const;

/** A property of the packet: a plain value, a text with a language, or a list. */
type Value = string | { readonly text: string } | { readonly list: readonly string[]; readonly ordered: boolean };
type Property = readonly [name: `${keyof typeof namespaces}:${string}`, value: Value | undefined];

/**
 * Everything that goes into a file besides its pixels.
 *
 * `internal` holds all facts. `public` holds what the marking of generated pictures asks for: source type,
 * system, credit, rights, alternative text and the asset's id; neither the prompt nor a person.
 */
export function fileMetadata(facts: ProvenanceFacts, profile: MetadataProfile, dpi: number | null): FileMetadata {
  const exif: Record<string, string> = { Software: 'Galley' };
  if (facts.rights !== undefined) exif.Copyright = ascii(facts.rights);
  if (profile === 'internal') {
    const description = facts.description ?? facts.title;
    if (description !== undefined) exif.ImageDescription = ascii(description);
    if (facts.creators.length > 0) exif.Artist = ascii(facts.creators.join('; '));
  }
  return { xmp: xmpPacket(facts, profile), exif, dpi };
}

/** The XMP packet of a profile, never longer than `xmpLimit` bytes: the prompt is cut before anything else. */
export function xmpPacket(facts: ProvenanceFacts, profile: MetadataProfile): string {
  if (profile === 'public') return packetOf(publicProperties(facts));
  const prompt = facts.prompt?.text;
  if (prompt === undefined) return packetOf(internalProperties(facts, undefined));
  const whole = packetOf([...internalProperties(facts, prompt), ['galley:promptComplete', 'true']]);
  if (Buffer.byteLength(whole) <= xmpLimit) return whole;

  const rest: (text: string) => string = (text) => packetOf([...internalProperties(facts, text), ['galley:promptComplete', 'false']]);
  const room = xmpLimit - Buffer.byteLength(rest(cutMark));
  return rest(cutToBytes(prompt, room) + cutMark);
}

function publicProperties(facts: ProvenanceFacts): Property[] {
  return [
    ['xmp:CreatorTool', 'Galley'],
    ['dc:rights', textOf(facts.rights)],
    ['photoshop:Credit', cut(facts.credit)],
    ['Iptc4xmpCore:AltTextAccessibility', textOf(facts.altText)],
    ['Iptc4xmpExt:DigitalSourceType', facts.sourceType === undefined ? undefined : sourceTypes[facts.sourceType]],
    ['Iptc4xmpExt:AISystemUsed', cut(facts.system?.name)],
    ['Iptc4xmpExt:AISystemVersionUsed', cut(facts.system?.version)],
    ['galley:assetId', facts.assetId],
  ];
}

function internalProperties(facts: ProvenanceFacts, prompt: string | undefined): Property[] {
  const { decision, lineage, parameters } = facts;
  const template = facts.prompt?.template;
  return [
    ...publicProperties(facts),
    ['dc:title', textOf(facts.title)],
    ['dc:description', textOf(facts.description)],
    ['dc:creator', listOf(facts.creators, true)],
    ['dc:subject', listOf(facts.keywords, false)],
    ['Iptc4xmpExt:AIPromptInformation', prompt],
    ['Iptc4xmpExt:AIPromptWriterName', cut(facts.prompt?.writer)],
    ['galley:runId', facts.runId],
    ['galley:round', facts.round === undefined ? undefined : String(facts.round)],
    ['galley:candidate', facts.candidate],
    ['galley:template', template === undefined ? undefined : cut(`${template.name}@${template.version}`)],
    ['galley:parametersSent', parameters === undefined ? undefined : cut(JSON.stringify(parameters.sent))],
    ['galley:parametersNotSent', listOf((parameters?.notSent ?? []).map((item) => `${item.parameter}=${JSON.stringify(item.value)}: ${item.reason}`), false)],
    ['galley:scores', facts.scores === undefined ? undefined : cut(JSON.stringify(facts.scores))],
    ['galley:decision', cut(decision?.decision)],
    ['galley:decidedBy', cut(decision?.by)],
    ['galley:decidedAt', decision?.at],
    ['galley:reviewId', cut(decision?.reviewId)],
    ['galley:costUsd', facts.costMicroUsd === undefined ? undefined : (facts.costMicroUsd / 1e6).toFixed(6)],
    ['galley:lineage', listOf((lineage ?? []).map((step) => `${String(step.round)} ${step.operation}${step.reference === null ? '' : ` of ${step.reference}`}`), true)],
  ];
}

function packetOf(properties: readonly Property[]): string {
  const declarations = Object.entries(namespaces).map(([prefix, uri]) => ` xmlns:${prefix}="${uri}"`).join('');
  const body = properties.flatMap(([name, value]) => (value === undefined ? [] : [`<${name}>${serialise(value)}</${name}>`])).join('\n');
  return (
    '<?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?>\n' +
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">' +
    `<rdf:Description rdf:about=""${declarations}>\n${body}\n</rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end="w"?>`
  );
}

function serialise(value: Value): string {
  if (typeof value === 'string') return escape(value);
  if ('text' in value) return `<rdf:Alt><rdf:li xml:lang="x-default">${escape(value.text)}</rdf:li></rdf:Alt>`;
  const kind = value.ordered ? 'rdf:Seq' : 'rdf:Bag';
  return `<${kind}>${value.list.map((item) => `<rdf:li>${escape(item)}</rdf:li>`).join('')}</${kind}>`;
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;', '\r': '&#13;' };
// What XML 1.0 cannot hold in any spelling.
// eslint-disable-next-line no-control-regex
const unwritable = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g;

function escape(text: string): string {
  return text.toWellFormed().replace(unwritable, '').replace(/[&<>"'\r]/g, (character) => entities[character] ?? '');
}

function textOf(text: string | undefined): Value | undefined {
  return text === undefined ? undefined : { text: cut(text) };
}

/** At most 40 items of a few hundred letters: what a reader of metadata takes in, and bounded. */
function listOf(items: readonly string[], ordered: boolean): Value | undefined {
  return items.length === 0 ? undefined : { list: items.slice(0, 40).map((item) => (item.length > 200 ? `${item.slice(0, 199)}…` : item)), ordered };
}

function cut(text: string): string;
function cut(text: string | undefined): string | undefined;
function cut(text: string | undefined): string | undefined {
  return text !== undefined && text.length > longestValue ? `${text.slice(0, longestValue - 1)}…` : text;
}

/** The longest beginning of `text` whose escaped UTF-8 form fits into `bytes`; never half a character. */
function cutToBytes(text: string, bytes: number): string {
  let used = 0;
  let end = 0;
  for (const character of text) {
    used += Buffer.byteLength(escape(character));
    if (used > bytes) break;
    end += character.length;
  }
  return text.slice(0, end);
}

/** EXIF text is ASCII: accents fall off their letters, the copyright sign is spelled, the rest becomes "?". */
function ascii(text: string): string {
  return cut(text)
    .replaceAll('©', '(c)')
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .replace(/[^\x20-\x7e]/g, '?');
}
