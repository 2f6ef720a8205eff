import type { CatalogueOf } from '../../../../core/language/messages.ts';
import { shared } from '../../shared/language/es.ts';
import type { PageMessages } from './en.ts';
import { deciding } from './es/deciding.ts';
import { looking } from './es/looking.ts';
import { telling } from './es/telling.ts';

/**
 * Spanish, in the manner and with the glossary of `core/language/es.ts`. Besides: pin: nota · note of a decision:
 * comentario · pen: lápiz · brush: pincel · finding: hallazgo · checklist: lista de comprobación · crop: recorte ·
 * wipe: cortinilla · onion skin: papel cebolla.
 */
export const page: CatalogueOf<PageMessages> = {
  dates: shared.dates,
  numbers: shared.numbers,
  messages: {
    ...shared.messages,
    ...looking,
    ...deciding,
    ...telling,
  },
};
