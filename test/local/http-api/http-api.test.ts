import { request as httpRequest } from 'node:http';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { startHttpApi } from '../../../local/http-api/http-api.ts';
import type { RunningHttpApi } from '../../../local/http-api/http-api.ts';
import { readHttpApi } from '../../../local/http-api/routes.ts';
import { createLambda } from '../../../local/lambda/lambda.ts';
import type { Lambda } from '../../../local/lambda/lambda.ts';
import { ServiceError } from '../../../local/types.ts';
import type { AccessCheck, JsonObject, Principal, Resource } from '../../../local/types.ts';
import { ACCOUNT, REGION, deploymentOf, functionArn, lambdaFunction, resource, silentLog, temporaryFolder, writeFiles } from '../support/deployment.ts';

const folder = temporaryFolder();
const assets = join(folder.path, 'assets');
const developer: Principal = { name: 'developer', arn: `arn:aws:iam::${ACCOUNT}:user/developer`, accessKeyId: 'DEV', secretAccessKey: 's', statements: [] };
const checks: AccessCheck[] = [];
let lambda: Lambda;
let api: RunningHttpApi;

const integration = (name: string): Resource =>
  resource('AWS::ApiGatewayV2::Integration', `${name}Integration`, {
    ApiId: 'api1',
    IntegrationType: 'AWS_PROXY',
    IntegrationUri: functionArn(name),
    PayloadFormatVersion: '2.0',
    ...(name === 'Slow' ? { TimeoutInMillis: 50 } : {}),
  });
const route = (key: string, name: string, properties: JsonObject = {}): Resource =>
  resource('AWS::ApiGatewayV2::Route', `Route ${key}`, { ApiId: 'api1', RouteKey: key, Target: `integrations/${name}Integration`, ...properties });
const permission = (name: string, path: string): Resource =>
  resource('AWS::Lambda::Permission', `Permission${name}`, {
    FunctionName: functionArn(name),
    Action: 'lambda:InvokeFunction',
    Principal: 'apigateway.amazonaws.com',
    SourceArn: `arn:aws:execute-api:${REGION}:${ACCOUNT}:api1/${path}`,
  });
const gateway = (properties: JsonObject = {}): Resource[] => [
  resource('AWS::ApiGatewayV2::Api', 'Api', { Name: 'test', ProtocolType: 'HTTP', ...properties }, { physicalId: 'api1' }),
  resource('AWS::ApiGatewayV2::Stage', 'Stage', { ApiId: 'api1', StageName: '$default', AutoDeploy: true }),
];

beforeAll(async () => {
  writeFiles(assets, {
    'Echo/index.js': `exports.handler = async (event) => event;`,
    'Answers/index.js': `exports.handler = async ({ pathParameters: { what } }) => ({
      full: { statusCode: 201, headers: { 'Content-Type': 'text/html', 'X-Number': 7 }, cookies: ['a=1; HttpOnly', 'b=2'], body: '<p>é' },
      binary: { statusCode: 200, headers: { 'content-type': 'image/png' }, body: Buffer.from([137, 80, 78, 71]).toString('base64'), isBase64Encoded: true },
      text: 'just text', malformed: { statusCode: 200, body: { not: 'text' } }, empty: { statusCode: 204 },
    })[what];`,
    'Fails/index.js': `exports.handler = async () => { throw new Error('secret detail'); };`,
    'Slow/index.js': `exports.handler = () => new Promise(() => setInterval(() => {}, 1000));`,
    'Closed/index.js': `exports.handler = async () => 1;`,
  });
  const deployment = deploymentOf(
    [
      ...gateway({ CorsConfiguration: { AllowOrigins: ['https://studio.example'], AllowMethods: ['GET', 'POST'], AllowHeaders: ['content-type'], MaxAge: 60 } }),
      ...['Echo', 'Answers', 'Fails', 'Slow', 'Closed'].flatMap((name) => [lambdaFunction(name), integration(name)]),
      permission('Echo', '*/*'),
      permission('Answers', '*/*/answers/{what}'),
      permission('Fails', '*/GET/fails'),
      permission('Slow', '*/*'),
      permission('Closed', '*/*/elsewhere'),
      route('$default', 'Echo'),
      route('GET /runs/{proxy+}', 'Echo'),
      route('GET /runs/{runId}', 'Echo'),
      route('ANY /runs/latest', 'Echo'),
      route('GET /runs/latest', 'Echo'),
      route('GET /runs/{runId}/steps/{step}', 'Echo'),
      route('GET /answers/{what}', 'Answers'),
      route('GET /fails', 'Fails'),
      route('GET /slow', 'Slow'),
      route('GET /closed', 'Closed'),
      route('ANY /signed', 'Echo', { AuthorizationType: 'AWS_IAM' }),
    ],
    assets,
  );
  lambda = createLambda({
    deployment,
    principalOfRole: () => ({ accessKeyId: 'k', secretAccessKey: 's' }),
    stateDir: join(folder.path, 'state'),
    projectDir: folder.path,
    endpointUrl: 'http://127.0.0.1:9',
    log: silentLog,
  });
  const definition = readHttpApi(deployment);
  if (definition === undefined) throw new Error('Expected an API in the deployment but found none');
  api = await startHttpApi({
    deployment,
    definition,
    lambda,
    authenticate({ headers }) {
      if (headers.authorization?.includes('GOOD') !== true) throw new ServiceError('InvalidSignatureException', 'wrong', 403);
      return { ...developer, name: 'service', accessKeyId: 'GOOD' };
    },
    authorize(_, check) {
      checks.push(check);
      return true;
    },
    developer,
    log: silentLog,
    port: 0,
  });
});

