/** EventBridge's PutEvents: checks the entries and publishes them. */
import { randomUUID } from 'node:crypto';

import { z } from 'zod';

import { ServiceError } from '../types.ts';
import type { JsonObject, PublishEvent } from '../types.ts';

const LARGEST_REQUEST_BYTES = 256 * 1024;

/** One entry of a request, as the API takes it. */
export const PutEventsEntry = z.looseObject({
  Source: z.string().optional(),
  DetailType: z.string().optional(),
  Detail: z.string().optional(),
  EventBusName: z.string().optional(),
  Time: z.number().optional(),
  Resources: z.array(z.string()).optional(),
});
export type PutEventsEntry = z.infer<typeof PutEventsEntry>;

export interface PutEventsResult {
  readonly FailedEntryCount: number;
  /** In the order of the entries: `{ EventId }` or `{ ErrorCode, ErrorMessage }`. */
  readonly Entries: JsonObject[];
}

/**
 * PutEvents: each entry is accepted or refused by itself.
 * @throws ServiceError `ValidationException` when the entries are too large together, `ResourceNotFoundException` for an unknown bus
 */
export function createPutEvents(publish: PublishEvent): (entries: readonly PutEventsEntry[]) => Promise<PutEventsResult> {
  return async (entries) => {
    const size = entries.reduce((sum, entry) => sum + sizeOf(entry), 0);
    if (size > LARGEST_REQUEST_BYTES) {
      throw new ServiceError('ValidationException', `Total size of the entries in the request is over the limit: expected at most ${String(LARGEST_REQUEST_BYTES)} bytes but received ${String(size)}.`);
    }
    const results = await Promise.all(entries.map(async (entry) => putEvent(entry, publish)));
    return { FailedEntryCount: results.filter((result) => 'ErrorCode' in result).length, Entries: results };
  };
}

async function putEvent(entry: PutEventsEntry, publish: PublishEvent): Promise<JsonObject> {
  const { Source: source, DetailType: detailType, Detail: detailText } = entry;
  if (!source) return invalid('Parameter Source is not valid. Reason: Source is a required argument.');
  if (source.startsWith('aws.')) return { ErrorCode: 'NotAuthorizedForSourceException', ErrorMessage: 'Not authorized for the source.' };
  if (!detailType) return invalid('Parameter DetailType is not valid. Reason: DetailType is a required argument.');
  const detail = parseDetail(detailText);
  if (detail === undefined) return { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' };
  const id = randomUUID();
  const time = new Date(entry.Time === undefined ? Date.now() : entry.Time * 1_000).toISOString().replace(/\.\d+Z$/, 'Z');
  await publish(entry.EventBusName ?? 'default', { id, source, 'detail-type': detailType, time, resources: entry.Resources ?? [], detail });
  return { EventId: id };
}

function sizeOf(entry: PutEventsEntry): number {
  const texts = [entry.Source ?? '', entry.DetailType ?? '', entry.Detail ?? '', ...(entry.Resources ?? [])];
  return texts.reduce((sum, text) => sum + Buffer.byteLength(text), entry.Time === undefined ? 0 : 14);
}

function parseDetail(text: string | undefined): JsonObject | undefined {
  try {
    const detail = JSON.parse(text ?? '') as unknown;
    return typeof detail === 'object' && detail !== null && !Array.isArray(detail) ? (detail as JsonObject) : undefined;
  } catch {
    return undefined;
  }
}

function invalid(message: string): JsonObject {
  return { ErrorCode: 'InvalidArgument', ErrorMessage: message };
}
