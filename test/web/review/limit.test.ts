import { expect, test } from 'vitest';
import { limitRules } from '../../../core/inspection/limits.ts';
import { limitWords } from '../../../web/src/review/form/limit.ts';
import { english, spanish } from '../support/words.ts';

const held = (limit: string, unit: string, limitFrom: 'galley' | 'brand' | 'brief' = 'galley') => ({ limit, unit, limitFrom });

test.each([
  [held('<= 0.25', 'share'), '(at most 25 %)', '(como máximo 25 %)'],
  [held('<= 0.004', 'share', 'brand'), '(at most 0.4 %, the brand’s limit)', '(como máximo 0,4 %, límite de la marca)'],
  [held('>= 4', 'levels', 'brief'), '(at least 4 levels, the brief’s limit)', '(al menos 4 niveles, límite del brief)'],
  [held('<= 1.3', 'pixels'), '(at most 1.3 pixels)', '(como máximo 1,3 píxeles)'],
  [held('> 8', 'bits'), '(more than 8 bits)', '(más de 8 bits)'],
  [held('<= 10', 'ΔE2000'), '(at most 10 ΔE2000)', '(como máximo 10 ΔE2000)'],
  [held('= 1024x1024', 'pixels'), '(1024x1024)', '(1024x1024)'],
  [held('= png', 'boolean'), '(png)', '(png)'],
  [held('= 1', 'boolean'), null, null],
  [held('>= 10', 'variance'), '(at least 10 variance)', '(al menos 10 variance)'],
])('%o is said as a limit', (measure, said, dicho) => {
  expect([limitWords(measure, english), limitWords(measure, spanish)]).toEqual([said, dicho]);
});

test('every unit of a measure has its word, or is written alike', () => {
  const units = new Set(Object.values(limitRules).map(({ unit }) => unit));
  expect([...units].filter((unit) => spanish.find(`unit.${unit}`, { value: '1' }) === undefined)).toEqual(['share', 'ΔE2000', 'bits']);
});
