import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { briefScope, noCap, type BudgetScope } from '../../../core/budget.ts';
import { BudgetExceeded } from '../../../core/errors.ts';
import { dynamoLedger, type Ledger } from '../../../lambdas/shared/ledger.ts';
import type { Table } from '../../../lambdas/shared/tables.ts';
import { cloudForThisFile, tables } from '../support/cloud.ts';
import { HeldClock } from '../support/doubles.ts';
import { newRunId } from '../support/runs.ts';

/** The books under concurrency: real conditional writes, against the embedded DynamoDB. */

const cloud = await cloudForThisFile();

const amount = 100_000;
let names = 0;
/** Accounts that no other test has written to. */
function newScopes(caps: { readonly brief?: number; readonly campaign?: number; readonly month?: number } = {}): [own: BudgetScope, campaign: BudgetScope, month: BudgetScope] {
  names += 1;
  return [
    { scope: briefScope(newRunId()), capMicroUsd: caps.brief ?? noCap },
    { scope: `campaign#test-${String(names)}`, capMicroUsd: caps.campaign ?? noCap },
    { scope: `month#test-${String(names)}`, capMicroUsd: caps.month ?? noCap },
  ];
}

/** How many of fifty simultaneous reservations succeeded; each other one must have been refused by a cap. */
async function succeeded(attempts: readonly Promise<unknown>[]): Promise<number> {
  const results = await Promise.allSettled(attempts);
  for (const result of results) if (result.status === 'rejected') expect(result.reason).toBeInstanceOf(BudgetExceeded);
  return results.filter(({ status }) => status === 'fulfilled').length;
}

describe('fifty reservations at once', () => {
  test.each(['brief', 'campaign', 'month'] as const)('exactly as many succeed as fit under the cap of the %s', async (kind) => {
    const shared = newScopes({ [kind]: 730_000 });
    const scopesOfCall = (): BudgetScope[] => (kind === 'brief' ? shared : [{ scope: briefScope(newRunId()), capMicroUsd: noCap }, ...shared.slice(1)]);
    const calls = Array.from({ length: 50 }, (_, index) => cloud.ledger.reserve(scopesOfCall(), `generate-${String(index)}`, amount));
    expect(await succeeded(calls)).toBe(7);
    for (const { scope } of kind === 'brief' ? shared : shared.slice(1)) expect(await cloud.ledger.committed(scope), scope).toBe(700_000);
  });

  test('the tightest of three caps decides, and nothing of the refused stays on the others', async () => {
    const [, campaign, month] = newScopes({ campaign: 1_200_000, month: 500_000 });
    const own = Array.from({ length: 50 }, () => ({ scope: briefScope(newRunId()), capMicroUsd: 300_000 }));
    expect(await succeeded(own.map((brief) => cloud.ledger.reserve([brief, campaign, month], 'generate-1', amount)))).toBe(5);
    const briefs = await Promise.all(own.map(({ scope }) => cloud.ledger.committed(scope)));
    expect(briefs.reduce((sum, each) => sum + each, 0)).toBe(500_000);
    expect(await cloud.ledger.committed(campaign.scope)).toBe(500_000);
    expect(await cloud.ledger.committed(month.scope)).toBe(500_000);
  });

  test('fifty starts of the same call reserve it once, and one of them makes it', async () => {
    const scopes = newScopes({ brief: 150_000 });
    const reservations = await Promise.all(Array.from({ length: 50 }, () => cloud.ledger.reserve(scopes, 'generate-1', amount)));
    expect(new Set(reservations.map(({ id }) => id))).toEqual(new Set(['generate-1.1']));
    for (const { scope } of scopes) expect(await cloud.ledger.committed(scope)).toBe(amount);
    const begun = await Promise.all(reservations.map((reservation) => cloud.ledger.beginCall(reservation)));
    expect(begun.filter(Boolean)).toHaveLength(1);
  });
});

