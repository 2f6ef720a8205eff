/** API Gateway's HTTP API on a loopback port of its own. */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { Lambda } from '../lambda/lambda.ts';
import { ServiceError } from '../types.ts';
import type { AccessCheck, CloudLog, Deployment, InvocationResult, Principal } from '../types.ts';
import { answerOf, gatewayAnswer, requestEvent } from './payload.ts';
import type { HttpAnswer } from './payload.ts';
import { matchRoute } from './routes.ts';
import type { HttpApiDefinition, RouteMatch } from './routes.ts';
import { comesFromThisMachine, isSigned } from './sign-in.ts';

/** What a signature is verified over. */
export interface SignedRequest {
  readonly method: string;
  readonly rawUrl: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

export interface HttpApiOptions {
  readonly deployment: Deployment;
  readonly definition: HttpApiDefinition;
  readonly lambda: Pick<Lambda, 'run' | 'mayInvoke'>;
  /** Verifies a signature for `execute-api`; rejects with ServiceError when it is wrong. */
  authenticate(request: SignedRequest): Promise<Principal> | Principal;
  authorize(principal: Principal, check: AccessCheck): boolean;
  /** Unsigned requests from this machine are signed in as this principal. */
  readonly developer: Principal;
  readonly log: CloudLog;
  /** 0 takes a free port. */
  readonly port: number;
}

export interface RunningHttpApi {
  /** `http://127.0.0.1:PORT`, with the stage's path unless it is `$default`. */
  readonly url: string;
  readonly port: number;
  stop(graceMilliseconds: number): Promise<void>;
}

/** API Gateway's limit for a body; a function's own limit for the whole event is lower. */
const BODY_BYTES = 10 * 1024 * 1024;
const EVENT_BYTES = 6 * 1024 * 1024;

/** Opens the API's port and serves its routes. */
export async function startHttpApi(options: HttpApiOptions): Promise<RunningHttpApi> {
  const { definition, log } = options;
  let port = options.port;
  const server = createServer((request, response) => {
    serve(options, port, request)
      .catch((error: unknown) => {
        log.error('The HTTP API failed to answer a request', { error: String(error) });
        return gatewayAnswer(500, 'Internal Server Error');
      })
      .then((answer) => write(response, answer, request))
      .catch((error: unknown) => log.error('An answer of the HTTP API could not be written', { error: String(error) }));
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  port = (server.address() as AddressInfo).port;
  const path = definition.stage === '$default' ? '' : `/${definition.stage}`;
  return { url: `http://127.0.0.1:${String(port)}${path}`, port, stop: (grace) => close(server, grace) };
}

async function serve(options: HttpApiOptions, port: number, message: IncomingMessage): Promise<HttpAnswer> {
  const { definition } = options;
  const { origin } = message.headers;
  if (message.method === 'OPTIONS' && definition.cors !== undefined && origin !== undefined) {
    const allowed = definition.cors.headersFor(origin);
    const headers = Object.keys(allowed).length === 0 ? {} : { ...allowed, ...definition.cors.preflight };
    message.resume();
    return { status: 204, headers, body: Buffer.alloc(0) };
  }
  const answer = await dispatch(options, port, message);
  if (definition.cors === undefined) return answer;
  // With rules of its own the gateway's headers count, not the function's.
  const own = Object.entries(answer.headers).filter(([name]) => !name.startsWith('access-control-'));
  return { ...answer, headers: { ...Object.fromEntries(own), ...definition.cors.headersFor(origin) } };
}

async function dispatch(options: HttpApiOptions, port: number, message: IncomingMessage): Promise<HttpAnswer> {
  const { definition, deployment } = options;
  const rawUrl = message.url ?? '/';
  const [path = '/', ...rest] = rawUrl.split('?');
  const query = rest.join('?');
  const method = message.method ?? 'GET';
  const body = await readBody(message);
  if (body === undefined) return gatewayAnswer(413, 'Request Entity Too Large');
  const inStage = withoutStage(path, definition.stage);
  const match = inStage === undefined ? undefined : matchRoute(definition.routes, method, inStage);
  if (match === undefined) return gatewayAnswer(404, 'Not Found');
  let signer: Principal | undefined;
  if (match.route.authorization === 'AWS_IAM') {
    signer = await signerOf(options, port, message, body);
    const { region, accountId } = deployment;
    const resource = `arn:aws:execute-api:${region}:${accountId}:${definition.apiId}/${definition.stage}/${method}${inStage ?? ''}`;
    if (signer === undefined || !options.authorize(signer, { action: 'execute-api:Invoke', resource })) return gatewayAnswer(403, 'Forbidden');
  }
  const event = requestEvent(definition, match, { message, path, query, body, requestId: randomUUID(), time: Date.now(), signer }, deployment.accountId);
  return invoke(options, match, JSON.stringify(event));
}

async function signerOf(options: HttpApiOptions, port: number, message: IncomingMessage, body: Buffer): Promise<Principal | undefined> {
  if (!isSigned(message)) return comesFromThisMachine(message, port) ? options.developer : undefined;
  try {
    return await options.authenticate({ method: message.method ?? 'GET', rawUrl: message.url ?? '/', headers: message.headers, body });
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    options.log.info(`A signed request to the HTTP API was refused: ${error.message}`);
    return undefined;
  }
}

async function invoke({ deployment, definition, lambda, log }: HttpApiOptions, { route }: RouteMatch, event: string): Promise<HttpAnswer> {
  if (Buffer.byteLength(event) > EVENT_BYTES) return gatewayAnswer(413, 'Request Entity Too Large');
  const source = `arn:aws:execute-api:${deployment.region}:${deployment.accountId}:${definition.apiId}/${definition.stage}/${route.key === '$default' ? '$default' : `${route.method}${route.path}`}`;
  if (!lambda.mayInvoke(route.functionArn, 'apigateway.amazonaws.com', source)) {
    log.warn(`Expected an AWS::Lambda::Permission of apigateway.amazonaws.com for ${route.functionArn} but found none for ${source}`);
    return gatewayAnswer(500, 'Internal Server Error');
  }
  const result = await withTimeout(lambda.run(route.functionArn, event, randomUUID()), route.timeoutMilliseconds, log);
  if (result === undefined) return gatewayAnswer(503, 'Service Unavailable');
  if (!result.ok) {
    log.warn(`${route.key} failed: ${result.errorType}`, { function: route.functionArn });
    return gatewayAnswer(500, 'Internal Server Error');
  }
  const answer = answerOf(result.payload);
  if (answer !== undefined) return answer;
  log.warn(`${route.key} gave an answer that API Gateway does not understand`, { function: route.functionArn });
  return gatewayAnswer(500, 'Internal Server Error');
}

async function withTimeout(result: Promise<InvocationResult>, milliseconds: number, log: CloudLog): Promise<InvocationResult | undefined> {
  const expired = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => expired.resolve(undefined), milliseconds);
  try {
    return await Promise.race([result, expired.promise]);
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    log.warn(`A function was not invoked: ${error.message}`);
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}

function withoutStage(path: string, stage: string): string | undefined {
  if (stage === '$default') return path;
  if (path === `/${stage}`) return '/';
  return path.startsWith(`/${stage}/`) ? path.slice(stage.length + 1) : undefined;
}

async function readBody(message: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    // What is too long is read to its end all the same, or the sender would see a broken connection and no answer.
    if (bytes <= BODY_BYTES) chunks.push(chunk);
  }
  return bytes > BODY_BYTES ? undefined : Buffer.concat(chunks);
}

function write(response: ServerResponse, answer: HttpAnswer, request: IncomingMessage): void {
  for (const [name, value] of Object.entries(answer.headers)) response.setHeader(name, value);
  response.setHeader('apigw-requestid', randomUUID());
  response.statusCode = answer.status;
  if (answer.status !== 204 && answer.status !== 304) response.setHeader('content-length', answer.body.length);
  response.end(request.method === 'HEAD' ? undefined : answer.body);
}

async function close(server: Server, graceMilliseconds: number): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const timer = setTimeout(() => server.closeAllConnections(), graceMilliseconds);
  await closed;
  clearTimeout(timer);
}
