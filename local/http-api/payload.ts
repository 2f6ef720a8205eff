/** Requests and answers in API Gateway's payload format 2.0. */
import type { IncomingMessage } from 'node:http';

import { z } from 'zod';

import type { JsonObject, JsonValue, Principal } from '../types.ts';
import { decode } from './routes.ts';
import type { HttpApiDefinition, RouteMatch } from './routes.ts';

export interface ReceivedRequest {
  readonly message: IncomingMessage;
  /** Path as it arrived, without query. */
  readonly path: string;
  /** Query without `?`. */
  readonly query: string;
  readonly body: Buffer;
  readonly requestId: string;
  /** Milliseconds since the epoch. */
  readonly time: number;
  /** The signer of a request to a route with IAM authorisation. */
  readonly signer: Principal | undefined;
}

const HOP_BY_HOP = new Set(['connection', 'keep-alive', 'proxy-connection', 'te', 'transfer-encoding', 'upgrade', 'cookie']);
/** Bodies of other types reach the function as Base64. */
const TEXT_TYPES = /^(?:text\/|application\/(?:json|xml|javascript|[\w.-]+\+(?:json|xml))(?:;|$))/i;

/** The event for a function. */
export function requestEvent(api: HttpApiDefinition, { route, parameters }: RouteMatch, request: ReceivedRequest, accountId: string): JsonObject {
  const { message, body } = request;
  const host = message.headers.host ?? '';
  const headers = Object.fromEntries(
    Object.entries(message.headersDistinct)
      .filter(([name]) => !HOP_BY_HOP.has(name))
      .map(([name, values]) => [name, (values ?? []).join(',')]),
  );
  const cookies = (message.headers.cookie ?? '').split(/;\s*/).filter((cookie) => cookie !== '');
  const isText = TEXT_TYPES.test(message.headers['content-type'] ?? 'text/plain');
  const sourceIp = message.socket.remoteAddress ?? '127.0.0.1';
  return {
    version: '2.0',
    routeKey: route.key,
    rawPath: decode(request.path),
    rawQueryString: request.query,
    ...(cookies.length > 0 ? { cookies } : {}),
    headers: {
      ...headers,
      'content-length': String(body.length),
      'x-forwarded-for': sourceIp,
      'x-forwarded-port': host.split(':')[1] ?? '80',
      'x-forwarded-proto': 'http',
    },
    ...(request.query === '' ? {} : { queryStringParameters: queryParameters(request.query) }),
    requestContext: {
      accountId,
      apiId: api.apiId,
      ...(request.signer === undefined ? {} : { authorizer: { iam: signerFacts(request.signer, accountId) } }),
      domainName: host,
      domainPrefix: host.split('.')[0] ?? '',
      http: {
        method: message.method ?? 'GET',
        path: decode(request.path),
        protocol: `HTTP/${message.httpVersion}`,
        sourceIp,
        userAgent: message.headers['user-agent'] ?? '',
      },
      requestId: request.requestId,
      routeKey: route.key,
      stage: api.stage,
      time: commonLogTime(request.time),
      timeEpoch: request.time,
    },
    ...(Object.keys(parameters).length > 0 ? { pathParameters: { ...parameters } } : {}),
    ...(api.stageVariables === undefined ? {} : { stageVariables: { ...api.stageVariables } }),
    ...(body.length > 0 ? { body: body.toString(isText ? 'utf8' : 'base64') } : {}),
    isBase64Encoded: body.length > 0 && !isText,
  };
}

function queryParameters(query: string): Record<string, string> {
  const parameters: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(query)) {
    parameters[name] = name in parameters ? `${parameters[name] ?? ''},${value}` : value;
  }
  return parameters;
}

function signerFacts(signer: Principal, accountId: string): JsonObject {
  return {
    accessKey: signer.accessKeyId,
    accountId,
    callerId: signer.accessKeyId,
    cognitoIdentity: null,
    principalOrgId: null,
    userArn: signer.arn,
    userId: signer.accessKeyId,
  };
}

/** `24/Nov/2026:03:05:09 +0000` */
function commonLogTime(time: number): string {
  const [, weekday, day, month, year, clock] = /^(\w+), (\d+) (\w+) (\d+) ([\d:]+)/.exec(new Date(time).toUTCString()) ?? [];
  return weekday === undefined ? '' : `${day ?? ''}/${month ?? ''}/${year ?? ''}:${clock ?? ''} +0000`;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: Buffer;
}

const Answer = z.looseObject({
  statusCode: z.coerce.number().int().min(100).max(599),
  headers: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).nullish(),
  cookies: z.array(z.string()).nullish(),
  body: z.string().nullish(),
  isBase64Encoded: z.boolean().nullish(),
});

/**
 * What a function's result means as an HTTP answer: an object with `statusCode` is the answer itself, anything else is
 * the JSON body of a 200. Undefined when the result has a `statusCode` but is malformed.
 */
export function answerOf(result: JsonValue): HttpAnswer | undefined {
  if (typeof result !== 'object' || result === null || Array.isArray(result) || !('statusCode' in result)) {
    const body = typeof result === 'string' ? result : JSON.stringify(result);
    return { status: 200, headers: { 'content-type': 'application/json' }, body: Buffer.from(body) };
  }
  const parsed = Answer.safeParse(result);
  if (!parsed.success) return undefined;
  const { statusCode, headers, cookies, body, isBase64Encoded } = parsed.data;
  const given = Object.fromEntries(Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), String(value)]));
  return {
    status: statusCode,
    headers: {
      'content-type': 'text/plain;charset=UTF-8',
      ...given,
      ...(cookies === null || cookies === undefined || cookies.length === 0 ? {} : { 'set-cookie': cookies }),
    },
    body: Buffer.from(body ?? '', isBase64Encoded === true ? 'base64' : 'utf8'),
  };
}

/** An answer of the gateway itself. */
export function gatewayAnswer(status: number, message: string): HttpAnswer {
  return { status, headers: { 'content-type': 'application/json' }, body: Buffer.from(JSON.stringify({ message })) };
}
