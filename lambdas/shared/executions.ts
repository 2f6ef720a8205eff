import {
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  GetExecutionHistoryCommand,
  InvalidToken,
  SendTaskSuccessCommand,
  StartExecutionCommand,
  TaskDoesNotExist,
  TaskTimedOut,
  type HistoryEvent,
  type SFNClient,
} from '@aws-sdk/client-sfn';
import type { CandidatesDecision, GoAheadDecision, ReopenDecision, RunInput, SpendingDecision } from '../../core/workflow.ts';

/** What people decide, in the form that the waiting state takes. */
export type TaskAnswer = CandidatesDecision | GoAheadDecision | SpendingDecision | ReopenDecision;

export interface Executions {
  /** The execution of a run, known before it is started: executions are named by their run. */
  arnOf(runId: string): string;
  /** Starts the run's execution; one that was started before is left as it is. */
  start(input: RunInput): Promise<void>;
  /** Every event of the run's execution, oldest first; empty when there is no such execution (any more). */
  history(runId: string): Promise<HistoryEvent[]>;
  /** Answers a waiting task. `gone`: it timed out, was answered before, or its execution ended. */
  answer(taskToken: string, output: TaskAnswer): Promise<'answered' | 'gone'>;
}

export function sfnExecutions(client: SFNClient, stateMachineArn: string): Executions {
  const arnOf = (runId: string): string => `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${runId}`;
  return {
    arnOf,
    start: async (input) => {
      try {
        await client.send(new StartExecutionCommand({ stateMachineArn, name: input.runId, input: JSON.stringify(input) }));
      } catch (error) {
        if (!(error instanceof ExecutionAlreadyExists)) throw error;
      }
    },
    history: async (runId) => {
      const events: HistoryEvent[] = [];
      let nextToken: string | undefined;
      try {
        do {
          const page = await client.send(new GetExecutionHistoryCommand({ executionArn: arnOf(runId), includeExecutionData: false, maxResults: 1000, nextToken }));
          events.push(...(page.events ?? []));
          nextToken = page.nextToken;
        } while (nextToken !== undefined);
      } catch (error) {
        if (error instanceof ExecutionDoesNotExist) return [];
        throw error;
      }
      return events;
    },
    answer: async (taskToken, output) => {
      try {
        await client.send(new SendTaskSuccessCommand({ taskToken, output: JSON.stringify(output) }));
        return 'answered';
      } catch (error) {
        if (error instanceof TaskTimedOut || error instanceof TaskDoesNotExist || error instanceof InvalidToken) return 'gone';
        throw error;
      }
    },
  };
}
