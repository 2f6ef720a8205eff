import { reviewPresets } from '../../../../core/review/presets.ts';
import type { ReviewTag } from '../../../../core/workflow.ts';
import { useWords } from '../language/words.ts';

/** What reviewers say most, as buttons: each writes its sentence into the note, and takes it out again. */
export function Presets({ tags, onPreset }: { readonly tags: readonly ReviewTag[]; readonly onPreset: (tag: ReviewTag) => void }) {
  const { say } = useWords();
  return (
    <div className="presets" role="group" aria-label={say('presets')}>
      {reviewPresets.map(({ tag }) => (
        <button key={tag} type="button" className="preset" aria-pressed={tags.includes(tag)} title={say(`preset.${tag}.note`)} onClick={() => onPreset(tag)}>
          {say(`preset.${tag}`)}
        </button>
      ))}
    </div>
  );
}
