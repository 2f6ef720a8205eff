import { facts } from '../../../../core/language/facts/en.ts';

/** What the parts say that the review page and the studio share. */
export const shared = {
  dates: 'en-GB',
  numbers: 'en-US',
  messages: {
    ...facts,
    'masthead.home': 'Galley, start page',

    'brief.objective': 'Objective',
    'brief.channels': 'Channels',
    'brief.brand': 'Brand',
    'brief.do': 'Do',
    'brief.dont': 'Do not',

    'severity.block': 'block',
    'severity.doubt': 'doubt',
    'severity.note': 'note',
    'tornado.caption': 'The saving of {sum}, with one figure 30 % lower',
    'tornado.caption.more': 'and 30 % higher',
    'tornado.lower': '30 % lower:',
    'tornado.higher': '30 % higher:',
    'tornado.flips': 'turns it',
  },
} as const;

export type SharedMessages = typeof shared.messages;
