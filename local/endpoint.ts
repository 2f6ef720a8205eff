/** The AWS endpoint: one loopback port that serves every service, chosen by the request's signature. */
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import { evaluate } from './iam/evaluate.ts';
import type { Principals } from './iam/principals.ts';
import { readClaim, verifySignature } from './iam/signature.ts';
import type { SignedRequest } from './iam/signature.ts';
import { SignatureProblem, asServiceError } from './iam/signature-problem.ts';
import { errorResponse } from './protocol-errors.ts';
import { ServiceError } from './types.ts';
import type { CloudLog, Service, ServiceRequest, ServiceResponse } from './types.ts';

export interface EndpointOptions {
  /** 0 takes a free port. */
  readonly port: number;
  readonly services: readonly Service[];
  readonly principals: Principals;
  readonly log: CloudLog;
}

export interface RunningEndpoint {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  readonly port: number;
  /** Takes no new requests and waits for those that are being answered. */
  stop(): Promise<void>;
}

const LARGEST_BODY = 64 * 1024 * 1024;
/** Headers that describe one connection, not the answer. */
const CONNECTION_HEADERS = new Set(['connection', 'keep-alive', 'transfer-encoding', 'content-length', 'date']);

/** Opens the endpoint. */
export async function startEndpoint(options: EndpointOptions): Promise<RunningEndpoint> {
  const services = new Map(options.services.map((service) => [service.signingName, service]));
  const server = createServer({ requestTimeout: 0 }, (message, response) => {
    answer(message, services, options)
      .then((result) => write(result, message, response))
      .catch((error: unknown) => {
        options.log.error('The AWS endpoint failed to answer a request', { error: String(error) });
        response.destroy();
      });
  });
  // Functions hold their connections open; the default of 5 s races with a request on an idle one.
  server.keepAliveTimeout = 75_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port: options.port, host: '127.0.0.1' }, resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${String(port)}`,
    port,
    stop: () =>
      new Promise<void>((resolve, reject) => {
        server.close((error) => (error === undefined ? resolve() : reject(error)));
        server.closeIdleConnections();
      }),
  };
}

async function answer(message: IncomingMessage, services: ReadonlyMap<string, Service>, options: EndpointOptions): Promise<ServiceResponse> {
  const requestId = randomUUID();
  let service: Service | undefined;
  try {
    refuseOtherSites(message);
    const request: SignedRequest = { method: message.method ?? 'GET', rawUrl: message.url ?? '/', headers: message.headers, body: await readBody(message) };
    const name = serviceName(request);
    service = services.get(name);
    if (service === undefined) {
      throw new ServiceError(
        'UnknownService',
        `Expected a signature for one of ${[...services.keys()].join(', ')} but received one for "${name}": the embedded cloud has no such service`,
        501,
      );
    }
    const response = await serve(request, service, options);
    return { ...response, headers: { 'x-amzn-requestid': requestId, ...response.headers } };
  } catch (error) {
    return errorResponse(toServiceError(error, service, options.log), service?.protocol ?? likelyProtocol(message.headers), service?.signingName, requestId);
  }
}

/**
 * The developer's key is no secret, so a page of another site could sign in the browser of whoever reads it: through a
 * name of its own that points here, or by a request that changes something and needs no answer.
 */
function refuseOtherSites({ method, headers }: IncomingMessage): void {
  const ours = (host: string | undefined): boolean => /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(host ?? '');
  // A name in front of ours is a bucket's, which S3 has an answer for.
  if (!ours(headers.host) && !/\.localhost(:\d+)?$/.test(headers.host ?? '')) throw new ServiceError('AccessDenied', `Expected a request for 127.0.0.1 but received one for ${headers.host ?? 'no host'}`, 403);
  const { origin } = headers;
  const changes = method !== 'GET' && method !== 'HEAD';
  if (changes && (headers['sec-fetch-site'] === 'cross-site' || (origin !== undefined && !ours(origin.replace(/^https?:\/\//, ''))))) {
    throw new ServiceError('AccessDenied', `Expected a request from this machine but received one from a page of ${origin ?? 'another site'}`, 403);
  }
}

/** The protocol of a request that names no service: only the JSON protocols name their operation in a header. */
function likelyProtocol(headers: IncomingMessage['headers']): Service['protocol'] {
  return headers['x-amz-target'] === undefined ? 'rest-xml' : 'json-1.0';
}

function serviceName(request: SignedRequest): string {
  try {
    return readClaim(request).service;
  } catch (error) {
    if (!(error instanceof SignatureProblem)) throw error;
    const protocol = likelyProtocol(request.headers);
    throw asServiceError(error, protocol === 'rest-xml' ? 's3' : '', protocol);
  }
}

async function serve(request: SignedRequest, service: Service, { principals, log }: EndpointOptions): Promise<ServiceResponse> {
  let signer;
  try {
    signer = await verifySignature(request, principals);
  } catch (error) {
    throw error instanceof SignatureProblem ? asServiceError(error, service.signingName, service.protocol) : error;
  }
  const { principal, region } = signer;
  const serviceRequest: ServiceRequest = { ...request, principal, region, url: new URL(request.rawUrl, 'http://127.0.0.1') };
  for (const check of service.checks(serviceRequest)) {
    const decision = evaluate(principal, check);
    if (decision.allowed) continue;
    log.warn(`Denied: ${principal.name} may not ${check.action}`, { principal: principal.arn, action: check.action, resource: check.resource });
    throw new ServiceError(service.protocol === 'rest-xml' ? 'AccessDenied' : 'AccessDeniedException', decision.message, service.protocol === 'rest-xml' || service.protocol === 'rest-json' ? 403 : 400);
  }
  return service.handle(serviceRequest);
}

function toServiceError(error: unknown, service: Service | undefined, log: CloudLog): ServiceError {
  if (error instanceof ServiceError) return error;
  log.error(`A request to ${service?.signingName ?? 'the AWS endpoint'} failed`, { error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  const message = 'We encountered an internal error. Please try again.';
  return new ServiceError(service?.protocol === 'rest-xml' ? 'InternalError' : 'InternalServerError', message, 500, { cause: error });
}

async function readBody(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    size += chunk.length;
    // What is over the limit is read to its end and dropped, so that the client gets to see the answer.
    if (size <= LARGEST_BODY) chunks.push(chunk);
  }
  if (size > LARGEST_BODY) throw new ServiceError('EntityTooLarge', `Expected a body of at most ${String(LARGEST_BODY)} bytes but received ${String(size)}`, 413);
  return Buffer.concat(chunks);
}

function write(result: ServiceResponse, message: IncomingMessage, response: ServerResponse): void {
  response.statusCode = result.status;
  for (const [name, value] of Object.entries(result.headers)) {
    if (!CONNECTION_HEADERS.has(name.toLowerCase())) response.setHeader(name, value);
  }
  const body = Buffer.isBuffer(result.body) ? result.body : Buffer.from(result.body);
  if (message.method === 'HEAD') {
    // The length of a HEAD answer is that of the object, which only the service knows.
    const length = Object.entries(result.headers).find(([name]) => name.toLowerCase() === 'content-length')?.[1];
    response.setHeader('content-length', length ?? body.length);
    response.end();
    return;
  }
  if (result.status !== 204 && result.status !== 304) response.setHeader('content-length', body.length);
  response.end(result.status === 204 || result.status === 304 ? undefined : body);
}
