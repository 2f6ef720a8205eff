/** Secrets Manager behind the endpoint: the template's secrets, their values in a file that only the owner reads. */
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { z } from 'zod';

import { parseBody, validated } from '../json-request.ts';
import { ServiceError } from '../types.ts';
import type { AccessCheck, Deployment, JsonObject, Resource, Service, ServiceRequest, ServiceResponse } from '../types.ts';

export interface SecretsManagerOptions {
  readonly deployment: Deployment;
  readonly stateDir: string;
  /**
   * Values by logical id, or by the id in the source of the stack, which the logical id begins with. They replace what
   * is stored at every start.
   */
  readonly secretValues?: Readonly<Record<string, string>>;
}

const Version = z.object({ versionId: z.string(), value: z.string(), binary: z.boolean(), createdAt: z.number() });
type Version = z.infer<typeof Version>;
const Stored = z.record(z.string(), z.object({ current: Version, previous: Version.optional() }));

const Requests = {
  GetSecretValue: z.looseObject({ SecretId: z.string(), VersionId: z.string().optional(), VersionStage: z.string().optional() }),
  PutSecretValue: z.looseObject({ SecretId: z.string(), SecretString: z.string().optional(), SecretBinary: z.string().optional(), ClientRequestToken: z.string().optional() }),
  DescribeSecret: z.looseObject({ SecretId: z.string() }),
};
type Operation = keyof typeof Requests;

const GenerateSecretString = z.looseObject({
  PasswordLength: z.coerce.number().default(32),
  SecretStringTemplate: z.string().optional(),
  GenerateStringKey: z.string().optional(),
});

export class SecretsManagerService implements Service {
  readonly signingName = 'secretsmanager';
  readonly protocol = 'json-1.1';
  readonly #deployment: Deployment;
  readonly #path: string;
  readonly #values: Readonly<Record<string, string>>;
  #stored: z.infer<typeof Stored> = {};

  constructor({ deployment, stateDir, secretValues = {} }: SecretsManagerOptions) {
    this.#deployment = deployment;
    this.#path = join(stateDir, 'secrets.json');
    this.#values = secretValues;
    mkdirSync(stateDir, { recursive: true });
  }

  /** Reads what is stored and gives every secret of the template a value. */
  start(): Promise<void> {
    this.#stored = readStored(this.#path);
    for (const secret of this.#secrets()) {
      const given = this.#givenValue(secret);
      const current = this.#stored[secret.arn]?.current.value;
      if (given !== undefined && given !== current) this.#put(secret, given, false, randomUUID());
      else if (current === undefined) this.#put(secret, firstValue(secret), false, randomUUID());
    }
    return Promise.resolve();
  }

  async stop(): Promise<void> {
    // Every change is on disk already.
  }

  checks(request: ServiceRequest): AccessCheck[] {
    const operation = operationOf(request);
    const { SecretId: id } = inputOf(Requests[operation], request);
    const secret = this.#find(id);
    const resource = secret?.arn ?? (id.startsWith('arn:') ? id : `arn:aws:secretsmanager:${this.#deployment.region}:${this.#deployment.accountId}:secret:${id}`);
    return [{ action: `secretsmanager:${operation}`, resource }];
  }

  handle(request: ServiceRequest): Promise<ServiceResponse> {
    const body = this.#perform(operationOf(request), request);
    return Promise.resolve({ status: 200, headers: { 'content-type': 'application/x-amz-json-1.1' }, body: JSON.stringify(body) });
  }

