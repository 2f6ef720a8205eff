/** Requests as an HTTP API hands them to a function, payload format 2.0. */
import type { Handle } from '../../../lambdas/shared/edge.ts';
import type { HttpAnswer } from '../../../lambdas/shared/http.ts';

export interface TestRequest {
  readonly parameters?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  /** ARN of who signed the request. */
  readonly caller?: string;
}

/** @param route `GET /api/runs/{runId}` */
export function httpEvent(route: string, { parameters = {}, query = {}, headers = {}, body, caller }: TestRequest = {}): object {
  const [method = 'GET', path = '/'] = route.split(' ');
  return {
    version: '2.0',
    routeKey: route,
    rawPath: path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(parameters[name] ?? '')),
    headers: { host: 'galley.example.com', ...headers },
    queryStringParameters: query,
    pathParameters: parameters,
    requestContext: { http: { method, sourceIp: '192.0.2.1' }, ...(caller === undefined ? {} : { authorizer: { iam: { userArn: caller } } }) },
    ...(body === undefined ? {} : typeof body === 'string' ? { body, isBase64Encoded: false } : { body: body.toString('base64'), isBase64Encoded: true }),
  };
}

export async function ask(handle: Handle<HttpAnswer>, route: string, request: TestRequest = {}): Promise<{ status: number; headers: Readonly<Record<string, string>>; body: string; json: unknown }> {
  const { statusCode, headers, body } = await handle(httpEvent(route, request));
  return { status: statusCode, headers, body, json: headers['content-type']?.startsWith('application/json') === true && body !== '' ? JSON.parse(body) : undefined };
}
