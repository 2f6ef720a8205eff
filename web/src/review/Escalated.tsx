import type { ReviewView } from '../../../core/api.ts';
import { dateTime } from '../shared/format.ts';

/** Says that others were asked too, because nobody had decided. */
export function Escalated({ view }: { readonly view: ReviewView }) {
  if (view.escalation === null) return null;
  return (
    <p className="soft small">
      Undecided for long: {view.escalation.to.join(', ')} {view.escalation.to.length === 1 ? 'was' : 'were'} asked too, {dateTime(view.escalation.at)}.
    </p>
  );
}