describe('a call with an unknown outcome', () => {
  test('stays on the books over every later try, until the cap refuses the next', async () => {
    const scopes = newScopes({ brief: 250_000 });
    const lost = await cloud.ledger.reserve(scopes, 'generate-1', amount);
    await cloud.ledger.beginCall(lost);
    const again = await cloud.ledger.reserve(scopes, 'generate-1', amount);
    expect(again.id).toBe('generate-1.2');
    await cloud.ledger.beginCall(again);
    await cloud.ledger.settle(again.scope, again.id, 60_000);
    expect(await cloud.ledger.committed(scopes[0].scope)).toBe(160_000);
    expect((await cloud.ledger.account(scopes[0].scope)).open.map(({ id, state }) => [id, state])).toEqual([['generate-1.1', 'calling']]);
    await expect(cloud.ledger.reserve(scopes, 'generate-1', amount)).rejects.toBeInstanceOf(BudgetExceeded);
    expect(await cloud.ledger.committed(scopes[2].scope)).toBe(160_000);
  });
});

describe('a reservation that was never called', () => {
  test('is given back when the next attempt falls into another month', async () => {
    const [own, campaign, november] = newScopes();
    const [, , december] = newScopes();
    await cloud.ledger.reserve([own, campaign, november], 'generate-1', amount);
    const again = await cloud.ledger.reserve([own, campaign, december], 'generate-1', amount);
    expect(again.scopes).toContain(december.scope);
    const totals = await Promise.all([own, campaign, november, december].map(({ scope }) => cloud.ledger.committed(scope)));
    expect(totals).toEqual([amount, amount, 0, amount]);
    await cloud.ledger.release(again.scope, again.id);
    expect(await cloud.ledger.committed(december.scope)).toBe(0);
  });

  test('is given back when the next attempt asks for less', async () => {
    const scopes = newScopes({ brief: 120_000 });
    await cloud.ledger.reserve(scopes, 'generate-1', amount);
    const smaller = await cloud.ledger.reserve(scopes, 'generate-1', 40_000);
    expect(smaller.amountMicroUsd).toBe(40_000);
    expect(await cloud.ledger.committed(scopes[0].scope)).toBe(40_000);
  });
});

describe('a cap that its owner raises', () => {
  const decision = { decidedBy: 'ana@example.com', decidedAt: '2026-11-24T12:00:00.000Z', reviewId: 'r' };

  test('lets the refused call through, counts the highest raise, and says who decided', async () => {
    const scopes = newScopes({ brief: 50_000 });
    const [own] = scopes;
    await expect(cloud.ledger.reserve(scopes, 'generate-1', amount)).rejects.toMatchObject({ refusal: { scope: own.scope, capMicroUsd: 50_000, committedMicroUsd: 0, amountMicroUsd: amount } });
    await Promise.all([300_000, 200_000, 250_000].map((capMicroUsd) => cloud.ledger.raise(own.scope, { capMicroUsd, ...decision })));
    expect(await succeeded(Array.from({ length: 50 }, (_, index) => cloud.ledger.reserve(scopes, `generate-${String(index + 2)}`, amount)))).toBe(3);
    expect(await cloud.ledger.account(own.scope)).toMatchObject({ capMicroUsd: 300_000, committedMicroUsd: 300_000, raise: { capMicroUsd: 300_000, decidedBy: 'ana@example.com' } });
  });

  test('raises no cap but its own', async () => {
    const scopes = newScopes({ brief: 50_000, month: 60_000 });
    await cloud.ledger.raise(scopes[0].scope, { capMicroUsd: 900_000, ...decision });
    await expect(cloud.ledger.reserve(scopes, 'generate-1', amount)).rejects.toMatchObject({ refusal: { scope: scopes[2].scope, capMicroUsd: 60_000 } });
    expect(await cloud.ledger.committed(scopes[0].scope)).toBe(0);
  });
});

test('a month knows its cap, the campaigns that spent in it, and every open reservation', async () => {
  const [own, campaign, month] = newScopes({ month: 900_000 });
  const reserved = await cloud.ledger.reserve([own, campaign, month], 'generate-1', amount);
  await cloud.ledger.reserve([{ scope: briefScope(newRunId()), capMicroUsd: noCap }, month], 'generate-1', amount);
  const account = await cloud.ledger.account(month.scope);
  expect(account).toMatchObject({ capMicroUsd: 900_000, committedMicroUsd: 200_000, campaigns: [campaign.scope.slice('campaign#'.length)], raise: null });
  expect(account.open).toHaveLength(2);
  expect(account.open).toContainEqual(reserved);
  expect(await cloud.ledger.account('month#never')).toMatchObject({ capMicroUsd: null, committedMicroUsd: 0, open: [] });
});

