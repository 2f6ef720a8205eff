import { useWords } from '../language/words.ts';
import type { Tool } from './tools.ts';

interface Props {
  readonly tool: Tool;
  readonly onTool: (tool: Tool) => void;
  readonly placesShown: boolean;
  readonly placesCount: number;
  readonly onPlaces: () => void;
}

const icons: Readonly<Record<Tool, string>> = {
  hand: 'M12 3v18M3 12h18M12 3l-3 3M12 3l3 3M12 21l-3-3M12 21l3-3M3 12l3-3M3 12l3 3M21 12l-3-3M21 12l-3 3',
  pin: 'M12 21s7-6.6 7-11.5A7 7 0 0 0 5 9.500C5 14.400 12 21 12 21zM12 12a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5',
  pen: 'M4 20l1-5L16 4l4 4L9 19zM14 6l4 4',
  brush: 'M20 3L10 13M7 14a4 4 0 0 1 4 4c0 2.500-3 3.500-8 3 2-1.500 0-7 4-7z',
};

/** What a pointer on the picture does, one tool at a time. */
export function ToolBar({ tool, onTool, placesShown, placesCount, onPlaces }: Props) {
  const { say } = useWords();
  return (
    <div className="toolbar" role="group" aria-label={say('tools')}>
      {(['hand', 'pin', 'pen', 'brush'] as const).map((name) => (
        <button key={name} type="button" className="tool" aria-pressed={tool === name} title={say(`tool.${name}.does`)} onClick={() => onTool(name)}>
          <svg viewBox="0 0 24 24" width="18" height="18" aria-hidden="true">
            <path d={icons[name]} />
          </svg>
          <span>{say(`tool.${name}`)}</span>
        </button>
      ))}
      <button type="button" className="tool" aria-pressed={placesShown} disabled={placesCount === 0} title={say('tool.places.title')} onClick={onPlaces}>
        <svg viewBox="0 0 24 24" width="18" height="18" aria-hidden="true">
          <path d="M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5" />
        </svg>
        <span>{say('tool.places', { number: placesCount })}</span>
      </button>
    </div>
  );
}
