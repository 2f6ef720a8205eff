import { z } from 'zod';
import { AgreementCounts, isOfTheFive } from '../../core/agreement/agreement.ts';
import { answerValues, Origin, type Comparison, type Confusion } from '../../core/agreement/confusion.ts';
import { monthOf, recentMonths } from '../../core/assessment/history.ts';
import { QuestionId } from '../../core/documents.ts';
import { countOnce } from './count-once.ts';
import { queryAll, type Table } from './tables.ts';

/** One person's answers to a checklist, beside those of a model. */
export interface AnsweredReview {
  /** What is counted once: the review, or one vote in it. */
  readonly id: string;
  readonly model: string;
  /** When it was answered, ISO. */
  readonly at: string;
  readonly comparisons: readonly Comparison[];
}

/** How often the check and people said the same, by question, model and month. */
export interface Agreement {
  /** Counts a person's answers, once however often they are told. False when nothing was new. */
  count(review: AnsweredReview): Promise<boolean>;
  /** The counts of the last twelve months, of every model. */
  counts(now: Date): Promise<AgreementCounts[]>;
}

/**
 * Items beside the runs: one for the five questions together, one for each question of briefs' own, by model and month.
 * In the index `feed` they are a list of their own.
 */
export function dynamoAgreement(table: Table, tableName: string): Agreement {
  return {
    count: async ({ id, model, at, comparisons }) => {
      const month = monthOf(at);
      const groups = Map.groupBy(comparisons, ({ question }) => groupOf(question));
      const written = await Promise.all(
        [...groups].map(([group, members]) =>
          countOnce(table, tableName, { runId: `${feed}#${group}#${model}#${month}` }, {
            id,
            add: Object.fromEntries([...Map.groupBy(members, cellOf)].map(([cell, { length }]) => [cell, length])),
            set: { feed, startedAt: month, group, model },
          }),
        ),
      );
      return written.some(Boolean);
    },
    counts: async (now) => {
      const oldest = recentMonths(now).at(-1) ?? monthOf(now.toISOString());
      const items = await queryAll(table, {
        TableName: tableName,
        IndexName: 'feed',
        KeyConditionExpression: '#feed = :feed AND #startedAt >= :oldest',
        // The names of the reviews stay where they are.
        ProjectionExpression: ['#startedAt', '#group', '#model', ...allCells.keys()].join(', '),
        ExpressionAttributeNames: { '#feed': 'feed', '#startedAt': 'startedAt', '#group': 'group', '#model': 'model', ...Object.fromEntries(allCells) },
        ExpressionAttributeValues: { ':feed': feed, ':oldest': oldest },
      });
      return z.array(Item).parse(items).flatMap(countsOf);
    },
  };
}

/** Partition of the index, and beginning of the keys; no run has such an id. */
const feed = 'agreement';

const Item = z.looseObject({ startedAt: z.string(), group: z.string(), model: z.string() });

/** The five are counted in one item, in one write. */
const theFive = 'five';
/** In an item of its own a question needs no name. */
const own = 'own';

function groupOf(question: string): string {
  return isOfTheFive(question) ? theFive : question;
}

/** `style.hand.fail.pass`: the check failed the style, a person passed it. */
function cellOf({ question, origin, check, person }: Comparison): string {
  return [isOfTheFive(question) ? question : own, origin, check, person].join('.');
}

const allCells: ReadonlyMap<string, string> = new Map(
  [...QuestionId.options, own]
    .flatMap((question) => Origin.options.flatMap((origin) => answerValues.flatMap((check) => answerValues.map((person) => [question, origin, check, person].join('.')))))
    .map((cell, index) => [`#a${String(index)}`, cell]),
);

function countsOf(item: z.infer<typeof Item>): AgreementCounts[] {
  const { group, model, startedAt: month } = item;
  const confusion = (name: string, origin: Origin): Confusion => {
    const row = (check: string): Confusion['pass'] => {
      const cell = (person: string): number => Number(item[[name, origin, check, person].join('.')] ?? 0);
      return { pass: cell('pass'), fail: cell('fail'), unsure: cell('unsure') };
    };
    return { pass: row('pass'), fail: row('fail'), unsure: row('unsure') };
  };
  const names = group === theFive ? QuestionId.options.map((id) => ({ question: id, name: id })) : [{ question: group, name: own }];
  return names.map(({ question, name }) => AgreementCounts.parse({ question, model, month, byHand: confusion(name, 'hand'), untouched: confusion(name, 'untouched') }));
}