/** A table whose process dies at the n-th write: the write happens, or not, and nothing after it does. */
function dyingTable(table: Table, diesAt: number, written: boolean): Table {
  let writes = 0;
  return new Proxy(table, {
    get: (target, property, receiver) => {
      if (property !== 'send') return Reflect.get(target, property, receiver) as unknown;
      return async (command: { readonly constructor: { readonly name: string } }) => {
        const writing = /^(?:Put|Update)/.test(command.constructor.name);
        if (writing) writes += 1;
        if (writes > diesAt || (writing && writes === diesAt && !written)) throw new Error('The process ended');
        const answer: unknown = await (target.send as (command: unknown) => Promise<unknown>)(command);
        if (writing && writes === diesAt) throw new Error('The process ended');
        return answer;
      };
    },
  });
}

/** One attempt at a call, as a function makes it, up to where its process dies. */
type Fate = { readonly purpose: number; readonly ends: 'settle' | 'release' | 'lost'; readonly spent: number; readonly diesAt: number; readonly written: boolean };

const fates = fc.array(
  fc.record({
    purpose: fc.integer({ min: 1, max: 3 }),
    ends: fc.constantFrom('settle', 'release', 'lost'),
    spent: fc.integer({ min: 0, max: amount }),
    diesAt: fc.integer({ min: 1, max: 14 }),
    written: fc.boolean(),
  }) satisfies fc.Arbitrary<Fate>,
  { minLength: 4, maxLength: 12 },
);

async function attempt(ledger: Ledger, scopes: readonly BudgetScope[], { purpose, ends, spent }: Fate): Promise<void> {
  const reservation = await ledger.reserve(scopes, `generate-${String(purpose)}`, amount);
  if (!(await ledger.beginCall(reservation))) return;
  if (ends === 'settle') await ledger.settle(reservation.scope, reservation.id, spent);
  if (ends === 'release') await ledger.release(reservation.scope, reservation.id);
}

test('whatever is tried, lost and killed between the writes, in any order and all at once, each total is the sum of what its entries say', async () => {
  await fc.assert(
    fc.asyncProperty(fates, fc.integer({ min: 2, max: 5 }), async (plan, fits) => {
      const [own, campaign, month] = newScopes({ month: fits * amount });
      const briefs = [own, { scope: briefScope(newRunId()), capMicroUsd: 2 * amount }];
      const clock = new HeldClock();
      await Promise.allSettled(
        plan.map((fate, index) => attempt(dynamoLedger(dyingTable(cloud.documents, fate.diesAt, fate.written), tables.ledger, clock), [briefs[index % 2]!, campaign, month], fate)),
      );
      for (const { scope } of [...briefs, campaign, month]) expect(await cloud.ledger.committed(scope)).toBeLessThanOrEqual(scope === month.scope ? month.capMicroUsd : noCap);

      // The next attempt at each call puts right what a killed one left between an entry and its totals.
      for (const brief of briefs) {
        for (const purpose of [1, 2, 3]) {
          const next = await cloud.ledger.reserve([{ ...brief, capMicroUsd: noCap }, campaign, { ...month, capMicroUsd: noCap }], `generate-${String(purpose)}`, amount);
          await cloud.ledger.release(next.scope, next.id);
        }
      }
      const entries = (await cloud.items(tables.ledger)).filter(({ scope, state }) => state !== undefined && briefs.some((brief) => brief.scope === scope));
      const worth = ({ state, amountMicroUsd, settledMicroUsd }: Record<string, unknown>): number => Number(state === 'settled' ? settledMicroUsd : state === 'released' ? 0 : amountMicroUsd);
      const sum = (of: readonly Record<string, unknown>[]): number => of.reduce((total, entry) => total + worth(entry), 0);
      for (const { scope } of briefs) expect(await cloud.ledger.committed(scope)).toBe(sum(entries.filter((entry) => entry['scope'] === scope)));
      expect(await cloud.ledger.committed(campaign.scope)).toBe(sum(entries));
      expect(await cloud.ledger.committed(month.scope)).toBe(sum(entries));
    }),
    { numRuns: 25 },
  );
});
