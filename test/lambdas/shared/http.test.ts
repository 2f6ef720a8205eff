import { expect, test } from 'vitest';
import { z } from 'zod';

import { presentable } from '../../../lambdas/shared/edge.ts';
import { httpHandler, json, jsonBody } from '../../../lambdas/shared/http.ts';
import { ask } from '../support/http.ts';

const Body = z.strictObject({ seats: z.array(z.strictObject({ holders: z.array(z.email()) })) });

test('a body that breaks its schema is refused by field, an entry of a list by its number', async () => {
  const handle = httpHandler({ 'POST /api/seats': (request) => Promise.resolve(json(200, jsonBody(request, Body))) });
  const answer = await ask(handle, 'POST /api/seats', { body: JSON.stringify({ seats: [{ holders: ['ana@example.com'] }, { holders: ['ana@example.com', 'bo'] }] }) });
  expect([answer.status, answer.json]).toMatchObject([422, { error: { problems: [{ field: 'seats[1].holders[1]' }] } }]);
});

test('so is any other document that a function cannot read', () => {
  const { error } = Body.safeParse({ seats: [{ holders: 'bo' }] });
  expect(presentable(error).message).toMatch(/^seats\[0\]\.holders: /u);
});
