import type { ReviewCandidate } from '../../../../core/api.ts';
import type { Words } from '../language/words.ts';

type Held = Pick<ReviewCandidate['measures'][number], 'limit' | 'limitFrom' | 'unit'>;

const bounds: Readonly<Partial<Record<string, 'limit.most' | 'limit.least' | 'limit.over'>>> = { '<=': 'limit.most', '>=': 'limit.least', '>': 'limit.over' };

/**
 * What a measure is held against, in the page's language: "(at most 25 %, the brand’s limit)".
 *
 * @returns null where the limit is only that something holds, which the measure's message says
 */
export function limitWords({ limit, limitFrom, unit }: Held, { say, find, number }: Pick<Words, 'say' | 'find' | 'number'>): string | null {
  const [, sign = '', text = ''] = /^(<=|>=|>|=) (.+)$/u.exec(limit) ?? [];
  if (sign === '=') return unit === 'boolean' && text === '1' ? null : say(`measured.limit.${limitFrom}`, { limit: text });
  const [bound, decimals] = [bounds[sign], text.split('.')[1]?.length ?? 0];
  if (bound === undefined) return say(`measured.limit.${limitFrom}`, { limit: `${limit} ${unit}` });
  // Units that are written alike in every language have no word.
  const sum = (value: string): string => find(`unit.${unit}`, { value }) ?? `${value} ${unit}`;
  const held = unit === 'share' ? `${number(Number(text) * 100, Math.max(0, decimals - 2))} %` : sum(number(Number(text), decimals));
  return say(`measured.limit.${limitFrom}`, { limit: say(bound, { limit: held }) });
}
