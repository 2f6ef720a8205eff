import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { recentMonths, monthOf } from '../../core/assessment/history.ts';
import { AssetKind } from '../../core/brief/schema.ts';
import { Counter, Counts, sumOfCounts } from '../../core/judge/counts.ts';
import { countOnce } from './count-once.ts';
import type { Table } from './tables.ts';

export interface Counted {
  /** What is counted; told again, it counts no more. */
  readonly id: string;
  readonly kind: AssetKind;
  readonly team: string | undefined;
  /** ISO. */
  readonly at: string;
  readonly counts: Counts;
}

/** What became of the judge's choices, counted by kind, team and month. */
export interface AdviceBook {
  add(counted: Counted): Promise<void>;
  /** The counts of the last twelve months: of one kind or of all, of one team (null: briefs without one) or of all. */
  of(which: { readonly kind?: AssetKind | undefined; readonly team?: string | null | undefined }, now: Date): Promise<Counts>;
}

const everyTeam = '*';
/** No team may be called "_" or "*". */
const noTeam = '_';

/** Two items for each kind and month, beside the runs: the team's, and everybody's. */
export function dynamoAdviceBook(table: Table, tableName: string): AdviceBook {
  const addTo = async (team: string, { id, kind, at, counts }: Counted): Promise<void> => {
    const add = Object.fromEntries(Object.entries(counts).filter(([, count]) => count !== 0));
    await countOnce(table, tableName, keyOf(team, kind, monthOf(at)), { id, add });
  };
  const names = Object.fromEntries(Counter.options.map((counter) => [`#${counter}`, counter]));
  const read = async (team: string, kind: AssetKind, month: string): Promise<Counts[]> => {
    const get = new GetCommand({ TableName: tableName, Key: keyOf(team, kind, month), ProjectionExpression: Object.keys(names).join(', '), ExpressionAttributeNames: names });
    const { Item } = await table.send(get);
    return Item === undefined ? [] : [Counts.parse(Item)];
  };
  return {
    add: async (counted) => {
      await Promise.all([counted.team ?? noTeam, everyTeam].map((team) => addTo(team, counted)));
    },
    of: async ({ kind, team }, now) => {
      const whose = team === undefined ? everyTeam : (team ?? noTeam);
      const kinds = kind === undefined ? AssetKind.options : [kind];
      const items = recentMonths(now).flatMap((month) => kinds.map((each) => read(whose, each, month)));
      return sumOfCounts((await Promise.all(items)).flat());
    },
  };
}

function keyOf(team: string, kind: AssetKind, month: string): { readonly runId: string } {
  return { runId: `advice#${team}#${kind}#${month}` };
}
