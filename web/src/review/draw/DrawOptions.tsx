import { useWords } from '../language/words.ts';
import type { History } from '../work/history.ts';
import type { Drawings } from '../work/work.ts';
import { widthNames } from './tools.ts';
import type { DrawingTool } from './tools.ts';

interface Props {
  readonly tool: DrawingTool;
  /** 0 thin, 1 medium, 2 thick. */
  readonly width: number;
  readonly onWidth: (width: number) => void;
  readonly history: History<Drawings>;
  readonly onDo: (what: 'undo' | 'redo' | 'clear') => void;
}

/** Width, undo, redo and clear of pen and brush, on the stage while one of them is in hand. */
export function DrawOptions({ tool, width, onWidth, history, onDo }: Props) {
  const { say } = useWords();
  const empty = history.present.pen.length + history.present.brush.length === 0;
  return (
    <div className="draw-options">
      <div role="group" aria-label={say(`width.${tool}`)} className="tool-group">
        {widthNames.map((name, index) => (
          <button key={name} type="button" className="tool" aria-label={say(`width.${name}`)} aria-pressed={width === index} onClick={() => onWidth(index)}>
            <svg viewBox="0 0 24 24" width="20" height="20" aria-hidden="true" className={tool}>
              <circle cx="12" cy="12" r={3 + index * 3} />
            </svg>
          </button>
        ))}
      </div>
      <div role="group" aria-label={say('strokes')} className="tool-group">
        <button type="button" className="tool" disabled={history.past.length === 0} onClick={() => onDo('undo')}>
          {say('strokes.undo')}
        </button>
        <button type="button" className="tool" disabled={history.future.length === 0} onClick={() => onDo('redo')}>
          {say('strokes.redo')}
        </button>
        <button type="button" className="tool" disabled={empty} onClick={() => onDo('clear')}>
          {say('clear')}
        </button>
      </div>
    </div>
  );
}
