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
  return (
    <div className="modebar" role="group" aria-label="View">
      <button type="button" className="tool" aria-pressed={mode === 'sheet'} onClick={() => onMode('sheet')}>
        Contact sheet
      </button>
      <button type="button" className="tool" aria-pressed={mode === 'single'} onClick={() => onMode('single')}>
        One
      </button>
      <button type="button" className="tool" aria-pressed={mode === 'compare'} disabled={!comparable} onPointerEnter={onNear} onFocus={onNear} onClick={() => onMode('compare')}>
        Compare
      </button>
      <span className="spring" />
      <button type="button" className="tool brief-button" onClick={onBrief} title="The brief (b)">
        Brief
      </button>
      <button type="button" className="tool" aria-label="Keys of this page" title="Keys (?)" onClick={onHelp}>
        ?
      </button>
    </div>
  );
}
