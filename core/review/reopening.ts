import type { z } from 'zod';
import { ReopenRequest } from '../api.ts';

/**
 * What somebody wrote to have a review opened again, as the API takes it.
 *
 * @param hours how long it waits; empty for as long as before
 * @param people `eva@example.com, bo@example.com`, or by role `brand: eva@example.com; legal: bo@example.com`; empty for the same people
 */
export function reopenRequestOf({ hours = '', people = '' }: { readonly hours?: string | undefined; readonly people?: string | undefined }): z.ZodSafeParseResult<ReopenRequest> {
  return ReopenRequest.safeParse({ ...(hours.trim() === '' ? {} : { dueHours: Number(hours) }), ...peopleIn(people) });
}

function peopleIn(text: string): { readonly approvers?: string[]; readonly roles?: Record<string, string[]> } {
  if (text.trim() === '') return {};
  if (!text.includes(':')) return { approvers: addressesIn(text.replaceAll(';', ',')) };
  const roles = new Map<string, string[]>();
  for (const part of text.split(';').filter((each) => each.trim() !== '')) {
    const colon = part.indexOf(':');
    const role = part.slice(0, Math.max(0, colon)).trim();
    roles.set(role, [...(roles.get(role) ?? []), ...addressesIn(part.slice(colon + 1))]);
  }
  return { roles: Object.fromEntries(roles) };
}

function addressesIn(text: string): string[] {
  return text.split(/[\s,]+/u).filter((address) => address !== '');
}
