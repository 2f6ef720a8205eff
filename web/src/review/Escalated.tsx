import type { ReviewView } from '../../../core/api.ts';
import { useWords } from './language/words.ts';

/** Says that others were asked too, because nobody had decided. */
export function Escalated({ view: { escalation } }: { readonly view: ReviewView }) {
  const { say, listed, when } = useWords();
  if (escalation === null) return null;
  return <p className="soft small">{say('escalated', { count: escalation.to.length, people: listed(escalation.to), at: when(escalation.at) })}</p>;
}
