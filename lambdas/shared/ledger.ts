import { GetCommand, PutCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import { noCap, partsOf, refusalMessage, type BudgetScope, type Refusal } from '../../core/budget.ts';
import { BudgetExceeded, InvalidInput, NotFound } from '../../core/errors.ts';
import { systemClock, type Clock } from './clock.ts';
import { unlessLost, type Table } from './tables.ts';

const Reservation = z.object({
  scope: z.string(),
  id: z.string(),
  amountMicroUsd: z.number().int().nonnegative(),
  /** Every scope whose total carries the amount, the brief's own first. */
  scopes: z.array(z.string()).min(1),
  state: z.enum(['reserved', 'calling', 'settled', 'released']),
  settledMicroUsd: z.number().int().nonnegative().optional(),
  /** When its call began. */
  calledAt: z.iso.datetime().optional(),
  /** Who said what a call with an unknown outcome had cost, and when. */
  resolvedBy: z.string().optional(),
  resolvedAt: z.iso.datetime().optional(),
});
export type Reservation = z.infer<typeof Reservation>;

/**
 * What model calls cost. A total carries the amounts of its open reservations from before the call, and
 * the names of these reservations, so that adding, settling and giving back each happen once however
 * often they are tried: a total changes together with its list of names, under a condition on both.
 *
 * reserved → calling → settled | released. A reservation that stays in `calling` belongs to a call whose
 * outcome nobody knows: its amount stays on the books as spent, until somebody who has looked at the
 * provider's bill resolves it.
 */
export interface Ledger {
  /**
   * Reserves the amount for one call. `purpose` names the call within the brief (`generate-2`); an
   * attempt that never called is taken up again, an earlier one that did leaves its amount where it is.
   * @throws BudgetExceeded when a cap would be passed; nothing is reserved then
   */
  reserve(scopes: readonly BudgetScope[], purpose: string, amountMicroUsd: number): Promise<Reservation>;
  /** Marks the reservation right before its call. False when another attempt took it. */
  beginCall(reservation: Reservation): Promise<boolean>;
  /** Puts what was really spent in the place of the amount reserved. The first settlement stays. */
  settle(scope: string, id: string, spentMicroUsd: number): Promise<void>;
  /** Gives the amount back: the call was refused or never accepted. */
  release(scope: string, id: string): Promise<void>;
  /** Spent and reserved so far. */
  committed(scope: string): Promise<number>;
  /** Raises the cap of a brief's own account, and records who did. A raise to less than an earlier one changes nothing. */
  raise(scope: string, raise: CapRaise): Promise<void>;
  /** Closes a call with an unknown outcome, and records who says so. Null when its outcome is known, or may still come. @throws NotFound */
  resolve(scope: string, id: string, resolution: { readonly spentMicroUsd: number; readonly by: string; readonly at: string }): Promise<Reservation | null>;
  /** What an account holds, with its open reservations. */
  account(scope: string): Promise<Account>;
}

/** A cap that its owner raised, with the decision that did it. */
export const CapRaise = z.object({ capMicroUsd: z.number().int().positive(), decidedBy: z.string(), decidedAt: z.iso.datetime(), reviewId: z.string() });
export type CapRaise = z.infer<typeof CapRaise>;

export interface Account {
  readonly scope: string;
  /** As of the last reservation, or as raised since; null where there is none, or nothing was ever reserved. */
  readonly capMicroUsd: number | null;
  readonly raise: CapRaise | null;
  readonly committedMicroUsd: number;
  /** The reservations whose amount stands in the total, oldest name first. */
  readonly open: readonly Reservation[];
  /** Names of the campaigns that reserved something; of a month only. */
  readonly campaigns: readonly string[];
}

export function dynamoLedger(table: Table, tableName: string, clock: Clock = systemClock): Ledger {
  const update = (scope: string, entry: string, expression: string, condition: string, values: Record<string, unknown>, names: Record<string, string> = {}) =>
    unlessLost(() =>
      table.send(
        new UpdateCommand({
          TableName: tableName,
          Key: { scope, entry },
          UpdateExpression: expression,
          ConditionExpression: condition,
          ExpressionAttributeValues: values,
          ...(Object.keys(names).length === 0 ? {} : { ExpressionAttributeNames: names }),
          ReturnValues: 'ALL_NEW',
        }),
      ),
    );

  /** Adds the amount to a total, once. False when the cap does not allow it. */
  const commit = async (reservation: Reservation, { scope, capMicroUsd }: BudgetScope): Promise<boolean> => {
    const mark = markOf(reservation);
    const room = capMicroUsd - reservation.amountMicroUsd;
    if (room >= 0) {
      const campaigns = partsOf(scope).kind === 'month' ? reservation.scopes.map(partsOf).filter(({ kind }) => kind === 'campaign') : [];
      const written = await update(
        scope,
        'total',
        `SET capMicroUsd = :cap ADD committedMicroUsd :amount, openCalls :marks${campaigns.length === 0 ? '' : ', campaigns :campaigns'}`,
        'NOT contains(openCalls, :mark) AND (attribute_not_exists(committedMicroUsd) OR committedMicroUsd <= :room)',
        {
          ':cap': capMicroUsd,
          ':amount': reservation.amountMicroUsd,
          ':marks': new Set([mark]),
          ':mark': mark,
          ':room': room,
          ...(campaigns.length === 0 ? {} : { ':campaigns': new Set(campaigns.map(({ name }) => name)) }),
        },
      );
      if (written !== null) return true;
    }
    return carries(await total(scope), mark);
  };

  /** Replaces the amount by what was spent in every total that still carries it. */
  const close = async (reservation: Reservation, spentMicroUsd: number): Promise<void> => {
    const mark = markOf(reservation);
    for (const scope of reservation.scopes) {
      await update(scope, 'total', 'ADD committedMicroUsd :difference DELETE openCalls :marks', 'contains(openCalls, :mark)', {
        ':difference': spentMicroUsd - reservation.amountMicroUsd,
        ':marks': new Set([mark]),
        ':mark': mark,
      });
    }
  };

  const total = async (scope: string) => {
    const { Item } = await table.send(new GetCommand({ TableName: tableName, Key: { scope, entry: 'total' }, ConsistentRead: true }));
    return Item;
  };

  const find = async (scope: string, id: string): Promise<Reservation | null> => {
    const { Item } = await table.send(new GetCommand({ TableName: tableName, Key: { scope, entry: entryOf(id) }, ConsistentRead: true }));
    return Item === undefined ? null : Reservation.parse(Item);
  };

  const raiseOf = async (scope: string): Promise<CapRaise | null> => {
    const { Item } = await table.send(new GetCommand({ TableName: tableName, Key: { scope, entry: 'cap' }, ConsistentRead: true }));
    return Item === undefined ? null : CapRaise.parse(Item);
  };

  const attempts = async (scope: string, purpose: string): Promise<Reservation[]> => {
    const { Items } = await table.send(
      new QueryCommand({
        TableName: tableName,
        ConsistentRead: true,
        KeyConditionExpression: '#scope = :scope AND begins_with(#entry, :prefix)',
        ExpressionAttributeNames: { '#scope': 'scope', '#entry': 'entry' },
        ExpressionAttributeValues: { ':scope': scope, ':prefix': entryOf(`${purpose}.`) },
      }),
    );
    return z.array(Reservation).parse(Items ?? []);
  };

  /** A process may have died between an entry and the totals: what the entry says is carried out again. */
  const finish = async (reservation: Reservation): Promise<void> => {
    if (reservation.state === 'settled') await close(reservation, reservation.settledMicroUsd ?? reservation.amountMicroUsd);
    if (reservation.state === 'released') await close(reservation, 0);
  };

  /** Moves a reservation on, with more fields of it. Null when it is in none of the states to move from. */
  const move = async (scope: string, id: string, from: readonly Reservation['state'][], to: Reservation['state'], fields: Readonly<Record<string, unknown>> = {}): Promise<Reservation | null> => {
    const values = Object.fromEntries(from.map((state, index) => [`:from${String(index)}`, state]));
    const written = await update(
      scope,
      entryOf(id),
      `SET #state = :to${Object.keys(fields).map((name) => `, ${name} = :${name}`).join('')}`,
      `#state IN (${Object.keys(values).join(', ')})`,
      { ...values, ':to': to, ...Object.fromEntries(Object.entries(fields).map(([name, value]) => [`:${name}`, value])) },
      { '#state': 'state' },
    );
    return written === null ? null : Reservation.parse(written.Attributes);
  };

  const open = async (scope: string, purpose: string, amountMicroUsd: number, scopes: readonly BudgetScope[]): Promise<Reservation> => {
    const earlier = await attempts(scope, purpose);
    for (const reservation of earlier) await finish(reservation);
    for (const reservation of earlier.filter(({ state }) => state === 'reserved')) {
      if (reservation.amountMicroUsd === amountMicroUsd && sameNames(reservation.scopes, scopes)) return reservation;
      // Reserved for another call than this one: in an earlier month, or before the owner took fewer candidates.
      await settleAs(scope, reservation.id, 'released', 0);
    }
    const reservation: Reservation = {
      scope,
      id: `${purpose}.${String(earlier.length + 1)}`,
      amountMicroUsd,
      scopes: scopes.map((capped) => capped.scope),
      state: 'reserved',
    };
    const put = new PutCommand({ TableName: tableName, Item: { ...reservation, entry: entryOf(reservation.id) }, ConditionExpression: 'attribute_not_exists(#entry)', ExpressionAttributeNames: { '#entry': 'entry' } });
    const written = await unlessLost(() => table.send(put));
    return written === null ? open(scope, purpose, amountMicroUsd, scopes) : reservation;
  };

  const settleAs = async (scope: string, id: string, to: 'settled' | 'released', spentMicroUsd: number): Promise<void> => {
    const moved = await move(scope, id, ['reserved', 'calling'], to, to === 'settled' ? { settledMicroUsd: spentMicroUsd } : {});
    const reservation = moved ?? (await find(scope, id));
    if (reservation === null) throw new NotFound(`Expected a reservation ${id} in ${scope} but received no such entry`);
    await finish(reservation);
  };

  return {
    reserve: async (scopes, purpose, amountMicroUsd) => {
      const own = scopes[0];
      if (own === undefined) throw new InvalidInput('Expected at least one scope for a reservation but received none');
      const reservation = await open(own.scope, purpose, amountMicroUsd, scopes);
      const raise = await raiseOf(own.scope);
      const ownCap = Math.max(own.capMicroUsd, raise?.capMicroUsd ?? 0);
      for (const capped of [{ ...own, capMicroUsd: ownCap }, ...scopes.slice(1)]) {
        if (await commit(reservation, capped)) continue;
        await settleAs(own.scope, reservation.id, 'released', 0);
        const refusal: Refusal = { ...capped, committedMicroUsd: committedOf(await total(capped.scope)), amountMicroUsd: reservation.amountMicroUsd };
        throw new BudgetExceeded(refusalMessage(refusal), refusal);
      }
      return reservation;
    },
    beginCall: async ({ scope, id }) => {
      if ((await move(scope, id, ['reserved'], 'calling', { calledAt: clock.now().toISOString() })) !== null) return true;
      // Another attempt may have closed it while this one was still adding it to a total.
      const closed = await find(scope, id);
      if (closed !== null) await finish(closed);
      return false;
    },
    settle: (scope, id, spentMicroUsd) => settleAs(scope, id, 'settled', spentMicroUsd),
    release: (scope, id) => settleAs(scope, id, 'released', 0),
    committed: async (scope) => committedOf(await total(scope)),
    raise: async (scope, raise) => {
      const { capMicroUsd, ...decision } = raise;
      await update(
        scope,
        'cap',
        'SET capMicroUsd = :cap, decidedBy = :by, decidedAt = :at, reviewId = :review',
        'attribute_not_exists(capMicroUsd) OR capMicroUsd < :cap',
        { ':cap': capMicroUsd, ':by': decision.decidedBy, ':at': decision.decidedAt, ':review': decision.reviewId },
      );
    },
    resolve: async (scope, id, { spentMicroUsd, by, at }) => {
      const reservation = await find(scope, id);
      if (reservation === null) throw new NotFound(`Expected a reservation ${id} in ${scope} but received no such entry`);
      if (reservation.state !== 'calling' || outcomeKnown(reservation, new Date(at))) return null;
      const resolved = await move(scope, id, ['calling'], 'settled', { settledMicroUsd: spentMicroUsd, resolvedBy: by, resolvedAt: at });
      if (resolved !== null) await finish(resolved);
      return resolved;
    },
    account: async (scope) => {
      const [item, raise] = await Promise.all([total(scope), raiseOf(scope)]);
      const { committedMicroUsd, capMicroUsd = noCap, openCalls = new Set<string>(), campaigns = new Set<string>() } = Total.parse(item ?? {});
      const found = await Promise.all([...openCalls].sort().map((mark) => find(...placeOf(mark))));
      const cap = Math.max(capMicroUsd, raise?.capMicroUsd ?? 0);
      return { scope, capMicroUsd: cap === noCap ? null : cap, raise, committedMicroUsd, open: found.filter((reservation) => reservation !== null), campaigns: [...campaigns].sort() };
    },
  };
}

/** The longest that a function waits for a model's answer, with a margin: after that nobody will hear it any more. */
const longestCallMs = 15 * 60_000;

/** Whether somebody knows, or may still get to know, what became of a reservation's call. */
export function outcomeKnown({ state, calledAt }: Pick<Reservation, 'state' | 'calledAt'>, now: Date): boolean {
  return state !== 'calling' || (calledAt !== undefined && now.getTime() - Date.parse(calledAt) < longestCallMs);
}

function sameNames(names: readonly string[], scopes: readonly BudgetScope[]): boolean {
  return names.length === scopes.length && scopes.every(({ scope }, index) => names[index] === scope);
}

const entryOf = (id: string): string => `reservation#${id}`;

/** A reservation's name in a total that several briefs share. */
const markOf = (reservation: Reservation): string => `${reservation.scope}/${reservation.id}`;

/** Scope and id of a reservation by its name in a total. */
function placeOf(mark: string): [scope: string, id: string] {
  const at = mark.indexOf('/');
  return [mark.slice(0, at), mark.slice(at + 1)];
}

const Total = z.object({
  committedMicroUsd: z.number().int().default(0),
  capMicroUsd: z.number().int().optional(),
  openCalls: z.set(z.string()).optional(),
  campaigns: z.set(z.string()).optional(),
});

function committedOf(item: unknown): number {
  return item === undefined ? 0 : Total.parse(item).committedMicroUsd;
}

function carries(item: unknown, mark: string): boolean {
  return item !== undefined && (Total.parse(item).openCalls?.has(mark) ?? false);
}
