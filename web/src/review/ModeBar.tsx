import { useWords } from './language/words.ts';

export type Mode = 'sheet' | 'single' | 'compare';

interface Props {
  readonly mode: Mode;
  readonly onMode: (mode: Mode) => void;
  /** Whether there are two to compare. */
  readonly comparable: boolean;
  /** The comparison is about to be asked for: its code may come. */
  readonly onNear: () => void;
  readonly onBrief: () => void;
  readonly onHelp: () => void;
}

/** How the candidates are looked at. */
export function ModeBar({ mode, onMode, comparable, onNear, onBrief, onHelp }: Props) {
  const { say } = useWords();
  return (
    <div className="modebar" role="group" aria-label={say('view')}>
      <button type="button" className="tool" aria-pressed={mode === 'sheet'} onClick={() => onMode('sheet')}>
        {say('view.sheet')}
      </button>
      <button type="button" className="tool" aria-pressed={mode === 'single'} onClick={() => onMode('single')}>
        {say('view.single')}
      </button>
      <button type="button" className="tool" aria-pressed={mode === 'compare'} disabled={!comparable} onPointerEnter={onNear} onFocus={onNear} onClick={() => onMode('compare')}>
        {say('view.compare')}
      </button>
      <span className="spring" />
      <button type="button" className="tool brief-button" onClick={onBrief} title={say('view.brief.title')}>
        {say('view.brief')}
      </button>
      <button type="button" className="tool" aria-label={say('view.keys')} title={say('view.keys.title')} onClick={onHelp}>
        ?
      </button>
    </div>
  );
}
