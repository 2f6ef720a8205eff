import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { expect, test } from 'vitest';

import { cachedSecret } from '../../../lambdas/shared/secrets.ts';

/** Answers with each value in turn; an Error is thrown. */
function clientOf(...values: readonly (string | Error)[]): { readonly client: SecretsManagerClient; readonly asked: () => number } {
  let asked = 0;
  const send = (): Promise<{ SecretString?: string }> => {
    const value = values[Math.min(asked, values.length - 1)];
    asked += 1;
    return value instanceof Error ? Promise.reject(value) : Promise.resolve(value === undefined ? {} : { SecretString: value });
  };
  return { client: { send } as unknown as SecretsManagerClient, asked: () => asked };
}

test('a secret is asked for once in five minutes, and a rotated one takes effect', async () => {
  const { client, asked } = clientOf('old', 'new');
  let now = 0;
  const secret = cachedSecret(client, 'arn', () => now);
  expect(await Promise.all([secret(), secret(), secret()])).toEqual(['old', 'old', 'old']);
  now = 5 * 60_000 - 1;
  expect(await secret()).toBe('old');
  expect(asked()).toBe(1);
  now += 1;
  expect(await secret()).toBe('new');
});

test('a failed read is asked for again', async () => {
  const { client } = clientOf(new Error('away'), 'key');
  const secret = cachedSecret(client, 'arn');
  await expect(secret()).rejects.toThrow('away');
  expect(await secret()).toBe('key');
});

test('an empty secret is told as what it is', async () => {
  await expect(cachedSecret(clientOf('').client, 'arn:secret')()).rejects.toThrow(/Expected a string in the secret arn:secret/);
});
