import { facts } from '../../../../core/language/facts/es.ts';
import type { CatalogueOf } from '../../../../core/language/messages.ts';
import type { SharedMessages } from './en.ts';

/** Terms as in the glossary of `core/language/es.ts`. */
export const shared: CatalogueOf<SharedMessages> = {
  dates: 'es-ES',
  numbers: 'es-ES',
  messages: {
    ...facts,
    'masthead.home': 'Galley, página de inicio',

    'brief.objective': 'Objetivo',
    'brief.channels': 'Canales',
    'brief.brand': 'Marca',
    'brief.do': 'Hacer',
    'brief.dont': 'No hacer',

    'severity.block': 'impide',
    'severity.doubt': 'duda',
    'severity.note': 'aviso',
    'tornado.caption': 'El ahorro de {sum}, con una cifra un 30 % más baja',
    'tornado.caption.more': 'y un 30 % más alta',
    'tornado.lower': '30 % más baja:',
    'tornado.higher': '30 % más alta:',
    'tornado.flips': 'invierte la respuesta',
  },
};
