import type { z } from 'zod';
import type { RunState } from '../../../core/api.ts';

type State = z.infer<typeof RunState>;

interface StateWords {
  readonly label: string;
  readonly tone: '' | 'good' | 'doubt' | 'bad';
}

const words: Readonly<Record<State, StateWords>> = {
  running: { label: 'working', tone: '' },
  waiting: { label: 'waiting for a decision', tone: 'doubt' },
  completed: { label: 'finished', tone: 'good' },
  declined: { label: 'declined', tone: '' },
  rejected: { label: 'rejected', tone: '' },
  expired: { label: 'expired', tone: 'doubt' },
  exhausted: { label: 'rounds used up', tone: 'doubt' },
  'over-budget': { label: 'over budget', tone: 'doubt' },
  failed: { label: 'failed', tone: 'bad' },
};

/** How a run's state is called and coloured. */
export function stateWords(state: State): StateWords {
  return words[state];
}

/** Whether a run waits for somebody to open its expired review again. */
export function isExpired({ state, stage }: { readonly state: State; readonly stage: string }): boolean {
  return state === 'waiting' && stage === 'AskReopen';
}

/** Whether a run goes on without being asked again. */
export function isOpen(state: State): boolean {
  return state === 'running' || state === 'waiting';
}
