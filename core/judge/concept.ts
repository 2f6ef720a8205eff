import type { Brief } from '../brief/schema.ts';
import type { Answer, PromptSlotName } from '../documents.ts';
import { plain } from './change.ts';

/** Labels that a start over's note is read by (`core/prompt/slots.ts`). */
const labels: Readonly<Record<PromptSlotName, string>> = { subject: 'Subject', action: 'Action', environment: 'Setting', lighting: 'Lighting', style: 'Style', camera: 'Camera' };

const longestNote = 4000;

/**
 * The concept of the brief, rewritten after what was missed: subject, action and setting restated, each with what a
 * suggestion adds to it, other slots only where a suggestion names them, and what was seen instead.
 */
export function rewrittenConcept({ concept, lighting, style, camera }: Pick<Brief, 'concept' | 'lighting' | 'style' | 'camera'>, missed: readonly Answer[]): string {
  const added = (slot: PromptSlotName): string[] => [...new Set(missed.flatMap(({ suggestion }) => (suggestion?.slot === slot ? [worded(suggestion.text)] : [])))];
  const restated = (slot: 'subject' | 'action' | 'environment', text: string | undefined): string[] => {
    const parts = [...(text === undefined ? [] : [plain(text)]), ...added(slot)];
    return parts.length === 0 ? [] : [`${labels[slot]}: ${parts.join(', ')}`];
  };
  const changed = ([['lighting', lighting], ['style', style], ['camera', camera]] as const).flatMap(([slot, text]) => {
    const parts = added(slot);
    return parts.length === 0 ? [] : [`${labels[slot]}: ${[...(text === undefined ? [] : [plain(text)]), ...parts].join(', ')}`];
  });
  const evidence = [...new Set(missed.map((answer) => worded(answer.evidence)).filter((text) => text !== ''))];
  const unplaced = missed.flatMap(({ suggestion }) => (suggestion?.slot === null ? [worded(suggestion.text)] : []));
  const excluded = missed.flatMap(({ suggestion }) => (suggestion?.slot === 'exclude' ? [`keep out ${worded(suggestion.text).replace(/^(?:no|without)\s+/iu, '')}`] : []));
  const whole = [concept.subject, concept.action, concept.environment].filter((part) => part !== undefined).map(plain).join(', ');
  return [
    ...restated('subject', concept.subject),
    ...restated('action', concept.action),
    ...restated('environment', concept.environment),
    ...changed,
    [`Show exactly this: ${whole}.`, ...[...unplaced, ...excluded].map(sentence), ...(evidence.length === 0 ? [] : [`The earlier attempt missed it: ${evidence.map(sentence).join(' ')}`])].join(' '),
  ]
    .join('\n')
    .slice(0, longestNote);
}

/** Words of the vision model, which must not forge a labelled line. */
function worded(text: string): string {
  return plain(text).replaceAll(':', ',');
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
