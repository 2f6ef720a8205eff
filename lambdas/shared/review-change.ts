import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { ReviewRecord } from './review-record.ts';
import { unlessLost, type Table } from './tables.ts';

/** The part of a review's items that is its record. */
export const recordPart = 'review';

/** Changes a record under a condition. Null where the condition does not hold. */
export type ChangeReview = (reviewId: string, expression: string, condition: string, values?: Readonly<Record<string, unknown>>, names?: Readonly<Record<string, string>>) => Promise<ReviewRecord | null>;

export function changeReview(table: Table, tableName: string): ChangeReview {
  return async (reviewId, expression, condition, values = {}, names = {}) => {
    const written = await unlessLost(() =>
      table.send(
        new UpdateCommand({
          TableName: tableName,
          Key: { reviewId, part: recordPart },
          UpdateExpression: expression,
          ConditionExpression: condition,
          ...(Object.keys(values).length === 0 ? {} : { ExpressionAttributeValues: values }),
          ...(Object.keys(names).length === 0 ? {} : { ExpressionAttributeNames: names }),
          ReturnValues: 'ALL_NEW',
        }),
      ),
    );
    return written === null ? null : ReviewRecord.parse(written.Attributes);
  };
}
