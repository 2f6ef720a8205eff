import { speakerOf, type Speaker } from '../../../../core/language/speaker.ts';
import { shared } from './en.ts';
import type { SharedMessages } from './en.ts';

export type SharedSpeaker = Speaker<SharedMessages>;

/** Who speaks in the shared parts of a page that speaks English only. */
export const english: SharedSpeaker = speakerOf<SharedMessages>(shared);
