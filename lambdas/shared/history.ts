import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { countOf, monthOf, recentMonths, RoundsHistory, sumOf } from '../../core/assessment/history.ts';
import type { AssetKind } from '../../core/brief/schema.ts';
import { countOnce } from './count-once.ts';
import type { RunRecord } from './runs.ts';
import type { Table } from './tables.ts';

/** How many rounds finished runs took, and how many ended unapproved, by kind and team. */
export interface History {
  /** Counts a run that has ended, once however often it is told. False when it says nothing, or was counted before. */
  count(run: RunRecord): Promise<boolean>;
  /** The counts of the last twelve months. */
  of(kind: AssetKind, team: string | undefined, now: Date): Promise<RoundsHistory>;
}

/** One item for each kind, team and month, beside the runs. */
export function dynamoHistory(table: Table, tableName: string): History {
  return {
    count: async (run) => {
      const { runId, kind, team, endedAt } = run;
      const counts = countOf(run);
      if (counts === null || kind === undefined || endedAt === undefined) return false;
      return countOnce(table, tableName, keyOf(kind, team, monthOf(endedAt)), { id: runId, add: { ...counts } });
    },
    of: async (kind, team, now) => {
      const months = recentMonths(now).map(async (month) => {
        const get = new GetCommand({ TableName: tableName, Key: keyOf(kind, team, month), ProjectionExpression: '#runs, #unapproved, #rounds', ExpressionAttributeNames: countNames });
        const { Item } = await table.send(get);
        return Item === undefined ? [] : [RoundsHistory.parse(Item)];
      });
      return sumOf((await Promise.all(months)).flat());
    },
  };
}

const countNames = { '#runs': 'runs', '#unapproved': 'unapproved', '#rounds': 'rounds' };

/** No team may be called "_". */
function keyOf(kind: AssetKind, team = '_', month: string): { readonly runId: string } {
  return { runId: `history#${team}#${kind}#${month}` };
}