  #perform(operation: Operation, request: ServiceRequest): JsonObject {
    const secret = this.#find(inputOf(Requests[operation], request).SecretId);
    const versions = secret === undefined ? undefined : this.#stored[secret.arn];
    if (secret === undefined || versions === undefined) throw new ServiceError('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
    const names = { ARN: secret.arn, Name: nameOf(secret) };
    switch (operation) {
      case 'GetSecretValue': {
        const { VersionId: id, VersionStage: stage = 'AWSCURRENT' } = inputOf(Requests.GetSecretValue, request);
        const { current, previous } = versions;
        const version = id === undefined ? (stage === 'AWSCURRENT' ? current : stage === 'AWSPREVIOUS' ? previous : undefined) : [current, previous].find((one) => one?.versionId === id);
        if (version === undefined) throw new ServiceError('ResourceNotFoundException', `Secrets Manager can't find the specified secret value for staging label: ${stage}`);
        const value = version.binary ? { SecretBinary: version.value } : { SecretString: version.value };
        return { ...names, ...value, VersionId: version.versionId, VersionStages: [version === current ? 'AWSCURRENT' : 'AWSPREVIOUS'], CreatedDate: version.createdAt };
      }
      case 'PutSecretValue': {
        const { SecretString: string, SecretBinary: binary, ClientRequestToken: token } = inputOf(Requests.PutSecretValue, request);
        const value = string ?? binary;
        if (value === undefined) throw new ServiceError('InvalidRequestException', 'You must provide either SecretString or SecretBinary.');
        const version = this.#put(secret, value, string === undefined, token ?? randomUUID());
        return { ...names, VersionId: version.versionId, VersionStages: ['AWSCURRENT'] };
      }
      case 'DescribeSecret': {
        const { current, previous } = versions;
        const description = secret.properties['Description'];
        return {
          ...names,
          ...(typeof description === 'string' ? { Description: description } : {}),
          CreatedDate: (previous ?? current).createdAt,
          LastChangedDate: current.createdAt,
          VersionIdsToStages: { [current.versionId]: ['AWSCURRENT'], ...(previous === undefined ? {} : { [previous.versionId]: ['AWSPREVIOUS'] }) },
        };
      }
    }
  }

  #put(secret: Resource, value: string, binary: boolean, versionId: string): Version {
    const before = this.#stored[secret.arn];
    if (before?.current.versionId === versionId) return before.current;
    const current: Version = { versionId, value, binary, createdAt: Date.now() / 1_000 };
    this.#stored = { ...this.#stored, [secret.arn]: { current, ...(before === undefined ? {} : { previous: before.current }) } };
    writeFileSync(`${this.#path}.new`, JSON.stringify(this.#stored), { mode: 0o600 });
    chmodSync(`${this.#path}.new`, 0o600);
    renameSync(`${this.#path}.new`, this.#path);
    return current;
  }

  #secrets(): readonly Resource[] {
    return this.#deployment.ofType('AWS::SecretsManager::Secret');
  }

  #find(id: string): Resource | undefined {
    return this.#secrets().find((secret) => [secret.arn, secret.arn.slice(0, -7), nameOf(secret)].includes(id));
  }

  #givenValue({ logicalId }: Resource): string | undefined {
    const names = Object.keys(this.#values).filter((name) => logicalId.startsWith(name));
    const [longest] = names.sort((one, other) => other.length - one.length);
    return longest === undefined ? undefined : this.#values[longest];
  }
}

/** The name without the six characters that Secrets Manager adds. */
function nameOf({ arn }: Resource): string {
  return (arn.split(':secret:')[1] ?? '').slice(0, -7);
}

function firstValue({ properties, arn }: Resource): string {
  const { SecretString: fixed, GenerateSecretString: generate } = properties;
  if (typeof fixed === 'string') return fixed;
  const rules = GenerateSecretString.parse(generate ?? {});
  const password = createHash('sha512').update(randomBytes(64)).update(arn).digest('base64url').slice(0, rules.PasswordLength);
  if (rules.GenerateStringKey === undefined) return password;
  return JSON.stringify({ ...(JSON.parse(rules.SecretStringTemplate ?? '{}') as JsonObject), [rules.GenerateStringKey]: password });
}

function readStored(path: string): z.infer<typeof Stored> {
  try {
    return Stored.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw error;
  }
}

function operationOf(request: ServiceRequest): Operation {
  const operation = String(request.headers['x-amz-target'] ?? '').replace(/^secretsmanager\./, '');
  if (!Object.hasOwn(Requests, operation)) {
    throw new ServiceError(
      'UnknownOperationException',
      `Expected ${Object.keys(Requests).join(', ')} for a request to Secrets Manager but received "${operation}": the embedded cloud has no other, and secrets come from the template`,
    );
  }
  return operation as Operation;
}

function inputOf<T>(schema: z.ZodType<T>, request: ServiceRequest): T {
  return validated(schema, parseBody(request), 'InvalidParameterException');
}
