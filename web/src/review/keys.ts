/** Every key of the page, in the order in which the overlay lists them; what each does is in the words of the page, `key.sheet`. */
export const commands = {
  candidate: { keys: ['1–9'] },
  previous: { keys: ['←', ','] },
  next: { keys: ['→', '.'] },
  sheet: { keys: ['g'] },
  single: { keys: ['s'] },
  compare: { keys: ['c'] },
  zoomIn: { keys: ['+'] },
  zoomOut: { keys: ['−'] },
  fit: { keys: ['0'] },
  pixels: { keys: ['o'] },
  pan: { keys: ['← ↑ → ↓'] },
  places: { keys: ['r'] },
  pin: { keys: ['p'] },
  pen: { keys: ['d'] },
  brush: { keys: ['m'] },
  undo: { keys: ['u', 'Ctrl Z'] },
  redo: { keys: ['Ctrl Shift Z'] },
  brief: { keys: ['b'] },
  checklist: { keys: ['a'] },
  decide: { keys: ['e'] },
  leave: { keys: ['Esc'] },
  help: { keys: ['?'] },
} as const;
export type CommandName = keyof typeof commands;
export const commandNames = Object.keys(commands) as CommandName[];

export type Command = { readonly name: Exclude<CommandName, 'candidate' | 'pan'> } | { readonly name: 'candidate'; readonly index: number } | { readonly name: 'pan'; readonly dx: -1 | 0 | 1; readonly dy: -1 | 0 | 1 };

export interface KeyPress {
  readonly key: string;
  readonly ctrl: boolean;
  readonly shift: boolean;
  readonly alt: boolean;
}

export interface Circumstances {
  /** What has the focus: nothing that wants keys, a radio or button that wants arrows or Space, or something that wants them all. */
  readonly focus: 'free' | 'arrows' | 'all';
  /** Whether the picture is zoomed in, so that arrows move it. */
  readonly zoomed: boolean;
  /** Whether single letters and digits are commands; a reviewer who dictates turns them off. */
  readonly letters: boolean;
}

const byKey: Readonly<Partial<Record<string, Exclude<CommandName, 'candidate' | 'pan'>>>> = {
  ',': 'previous', '.': 'next', g: 'sheet', s: 'single', c: 'compare', '+': 'zoomIn', '=': 'zoomIn', '-': 'zoomOut', '−': 'zoomOut', '0': 'fit', o: 'pixels',
  r: 'places', p: 'pin', d: 'pen', m: 'brush', u: 'undo', b: 'brief', a: 'checklist', e: 'decide', '?': 'help',
};
const arrows: Readonly<Partial<Record<string, readonly [-1 | 0 | 1, -1 | 0 | 1]>>> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** The command of a key, or null when the key is none of ours here. */
export function commandOf({ key, ctrl, shift, alt }: KeyPress, { focus, zoomed, letters }: Circumstances): Command | null {
  if (key === 'Escape') return { name: 'leave' };
  if (focus === 'all' || alt) return null;
  if (ctrl) {
    if (key.toLowerCase() === 'z') return { name: shift ? 'redo' : 'undo' };
    return key.toLowerCase() === 'y' ? { name: 'redo' } : null;
  }
  const arrow = arrows[key];
  if (arrow) {
    if (focus === 'arrows' || shift) return null;
    if (zoomed) return { name: 'pan', dx: arrow[0], dy: arrow[1] };
    return arrow[0] === 0 ? null : { name: arrow[0] < 0 ? 'previous' : 'next' };
  }
  if (!letters) return null;
  if (/^[1-9]$/.test(key)) return { name: 'candidate', index: Number(key) - 1 };
  const name = byKey[key.length === 1 ? key.toLowerCase() : key];
  return name === undefined ? null : { name };
}
