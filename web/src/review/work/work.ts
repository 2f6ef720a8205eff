import { mostPins, type Drawing, type Pin, type Point, type Stroke } from '../../../../core/geometry.ts';
import { fitsOneDrawing } from '../../../../core/review/annotations.ts';
import type { ReviewTag } from '../../../../core/workflow.ts';
import type { DrawingTool } from '../draw/tools.ts';
import type { Decision } from '../decisions.ts';
import { withPreset } from '../form/note.ts';
import { begun, redone, stepped, undone } from './history.ts';
import type { History } from './history.ts';

export type ChecklistAnswer = 'pass' | 'fail' | 'unsure';
/** By question; only what the reviewer touched. */
export type ChecklistAnswers = Readonly<Record<string, ChecklistAnswer>>;

/** Pen and brush on one candidate. */
export interface Drawings {
  readonly pen: Drawing;
  readonly brush: Drawing;
}

type ByCandidate<Value> = Readonly<Partial<Record<string, Value>>>;

/** What a reviewer has done on the page and not yet sent. Keys of the records are SHA-256 of candidates. */
export interface Work {
  /** The candidate that is looked at and decided on; null before one was opened. */
  readonly shown: string | null;
  readonly decision: Decision | null;
  readonly note: string;
  readonly tags: readonly ReviewTag[];
  /** By tag: the sentence that its preset wrote into the note. */
  readonly sentences: Readonly<Partial<Record<ReviewTag, string>>>;
  readonly answers: ByCandidate<ChecklistAnswers>;
  readonly pins: ByCandidate<readonly Pin[]>;
  readonly drawings: ByCandidate<History<Drawings>>;
  readonly focuses: ByCandidate<Point>;
}

export const noWork: Work = { shown: null, decision: null, note: '', tags: [], sentences: {}, answers: {}, pins: {}, drawings: {}, focuses: {} };
const noDrawings: Drawings = { pen: [], brush: [] };

export type Change =
  | { readonly do: 'open'; readonly sha256: string }
  | { readonly do: 'decide'; readonly decision: Decision }
  | { readonly do: 'note'; readonly note: string }
  | { readonly do: 'preset'; readonly tag: ReviewTag; readonly sentence: string }
  | { readonly do: 'answer'; readonly sha256: string; readonly question: string; readonly answer: ChecklistAnswer }
  | { readonly do: 'pin'; readonly sha256: string; readonly pin: Pin; readonly at: number }
  | { readonly do: 'unpin'; readonly sha256: string; readonly at: number }
  | { readonly do: 'draw'; readonly sha256: string; readonly tool: DrawingTool; readonly strokes: readonly Stroke[] }
  | { readonly do: 'clear' | 'undo' | 'redo'; readonly sha256: string }
  | { readonly do: 'focus'; readonly sha256: string; readonly focus: Point | undefined };

/** The work after one change. `pin` at the number of pins adds one, at a lower one replaces it; what `hasRoomFor` refuses changes nothing. */
export function changed(work: Work, change: Change): Work {
  switch (change.do) {
    case 'open':
      return { ...work, shown: change.sha256 };
    case 'decide':
      return { ...work, decision: change.decision };
    case 'note':
      return { ...work, note: change.note };
    case 'preset':
      return { ...work, ...withPreset(work, change.tag, change.sentence) };
    case 'answer':
      return { ...work, answers: { ...work.answers, [change.sha256]: { ...work.answers[change.sha256], [change.question]: change.answer } } };
    case 'pin': {
      const pins = [...(work.pins[change.sha256] ?? [])];
      pins[Math.min(change.at, pins.length)] = change.pin;
      return hasRoomFor(work, change) ? { ...work, pins: { ...work.pins, [change.sha256]: pins } } : work;
    }
    case 'unpin':
      return { ...work, pins: { ...work.pins, [change.sha256]: (work.pins[change.sha256] ?? []).filter((_, index) => index !== change.at) } };
    case 'focus':
      return { ...work, focuses: { ...work.focuses, [change.sha256]: change.focus } };
    case 'draw': {
      const { present } = historyOf(work, change.sha256);
      const next = { ...present, [change.tool]: [...present[change.tool], ...change.strokes] };
      return hasRoomFor(work, change) ? redrawn(work, change.sha256, (history) => stepped(history, next)) : work;
    }
    case 'clear':
      return redrawn(work, change.sha256, (history) => stepped(history, noDrawings));
    case 'undo':
      return redrawn(work, change.sha256, undone);
    case 'redo':
      return redrawn(work, change.sha256, redone);
  }
}

/** Whether the server takes this beside what is on the candidate: so many pins, and so many lines and points of pen and brush together. */
export function hasRoomFor(work: Work, change: Extract<Change, { readonly do: 'pin' | 'draw' }>): boolean {
  if (change.do === 'pin') return change.at < mostPins;
  const { pen, brush } = historyOf(work, change.sha256).present;
  return fitsOneDrawing([...pen, ...brush, ...change.strokes]);
}

export function historyOf(work: Work, sha256: string): History<Drawings> {
  return work.drawings[sha256] ?? begun(noDrawings);
}

function redrawn(work: Work, sha256: string, next: (history: History<Drawings>) => History<Drawings>): Work {
  return { ...work, drawings: { ...work.drawings, [sha256]: next(historyOf(work, sha256)) } };
}
