import type { Brief } from '../brief/schema.ts';
import type { Answer, PromptSlotName } from '../documents.ts';
import { english } from '../language/catalogues.ts';
import type { Speaker } from '../language/speaker.ts';
import { plain, slotLabel, withoutNo } from './change.ts';

const longestNote = 4000;

/**
 * The concept of the brief, rewritten after what was missed: subject, action and setting restated, each with what a
 * suggestion adds to it, other slots only where a suggestion names them, and what was seen instead.
 */
export function rewrittenConcept({ concept, lighting, style, camera }: Pick<Brief, 'concept' | 'lighting' | 'style' | 'camera'>, missed: readonly Answer[], speaker: Speaker = english): string {
  const { say } = speaker;
  const added = (slot: PromptSlotName): string[] => [...new Set(missed.flatMap(({ suggestion }) => (suggestion?.slot === slot ? [worded(suggestion.text)] : [])))];
  const restated = (slot: 'subject' | 'action' | 'environment', text: string | undefined): string[] => {
    const parts = [...(text === undefined ? [] : [plain(text)]), ...added(slot)];
    return parts.length === 0 ? [] : [`${slotLabel(slot, speaker)}: ${parts.join(', ')}`];
  };
  const changed = ([['lighting', lighting], ['style', style], ['camera', camera]] as const).flatMap(([slot, text]) => {
    const parts = added(slot);
    return parts.length === 0 ? [] : [`${slotLabel(slot, speaker)}: ${[...(text === undefined ? [] : [plain(text)]), ...parts].join(', ')}`];
  });
  const evidence = [...new Set(missed.map((answer) => worded(answer.evidence)).filter((text) => text !== ''))];
  const unplaced = missed.flatMap(({ suggestion }) => (suggestion?.slot === null ? [worded(suggestion.text)] : []));
  const excluded = missed.flatMap(({ suggestion }) => (suggestion?.slot === 'exclude' ? [`${say('judge.note.keep-out')} ${withoutNo(worded(suggestion.text))}`] : []));
  const whole = [concept.subject, concept.action, concept.environment].filter((part) => part !== undefined).map(plain).join(', ');
  return [
    ...restated('subject', concept.subject),
    ...restated('action', concept.action),
    ...restated('environment', concept.environment),
    ...changed,
    [`${say('judge.note.exactly')}: ${whole}.`, ...[...unplaced, ...excluded].map(sentence), ...(evidence.length === 0 ? [] : [`${say('judge.note.missed')}: ${evidence.map(sentence).join(' ')}`])].join(' '),
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
