import { Sha256 } from '@aws-crypto/sha256-js';
import { defaultProvider } from '@aws-sdk/credential-provider-node';
import { SignatureV4 } from '@smithy/signature-v4';
import type { z } from 'zod';
import { ApiError } from '../../core/api.ts';
import { UsageError } from './errors.ts';
import { placeOf } from './problem-place.ts';
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
  get<Schema extends z.ZodType>(schema: Schema, path: string, query: Readonly<Record<string, string>> = {}): Promise<z.infer<Schema>> {
    return this.#send('GET', schema, path, query);
  }

  /** As `get`, with a body that is text. */
  post<Schema extends z.ZodType>(schema: Schema, path: string, body: { readonly text: string; readonly type: string }, query: Readonly<Record<string, string>> = {}): Promise<z.infer<Schema>> {
    return this.#send('POST', schema, path, query, body);
  }

  async #send<Schema extends z.ZodType>(method: 'GET' | 'POST', schema: Schema, path: string, query: Readonly<Record<string, string>>, content?: { readonly text: string; readonly type: string }): Promise<z.infer<Schema>> {
    const url = new URL(path, this.#target.apiUrl);
    // As signatures write it, `%20` for a space: URLSearchParams would send `+`, which signs differently.
    url.search = Object.entries(query)
      .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
      .join('&');
    const signed = await this.#signer.sign({
      method,
      protocol: url.protocol,
      hostname: url.hostname,
      ...(url.port ? { port: Number(url.port) } : {}),
      path: url.pathname,
      query: { ...query },
      headers: { host: url.host, ...(content === undefined ? {} : { 'content-type': content.type }) },
      ...(content === undefined ? {} : { body: content.text }),
    });
    const response = await fetch(url, { method, headers: signed.headers, ...(content === undefined ? {} : { body: content.text }) }).catch((cause: unknown) => {
      throw new UsageError(`The API at ${this.#target.apiUrl} does not answer. Is Galley running? ("npm start")`, { cause });
    });
    const answer: unknown = await response.json();
    if (response.ok) return schema.parse(answer);
    const refusal = ApiError.safeParse(answer);
    throw new UsageError(refusal.success ? refusalOf(refusal.data) : `The API answered ${String(response.status)} to ${method} ${url.pathname}.`);
  }
}

function refusalOf({ error: { message, problems = [] } }: ApiError): string {
  return [message, ...problems.map((problem) => `  ${placeOf(problem)}: ${problem.message}`)].join('\n');
}
