import type { ReviewTag } from '../workflow.ts';

/** What reviewers say most, as a button: the words that it puts into the note, and the tag that reports count. */
export interface ReviewPreset {
  readonly tag: ReviewTag;
  readonly label: string;
  /** An instruction that an edit understands. */
  readonly note: string;
}

export const reviewPresets: readonly ReviewPreset[] = [
  { tag: 'too-dark', label: 'Too dark', note: 'Brighten the lighting and lift the shadows' },
  { tag: 'too-bright', label: 'Too bright', note: 'Lower the exposure and bring back detail in the highlights' },
  { tag: 'wrong-crop', label: 'Wrong crop', note: 'Reframe so that the subject is whole, with room around it' },
  { tag: 'off-brand', label: 'Off brand', note: "Bring colours and style back to the brand's" },
  { tag: 'extra-fingers', label: 'Extra fingers', note: 'Correct the hands: five fingers on each, natural joints' },
  { tag: 'too-busy', label: 'Too busy', note: 'Calm the background: fewer objects, more empty space' },
  { tag: 'off-concept', label: 'Not the concept', note: 'Show what the brief describes' },
  { tag: 'wrong-mood', label: 'Wrong mood', note: 'Bring the mood of the picture to the one in the brief' },
  { tag: 'stray-text', label: 'Stray text', note: 'Remove all lettering from the picture' },
];
