import type { DecisionRequest } from '../../../../core/api.ts';
import type { Decision } from '../decisions.ts';
import type { Words } from '../language/words.ts';
import { historyOf } from '../work/work.ts';
import type { Work } from '../work/work.ts';
import type { FilledAnswer } from './answers.ts';

export type Particulars = Omit<DecisionRequest, 'decision' | 'note'>;

interface Chosen {
  readonly sha256: string;
  /** As within a sentence: `candidate B`, or `candidate B from round 1`. */
  readonly inline: string;
  readonly filled: readonly FilledAnswer[];
}

/**
 * What a decision carries besides its note, or a sentence that says what is still missing. Pins and
 * drawings go with `changes` only: they tell the next edit what to do.
 */
export function particularsOf(decision: Decision, work: Work, chosen: Chosen | null, { say }: Pick<Words, 'say'>): Particulars | string {
  const tags = decision !== 'approve' && work.tags.length > 0 ? { tags: [...work.tags] } : {};
  if (decision !== 'approve' && decision !== 'changes') return tags;
  if (!chosen) return say(decision === 'approve' ? 'decision.open-to-approve' : 'decision.open-to-change');
  const { sha256, inline, filled } = chosen;
  const open = filled.filter(({ answer }) => answer === undefined).length;
  if (decision === 'approve' && open > 0) return say('decision.answer-first', { candidate: inline, open, all: filled.length });

  const answered = filled.flatMap(({ question, answer }) => (answer === undefined ? [] : [[question.id, answer] as const]));
  const suggested = filled.filter((one) => one.suggested).map(({ question }) => question.id);
  const checklist = answered.length > 0 ? { checklist: Object.fromEntries(answered), untouched: suggested } : {};
  const focus = work.focuses[sha256];
  if (decision === 'approve') return { candidate: sha256, ...checklist, ...(focus ? { focus } : {}) };

  const pins = work.pins[sha256] ?? [];
  const { pen, brush } = historyOf(work, sha256).present;
  return {
    candidate: sha256,
    ...checklist,
    ...tags,
    ...(pins.length > 0 ? { pins: [...pins] } : {}),
    ...(pen.length > 0 ? { markup: pen } : {}),
    ...(brush.length > 0 ? { brush } : {}),
  };
}
