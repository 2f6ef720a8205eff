import { reviewPresets } from '../../../../core/review/presets.ts';
import type { ReviewTag } from '../../../../core/workflow.ts';

/** What reviewers say most, as buttons: each writes its sentence into the note, and takes it out again. */
export function Presets({ tags, onPreset }: { readonly tags: readonly ReviewTag[]; readonly onPreset: (tag: ReviewTag) => void }) {
  return (
    <div className="presets" role="group" aria-label="Said often">
      {reviewPresets.map(({ tag, label, note }) => (
        <button key={tag} type="button" className="preset" aria-pressed={tags.includes(tag)} title={note} onClick={() => onPreset(tag)}>
          {label}
        </button>
      ))}
    </div>
  );
}
