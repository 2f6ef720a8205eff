import { z } from 'zod';
import {
  BudgetExceeded,
  ImageApiRefused,
  ImageApiUnavailable,
  InvalidBrief,
  InvalidInput,
  ModerationBlocked,
  NotFound,
  OutcomeUnknown,
  RateLimited,
  UnreadableImage,
} from '../../core/errors.ts';
import { fieldName } from '../../core/source/paths.ts';
import { powertoolsLog, type Log, type LogFields } from './logger.ts';

/** Adds facts (ids, durations, cost) to the one line that an invocation logs. Never tokens, prompts or bodies. */
export type Note = (fields: LogFields) => void;

/** A handler without its wiring: what `createHandler` returns, and what tests call. */
export type Handle<Result> = (event: unknown, note?: Note) => Promise<Result>;

export const silent: Note = () => undefined;

/** An error that no part of Galley expected; it names the original without carrying its fields along. */
export class InternalFailure extends Error {
  override readonly name = 'InternalFailure';
}

/**
 * The outermost layer of a function: builds the handler on the first invocation, logs one line for each
 * invocation, and lets only Galley's own errors out. Lambda writes the fields of an error that leaves a
 * function to its log, and an SDK's error carries requests and responses.
 */
export function lambdaHandler<Result>(build: () => Handle<Result>, log: Log = powertoolsLog()): (event: unknown) => Promise<Result> {
  let handle: Handle<Result> | undefined;
  return async (event) => {
    const startedAt = performance.now();
    let fields: LogFields = idsOf(event);
    const elapsed = (): number => Math.round(performance.now() - startedAt);
    try {
      handle ??= build();
      const result = await handle(event, (more) => {
        fields = { ...fields, ...more };
      });
      log.info('done', { ...fields, durationMs: elapsed() });
      return result;
    } catch (error) {
      const told = presentable(error);
      log.error('failed', { ...fields, durationMs: elapsed(), error: told.name, ...(told.name === 'InternalFailure' ? { reason: told.message } : {}) });
      throw told;
    }
  };
}

const ownErrors = [
  InvalidBrief,
  ModerationBlocked,
  RateLimited,
  ImageApiUnavailable,
  OutcomeUnknown,
  ImageApiRefused,
  BudgetExceeded,
  UnreadableImage,
  NotFound,
  InvalidInput,
];

/** Galley's errors as they are, without their cause; everything else as an InternalFailure of one line. */
export function presentable(error: unknown): Error {
  if (error instanceof z.ZodError) return new InvalidInput(issuesOf(error));
  if (error instanceof Error && ownErrors.some((own) => error instanceof own)) {
    delete error.cause;
    return error;
  }
  if (error instanceof InternalFailure) return error;
  const text = error instanceof Error ? `${error.name}: ${error.message}` : 'a value that is not an error was thrown';
  return new InternalFailure(text.slice(0, 500));
}

/** The problems of a schema by path, without the values that failed. */
export function issuesOf(error: z.ZodError): string {
  return error.issues.map((issue) => `${fieldName(issue.path) || 'document'}: ${issue.message}`).join('; ');
}

const Ids = z.object({ runId: z.string().max(64).optional(), round: z.number().optional(), question: z.string().max(20).optional() });

function idsOf(event: unknown): LogFields {
  const parsed = Ids.safeParse(event);
  return parsed.success ? parsed.data : {};
}
