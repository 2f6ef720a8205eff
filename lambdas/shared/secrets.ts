import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { NotFound } from '../../core/errors.ts';

/** How long a secret is kept in memory: a rotated key takes effect within this time. */
const keepMs = 5 * 60_000;

/** Returns a function that reads a secret's string, asking Secrets Manager at most once in five minutes. */
export function cachedSecret(client: SecretsManagerClient, secretArn: string, now: () => number = Date.now): () => Promise<string> {
  let kept: { readonly value: Promise<string>; readonly until: number } | undefined;
  return () => {
    if (kept === undefined || kept.until <= now()) {
      kept = { value: read(client, secretArn), until: now() + keepMs };
      // A failed read is not kept: the next call asks again.
      kept.value.catch(() => {
        kept = undefined;
      });
    }
    return kept.value;
  };
}

async function read(client: SecretsManagerClient, secretArn: string): Promise<string> {
  const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: secretArn }));
  if (SecretString === undefined || SecretString === '') throw new NotFound(`Expected a string in the secret ${secretArn} but received none`);
  return SecretString;
}
