/** Pages of a listing. */
import { ServiceError } from '../types.ts';

const LARGEST_PAGE = 1_000;
const DEFAULT_PAGE = 100;

export interface PageRequest {
  readonly maxResults?: number | undefined;
  readonly nextToken?: string | undefined;
}

/** How many rows to give; 0 asks for the default. @throws ServiceError ValidationException */
export function pageSize({ maxResults = 0 }: PageRequest): number {
  if (!Number.isInteger(maxResults) || maxResults < 0 || maxResults > LARGEST_PAGE) {
    throw new ServiceError('ValidationException', `Expected 0 to ${String(LARGEST_PAGE)} for maxResults but received ${String(maxResults)}`);
  }
  return maxResults === 0 ? DEFAULT_PAGE : maxResults;
}

/** The row that the page before ended with. @throws ServiceError InvalidToken */
export function cursorOf({ nextToken }: PageRequest, start: number): number {
  if (nextToken === undefined) return start;
  const text = Buffer.from(nextToken, 'base64url').toString('utf8');
  if (!/^after:\d{1,15}$/.test(text)) throw new ServiceError('InvalidToken', 'Invalid Token: expected the nextToken of the page before');
  return Number(text.slice('after:'.length));
}

/** @param rows one more than the page holds, when there are more */
export function toPage<T>(rows: readonly T[], size: number, cursor: (row: T) => number): { readonly page: readonly T[]; readonly nextToken?: string } {
  const page = rows.slice(0, size);
  const last = page.at(-1);
  if (rows.length <= size || last === undefined) return { page };
  return { page, nextToken: Buffer.from(`after:${String(cursor(last))}`).toString('base64url') };
}
