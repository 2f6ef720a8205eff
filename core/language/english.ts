import { facts } from './facts/en.ts';
import { speakerOf, type FactsSpeaker } from './speaker.ts';

/** Who says in English what mails and pages share: for whatever has no language of its own, as the command line. */
export const english: FactsSpeaker = speakerOf<typeof facts>({ dates: 'en-GB', numbers: 'en-US', messages: facts });
