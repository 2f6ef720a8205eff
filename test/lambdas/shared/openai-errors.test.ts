import { expect, test } from 'vitest';

import { retryAfterOf } from '../../../lambdas/shared/openai-errors.ts';

test.each([
  [{ 'retry-after-ms': '1500', 'retry-after': '2' }, 1.5],
  [{ 'retry-after': '20' }, 20],
  [{ 'x-ratelimit-remaining-requests': '4', 'x-ratelimit-reset-requests': '6m0s', 'x-ratelimit-remaining-tokens': '0', 'x-ratelimit-reset-tokens': '1m2.5s' }, 62.5],
  [{ 'x-ratelimit-reset-tokens': '250ms' }, 0.25],
  [{ 'retry-after': 'Wed, 21 Oct 2026 07:28:00 GMT' }, undefined],
  [{}, undefined],
])('%j asks to wait %s seconds', (headers, seconds) => {
  expect(retryAfterOf(new Headers(headers))).toBe(seconds);
});
