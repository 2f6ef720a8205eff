import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { Brief } from '../../../core/brief/schema.ts';
import { critique } from '../../../core/critique/critique.ts';
import { shippedRules } from '../../../core/critique/rules.ts';

const ruleIds = shippedRules.map(({ id }) => id);
const Concept = z.strictObject({ set: z.enum(['tuning', 'held-out', 'fresh']), faults: z.array(z.enum(ruleIds)), brief: z.record(z.string(), z.json()) });
const concepts = z.array(Concept).parse(JSON.parse(readFileSync(new URL('../../fixtures/concepts.json', import.meta.url), 'utf8')));

interface Counts {
  readonly right: number;
  readonly wrong: number;
  readonly missed: number;
}
type Judged = z.infer<typeof Concept> & { readonly found: readonly string[] };

const judged: readonly Judged[] = concepts.map((concept) => ({ ...concept, found: [...new Set(critique(Brief.parse({ title: 'A concept', ...concept.brief })).map(({ rule }) => rule))] }));
const heldOut = judged.filter(({ set }) => set === 'held-out');
const tuning = judged.filter(({ set }) => set === 'tuning');
/** Written when the rules were done. */
const fresh = judged.filter(({ set }) => set === 'fresh');

/** How often rules were right, wrong and silent; one rule, or all of them. */
function countsOf(set: readonly Judged[], rule?: string): Counts {
  const of = (ids: readonly string[]): readonly string[] => (rule === undefined ? ids : ids.filter((id) => id === rule));
  const sum = (count: (concept: Judged) => number): number => set.reduce((total, concept) => total + count(concept), 0);
  return {
    right: sum(({ faults, found }) => of(found).filter((id) => faults.includes(id)).length),
    wrong: sum(({ faults, found }) => of(found).filter((id) => !faults.includes(id)).length),
    missed: sum(({ faults, found }) => of(faults).filter((id) => !found.includes(id)).length),
  };
}

const precision = ({ right, wrong }: Counts): number => (right + wrong === 0 ? 1 : right / (right + wrong));
const recall = ({ right, missed }: Counts): number => (right + missed === 0 ? 1 : right / (right + missed));
/** Good concepts that are told nothing. */
const leftAlone = (set: readonly Judged[]): number => {
  const good = set.filter(({ faults }) => faults.length === 0);
  return good.filter(({ found }) => found.length === 0).length / good.length;
};

/** The least precision and recall of each part. The last is what a brief by somebody else can expect. */
const floors = [
  [tuning, 0.98],
  [heldOut, 0.95],
  [fresh, 0.88],
] as const;

function rowOf(name: string, ...counts: readonly Counts[]): string {
  const cells = counts.map((of) => `${precision(of).toFixed(2).padStart(6)} ${recall(of).toFixed(2).padStart(6)} ${String(of.right).padStart(4)} ${String(of.wrong).padStart(4)} ${String(of.missed).padStart(4)}`);
  return `${name.padEnd(28)} ${cells.join('   ')}`;
}

describe('the labelled concepts', () => {
  test('are enough, about half of them good, and a third was not tuned on', () => {
    expect(concepts.length).toBeGreaterThanOrEqual(180);
    const good = concepts.filter(({ faults }) => faults.length === 0).length;
    expect(good / concepts.length).toBeGreaterThan(0.44);
    expect(good / concepts.length).toBeLessThan(0.55);
    expect((heldOut.length + fresh.length) / concepts.length).toBeGreaterThan(0.33);
  });

  test('are judged with the precision and recall that the table says', () => {
    const lines = [
      `${''.padEnd(28)} ${'tuned on'.padEnd(30)} ${'held out'.padEnd(30)} written afterwards`,
      `${'rule'.padEnd(28)} ${Array(3).fill('precis recall right wrong miss').join(' ')}`,
      ...ruleIds.map((id) => rowOf(id, countsOf(tuning, id), countsOf(heldOut, id), countsOf(fresh, id))),
      rowOf('all rules', countsOf(tuning), countsOf(heldOut), countsOf(fresh)),
      `${String(concepts.length)} concepts, ${String(heldOut.length)} held out, ${String(fresh.length)} written afterwards; good ones left alone: ${leftAlone(tuning).toFixed(2)}, held out ${leftAlone(heldOut).toFixed(2)}, written afterwards ${leftAlone(fresh).toFixed(2)}`,
    ];
    process.stdout.write(`${lines.join('\n')}\n`);
    for (const [set, floor] of floors) {
      expect(precision(countsOf(set))).toBeGreaterThanOrEqual(floor);
      expect(recall(countsOf(set))).toBeGreaterThanOrEqual(floor);
      expect(leftAlone(set)).toBeGreaterThanOrEqual(floor);
    }
  });
});
