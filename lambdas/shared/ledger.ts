import { GetCommand, PutCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import { refusalMessage, type BudgetScope } from '../../core/budget.ts';
import { BudgetExceeded, InvalidInput, NotFound } from '../../core/errors.ts';
import { unlessLost, type Table } from './tables.ts';

const Reservation = z.object({
  scope: z.string(),
  id: z.string(),
  amountMicroUsd: z.number().int().nonnegative(),
  /** Every scope whose total carries the amount, the brief's own first. */
  scopes: z.array(z.string()).min(1),
  state: z.enum(['reserved', 'calling', 'settled', 'released']),
  settledMicroUsd: z.number().int().nonnegative().optional(),
});
export type Reservation = z.infer<typeof Reservation>;

/**
 * What model calls cost. A total carries the amounts of its open reservations from before the call, and
 * the names of these reservations, so that adding, settling and giving back each happen once however
 * often they are tried: a total changes together with its list of names, under a condition on both.
 *
 * reserved → calling → settled | released. A reservation that stays in `calling` belongs to a call whose
 * outcome nobody knows: its amount stays on the books as spent.
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
}

export const briefScope = (runId: string): string => `brief#${runId}`;

export function dynamoLedger(table: Table, tableName: string): Ledger {
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
      const written = await update(
        scope,
        'total',
        'ADD committedMicroUsd :amount, openCalls :marks',
        'NOT contains(openCalls, :mark) AND (attribute_not_exists(committedMicroUsd) OR committedMicroUsd <= :room)',
        { ':amount': reservation.amountMicroUsd, ':marks': new Set([mark]), ':mark': mark, ':room': room },
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

  const move = async (scope: string, id: string, from: readonly Reservation['state'][], to: Reservation['state'], settledMicroUsd?: number): Promise<Reservation | null> => {
    const values = Object.fromEntries(from.map((state, index) => [`:from${String(index)}`, state]));
    const written = await update(
      scope,
      entryOf(id),
      `SET #state = :to${settledMicroUsd === undefined ? '' : ', settledMicroUsd = :spent'}`,
      `#state IN (${Object.keys(values).join(', ')})`,
      { ...values, ':to': to, ...(settledMicroUsd === undefined ? {} : { ':spent': settledMicroUsd }) },
      { '#state': 'state' },
    );
    return written === null ? null : Reservation.parse(written.Attributes);
  };

  const open = async (scope: string, purpose: string, amountMicroUsd: number, scopes: readonly BudgetScope[]): Promise<Reservation> => {
    const earlier = await attempts(scope, purpose);
    for (const reservation of earlier) await finish(reservation);
    const untouched = earlier.find((reservation) => reservation.state === 'reserved');
    if (untouched !== undefined) return untouched;
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
    const moved = await move(scope, id, ['reserved', 'calling'], to, to === 'settled' ? spentMicroUsd : undefined);
    const reservation = moved ?? (await find(scope, id));
    if (reservation === null) throw new NotFound(`Expected a reservation ${id} in ${scope} but received no such entry`);
    await finish(reservation);
  };

  return {
    reserve: async (scopes, purpose, amountMicroUsd) => {
      const own = scopes[0];
      if (own === undefined) throw new InvalidInput('Expected at least one scope for a reservation but received none');
      const reservation = await open(own.scope, purpose, amountMicroUsd, scopes);
      for (const capped of scopes) {
        if (await commit(reservation, capped)) continue;
        await settleAs(own.scope, reservation.id, 'released', 0);
        const committedMicroUsd = committedOf(await total(capped.scope));
        throw new BudgetExceeded(refusalMessage({ ...capped, committedMicroUsd, amountMicroUsd: reservation.amountMicroUsd }));
      }
      return reservation;
    },
    beginCall: async (reservation) => (await move(reservation.scope, reservation.id, ['reserved'], 'calling')) !== null,
    settle: (scope, id, spentMicroUsd) => settleAs(scope, id, 'settled', spentMicroUsd),
    release: (scope, id) => settleAs(scope, id, 'released', 0),
    committed: async (scope) => committedOf(await total(scope)),
  };
}

const entryOf = (id: string): string => `reservation#${id}`;

/** A reservation's name in a total that several briefs share. */
const markOf = (reservation: Reservation): string => `${reservation.scope}/${reservation.id}`;

const Total = z.object({ committedMicroUsd: z.number().int().default(0), openCalls: z.set(z.string()).optional() });

function committedOf(item: unknown): number {
  return item === undefined ? 0 : Total.parse(item).committedMicroUsd;
}

function carries(item: unknown, mark: string): boolean {
  return item !== undefined && (Total.parse(item).openCalls?.has(mark) ?? false);
}