afterAll(async () => {
  await api.stop(0);
  await lambda.stop(0);
  folder[Symbol.dispose]();
});

interface Event2 {
  routeKey: string;
  rawPath: string;
  pathParameters?: Record<string, string>;
  body?: string;
  isBase64Encoded: boolean;
  requestContext: { authorizer?: { iam: { accessKey: string } }; http: { method: string } };
  [key: string]: unknown;
}
const get = async (path: string, init: RequestInit = {}) => (await (await fetch(api.url + path, init)).json()) as Event2;

/** A request whose Host, Origin and Sec-Fetch-Site can be chosen freely, which fetch forbids. */
function raw(path: string, headers: Record<string, string>, method = 'GET'): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    httpRequest({ host: '127.0.0.1', port: api.port, path, headers, method }, (response) => {
      response.resume();
      response.on('end', () => resolve(response.statusCode));
    }).on('error', reject).end();
  });
}

describe('an event in payload format 2.0', () => {
  test('has the request in all its parts', async () => {
    const event = await get('/a%20b?x=1&x=2&y=%26', { method: 'POST', headers: { 'Content-Type': 'application/json', Cookie: 'a=1; b=2', 'X-Thing': 'T' }, body: '{"é":1}' });
    expect(event).toMatchObject({
      version: '2.0',
      routeKey: '$default',
      rawPath: '/a b',
      rawQueryString: 'x=1&x=2&y=%26',
      queryStringParameters: { x: '1,2', y: '&' },
      cookies: ['a=1', 'b=2'],
      headers: { 'x-thing': 'T', 'content-type': 'application/json', host: `127.0.0.1:${String(api.port)}` },
      requestContext: { accountId: ACCOUNT, apiId: 'api1', stage: '$default', http: { method: 'POST', path: '/a b', protocol: 'HTTP/1.1', sourceIp: '127.0.0.1' } },
      body: '{"é":1}',
      isBase64Encoded: false,
    });
    expect(event['headers']).not.toHaveProperty('cookie');
    expect((event.requestContext as unknown as { time: string }).time).toMatch(/^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/);
  });

  test('has a body that is no text in Base64', async () => {
    const event = await get('/x', { method: 'POST', headers: { 'Content-Type': 'application/yaml' }, body: 'a: 1' });
    expect(event).toMatchObject({ body: Buffer.from('a: 1').toString('base64'), isBase64Encoded: true });
  });
});

test.each([
  ['GET', '/runs/latest', 'GET /runs/latest', undefined],
  ['PUT', '/runs/latest', 'ANY /runs/latest', undefined],
  ['GET', '/runs/r%2F1', 'GET /runs/{runId}', { runId: 'r/1' }],
  ['GET', '/runs/1/steps/2', 'GET /runs/{runId}/steps/{step}', { runId: '1', step: '2' }],
  ['GET', '/runs/1/steps', 'GET /runs/{proxy+}', { proxy: '1/steps' }],
  ['DELETE', '/runs/1', '$default', undefined],
  ['GET', '/runs', '$default', undefined],
])('%s %s is served by the route %s', async (method, path, routeKey, parameters) => {
  const event = await get(path, { method });
  expect(event.routeKey).toBe(routeKey);
  expect(event.pathParameters).toEqual(parameters);
});

