import { Sha256 } from '@aws-crypto/sha256-js';
import { defaultProvider } from '@aws-sdk/credential-provider-node';
import { SignatureV4 } from '@smithy/signature-v4';
import type { z } from 'zod';
import { ApiError } from '../../core/api.ts';
import { UsageError } from './errors.ts';
import type { Target } from './target.ts';

/** Speaks to the HTTP API as an IAM principal: every request is signed, every answer parsed. */
export class ApiClient {
  readonly #target: Target;
  readonly #signer: SignatureV4;

  constructor(target: Target) {
    this.#target = target;
    this.#signer = new SignatureV4({
      service: 'execute-api',
      region: target.region,
      credentials: target.credentials ?? defaultProvider(),
      sha256: Sha256,
    });
  }

  /** @throws UsageError when the API cannot be reached or refuses, with its own words */
  async get<Schema extends z.ZodType>(schema: Schema, path: string, query: Readonly<Record<string, string>> = {}): Promise<z.infer<Schema>> {
    const url = new URL(path, this.#target.apiUrl);
    // As signatures write it, `%20` for a space: URLSearchParams would send `+`, which signs differently.
    url.search = Object.entries(query)
      .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
      .join('&');
    return this.#send('GET', url, schema, query);
  }

  /** Posts a document as JSON. @throws UsageError when the API cannot be reached or refuses, with its own words */
  async post<Schema extends z.ZodType>(schema: Schema, path: string, document: object): Promise<z.infer<Schema>> {
    return this.#send('POST', new URL(path, this.#target.apiUrl), schema, {}, JSON.stringify(document));
  }

  async #send<Schema extends z.ZodType>(method: 'GET' | 'POST', url: URL, schema: Schema, query: Readonly<Record<string, string>>, body?: string): Promise<z.infer<Schema>> {
    const signed = await this.#signer.sign({
      method,
      protocol: url.protocol,
      hostname: url.hostname,
      ...(url.port ? { port: Number(url.port) } : {}),
      path: url.pathname,
      query: { ...query },
      headers: { host: url.host, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body }),
    });
    const response = await fetch(url, { method, headers: signed.headers, ...(body === undefined ? {} : { body }) }).catch((cause: unknown) => {
      throw new UsageError(`The API at ${this.#target.apiUrl} does not answer. Is Galley running? ("npm start")`, { cause });
    });
    const answer: unknown = await response.json();
    if (response.ok) return schema.parse(answer);
    const refusal = ApiError.safeParse(answer);
    throw new UsageError(refusal.success ? refusal.data.error.message : `The API answered ${String(response.status)} to ${method} ${url.pathname}.`);
  }
}
