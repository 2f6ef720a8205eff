import { PutEventsCommand, type EventBridgeClient } from '@aws-sdk/client-eventbridge';
import type { RecordOutcomeOutput } from '../../core/workflow.ts';
import { InternalFailure } from './edge.ts';

export interface Events {
  /** Puts the event that ends a run on Galley's bus. */
  publish(ending: RecordOutcomeOutput): Promise<void>;
}

export function eventBridgeEvents(client: EventBridgeClient, busName: string): Events {
  return {
    publish: async ({ detailType, detail }) => {
      const answer = await client.send(
        new PutEventsCommand({ Entries: [{ EventBusName: busName, Source: 'galley', DetailType: detailType, Detail: JSON.stringify(detail) }] }),
      );
      // PutEvents answers 200 even when it took none of the entries.
      if ((answer.FailedEntryCount ?? 0) > 0) {
        throw new InternalFailure(`Expected ${busName} to take the event "${detailType}" but received ${answer.Entries?.[0]?.ErrorCode ?? 'no reason'}`);
      }
    },
  };
}