describe('an answer', () => {
  test('has the status, headers, cookies and body of the function', async () => {
    const response = await fetch(`${api.url}/answers/full`);
    expect(response.status).toBe(201);
    expect(response.headers.get('content-type')).toBe('text/html');
    expect(response.headers.get('x-number')).toBe('7');
    expect(response.headers.getSetCookie()).toEqual(['a=1; HttpOnly', 'b=2']);
    expect(await response.text()).toBe('<p>é');
  });

  test('is binary when the function says so', async () => {
    const response = await fetch(`${api.url}/answers/binary`);
    expect([...new Uint8Array(await response.arrayBuffer())]).toEqual([137, 80, 78, 71]);
  });

  test.each([
    ['/answers/text', 200, 'just text'],
    ['/answers/empty', 204, ''],
    ['/answers/malformed', 500, '{"message":"Internal Server Error"}'],
    ['/fails', 500, '{"message":"Internal Server Error"}'],
    ['/slow', 503, '{"message":"Service Unavailable"}'],
    ['/closed', 500, '{"message":"Internal Server Error"}'],
  ])('%s is %i %s', async (path, status, body) => {
    const response = await fetch(api.url + path);
    expect(response.status).toBe(status);
    expect(await response.text()).toBe(body);
  });

  test('to more than 10 MB is 413', async () => {
    const response = await fetch(`${api.url}/x`, { method: 'POST', body: Buffer.alloc(10 * 1024 * 1024 + 1) });
    expect(response.status).toBe(413);
  });

  test('to HEAD comes from the route of HEAD and has no body', async () => {
    const response = await fetch(`${api.url}/runs/latest`, { method: 'HEAD' });
    expect(response.status).toBe(200);
    expect(Number(response.headers.get('content-length'))).toBeGreaterThan(100);
    expect(await response.text()).toBe('');
  });
});

describe('a route with IAM authorisation', () => {
  test('signs an unsigned request of this machine in as the developer', async () => {
    checks.length = 0;
    const event = await get('/signed', { method: 'POST' });
    expect(event.requestContext.authorizer?.iam.accessKey).toBe('DEV');
    expect(checks).toEqual([{ action: 'execute-api:Invoke', resource: `arn:aws:execute-api:${REGION}:${ACCOUNT}:api1/$default/POST/signed` }]);
  });

  test.each<[string, () => Record<string, string>, number]>([
    ['its own page', () => ({ host: `localhost:${String(api.port)}`, origin: `http://localhost:${String(api.port)}`, 'sec-fetch-site': 'same-origin' }), 200],
    ['a page of another site', () => ({ host: `127.0.0.1:${String(api.port)}`, origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }), 403],
    ['another port of this machine', () => ({ host: `127.0.0.1:${String(api.port)}`, 'sec-fetch-site': 'same-site' }), 403],
    ['a name that was pointed at the loopback address', () => ({ host: `evil.example:${String(api.port)}` }), 403],
    ['a wrong signature', () => ({ authorization: 'AWS4-HMAC-SHA256 BAD' }), 403],
    ['a right signature', () => ({ authorization: 'AWS4-HMAC-SHA256 GOOD' }), 200],
  ])('%s', async (_, headers, status) => {
    expect(await raw('/signed', headers())).toBe(status);
  });
});

describe('cross-origin rules', () => {
  test('the gateway answers the preflight of an allowed origin', async () => {
    const response = await fetch(`${api.url}/signed`, { method: 'OPTIONS', headers: { Origin: 'https://studio.example', 'Access-Control-Request-Method': 'POST' } });
    expect(response.status).toBe(204);
    expect(response.headers.get('access-control-allow-origin')).toBe('https://studio.example');
    expect(response.headers.get('access-control-allow-methods')).toBe('GET,POST');
  });

  test('another origin gets no permission', async () => {
    const response = await fetch(`${api.url}/x`, { headers: { Origin: 'https://evil.example' } });
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
  });
});

test.each([
  ['a JWT authorizer', [...gateway(), lambdaFunction('Echo'), integration('Echo'), route('GET /x', 'Echo', { AuthorizationType: 'JWT' })], /NONE or AWS_IAM.*received "JWT"/],
  ['a web socket', [...gateway({ ProtocolType: 'WEBSOCKET' })], /received "WEBSOCKET"/],
  ['payload format 1.0', [...gateway(), resource('AWS::ApiGatewayV2::Integration', 'EchoIntegration', { ApiId: 'api1', IntegrationType: 'AWS_PROXY', IntegrationUri: functionArn('Echo') }), route('GET /x', 'Echo')], /received "1.0"/],
])('%s is refused by name', (_, resources, message) => {
  expect(() => readHttpApi(deploymentOf(resources, assets))).toThrow(message);
});

test('a path without any route is 404', async () => {
  const deployment = deploymentOf([...gateway(), lambdaFunction('Echo'), integration('Echo'), route('GET /x', 'Echo')], assets);
  const definition = readHttpApi(deployment);
  if (definition === undefined) throw new Error('Expected an API in the deployment but found none');
  const small = await startHttpApi({ deployment, definition, lambda, authenticate: () => developer, authorize: () => true, developer, log: silentLog, port: 0 });
  const response = await fetch(`${small.url}/y`);
  expect([response.status, await response.text()]).toEqual([404, '{"message":"Not Found"}']);
  await small.stop(0);
});
