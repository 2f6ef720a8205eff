/** The HTTP API of a deployment: its routes in the order in which API Gateway tries them. */
import { z } from 'zod';

import type { Deployment, Resource } from '../types.ts';
import { readCors } from './cors.ts';
import type { Cors } from './cors.ts';

export interface HttpApiDefinition {
  readonly apiId: string;
  readonly name: string;
  /** `$default`, or a name that is the first segment of every path. */
  readonly stage: string;
  readonly stageVariables: Readonly<Record<string, string>> | undefined;
  readonly cors: Cors | undefined;
  readonly routes: readonly Route[];
}

export interface Route {
  /** `GET /api/runs/{runId}`, `ANY /x` or `$default`. */
  readonly key: string;
  /** Upper case, or `ANY`. */
  readonly method: string;
  /** The path with its variables; empty for `$default`. */
  readonly path: string;
  readonly authorization: 'NONE' | 'AWS_IAM';
  readonly functionArn: string;
  readonly timeoutMilliseconds: number;
  readonly segments: readonly Segment[];
}

interface Segment {
  readonly kind: 'text' | 'variable' | 'greedy';
  readonly name: string;
}

const RANK: Readonly<Record<Segment['kind'], number>> = { text: 0, variable: 1, greedy: 2 };

const ApiProperties = z.looseObject({
  Name: z.string().default(''),
  ProtocolType: z.string().default('HTTP'),
  Body: z.unknown().optional(),
  BodyS3Location: z.unknown().optional(),
  Target: z.string().optional(),
  CorsConfiguration: z.unknown().optional(),
});
const StageProperties = z.looseObject({ ApiId: z.string(), StageName: z.string(), StageVariables: z.record(z.string(), z.string()).optional() });
const RouteProperties = z.looseObject({
  ApiId: z.string(),
  RouteKey: z.string(),
  Target: z.string(),
  AuthorizationType: z.string().default('NONE'),
});
const IntegrationProperties = z.looseObject({
  ApiId: z.string(),
  IntegrationType: z.string(),
  IntegrationSubtype: z.string().optional(),
  IntegrationUri: z.string().default(''),
  PayloadFormatVersion: z.string().default('1.0'),
  TimeoutInMillis: z.coerce.number().max(30_000).default(30_000),
  RequestParameters: z.unknown().optional(),
  ResponseParameters: z.unknown().optional(),
});

/**
 * Reads the deployment's HTTP API, or undefined when it has none.
 * @throws Error naming what the embedded cloud cannot serve
 */
export function readHttpApi(deployment: Deployment): HttpApiDefinition | undefined {
  const [api, second] = deployment.ofType('AWS::ApiGatewayV2::Api');
  if (api === undefined) return undefined;
  if (second !== undefined) throw refuse(second, 'AWS::ApiGatewayV2::Api', 'one API at most', second.logicalId);
  const properties = ApiProperties.parse(api.properties);
  if (properties.ProtocolType !== 'HTTP') throw refuse(api, 'ProtocolType', 'HTTP', properties.ProtocolType);
  for (const field of ['Body', 'BodyS3Location', 'Target'] as const) {
    if (properties[field] !== undefined) throw refuse(api, field, 'routes as resources of their own', field);
  }
  const stages = deployment.ofType('AWS::ApiGatewayV2::Stage').map((stage) => StageProperties.parse(stage.properties));
  const [stage] = stages.filter(({ ApiId }) => ApiId === api.physicalId);
  if (stage === undefined || stages.length > 1) throw refuse(api, 'AWS::ApiGatewayV2::Stage', 'one stage', stages.map(({ StageName }) => StageName).join(', ') || 'none');
  return {
    apiId: api.physicalId,
    name: properties.Name,
    stage: stage.StageName,
    stageVariables: stage.StageVariables,
    cors: readCors(properties.CorsConfiguration),
    routes: deployment
      .ofType('AWS::ApiGatewayV2::Route')
      .map((resource) => readRoute(resource, deployment))
      .sort(byPriority),
  };
}

function readRoute(resource: Resource, deployment: Deployment): Route {
  const properties = RouteProperties.parse(resource.properties);
  const { AuthorizationType: authorization, RouteKey: key } = properties;
  if (authorization !== 'NONE' && authorization !== 'AWS_IAM') throw refuse(resource, 'AuthorizationType', 'NONE or AWS_IAM', authorization);
  const integrationId = properties.Target.replace(/^integrations\//, '');
  const integration = deployment.ofType('AWS::ApiGatewayV2::Integration').find(({ physicalId }) => physicalId === integrationId);
  if (integration === undefined) throw refuse(resource, 'Target', 'an integration of these stacks', properties.Target);
  const target = IntegrationProperties.parse(integration.properties);
  if (target.IntegrationType !== 'AWS_PROXY') throw refuse(integration, 'IntegrationType', 'AWS_PROXY', target.IntegrationType);
  if (target.IntegrationSubtype !== undefined) throw refuse(integration, 'IntegrationSubtype', 'none', target.IntegrationSubtype);
  if (target.PayloadFormatVersion !== '2.0') throw refuse(integration, 'PayloadFormatVersion', '2.0', target.PayloadFormatVersion);
  for (const field of ['RequestParameters', 'ResponseParameters'] as const) {
    if (target[field] !== undefined) throw refuse(integration, field, 'none', JSON.stringify(target[field]));
  }
  const functionArn = /arn:[\w-]+:lambda:[^/]+/.exec(target.IntegrationUri)?.[0];
  if (functionArn === undefined) throw refuse(integration, 'IntegrationUri', 'a function', target.IntegrationUri);
  return { ...parseRouteKey(key, resource), key, authorization, functionArn, timeoutMilliseconds: target.TimeoutInMillis };
}

function parseRouteKey(key: string, resource: Resource): Pick<Route, 'method' | 'path' | 'segments'> {
  if (key === '$default') return { method: 'ANY', path: '', segments: [] };
  const [, method, path] = /^([A-Z]+) (\/.*)$/.exec(key) ?? [];
  if (method === undefined || path === undefined) throw refuse(resource, 'RouteKey', '"METHOD /path" or "$default"', key);
  const segments = splitPath(path).map((text): Segment => {
    const variable = /^\{([^{}+]+)(\+?)\}$/.exec(text);
    if (variable === null) return { kind: 'text', name: text };
    return { kind: variable[2] === '+' ? 'greedy' : 'variable', name: variable[1] ?? '' };
  });
  return { method, path, segments };
}

/** Text before variable before greedy variable, segment by segment; `$default` last; one method before `ANY`. */
function byPriority(a: Route, b: Route): number {
  if ((a.key === '$default') !== (b.key === '$default')) return a.key === '$default' ? 1 : -1;
  for (let index = 0; index < Math.max(a.segments.length, b.segments.length); index += 1) {
    const difference = RANK[a.segments[index]?.kind ?? 'text'] - RANK[b.segments[index]?.kind ?? 'text'];
    if (difference !== 0) return difference;
  }
  return Number(a.method === 'ANY') - Number(b.method === 'ANY');
}

export interface RouteMatch {
  readonly route: Route;
  readonly parameters: Readonly<Record<string, string>>;
}

/** The route for a method and an encoded path without the stage, or undefined. */
export function matchRoute(routes: readonly Route[], method: string, path: string): RouteMatch | undefined {
  const parts = splitPath(path);
  for (const route of routes) {
    if (route.method !== 'ANY' && route.method !== method) continue;
    const parameters = route.key === '$default' ? {} : matchSegments(route.segments, parts);
    if (parameters !== undefined) return { route, parameters };
  }
  return undefined;
}

function matchSegments(segments: readonly Segment[], parts: readonly string[]): Record<string, string> | undefined {
  const parameters: Record<string, string> = {};
  for (const [index, { kind, name }] of segments.entries()) {
    const part = parts[index];
    if (part === undefined) return undefined;
    if (kind === 'greedy') {
      parameters[name] = parts.slice(index).map(decode).join('/');
      return parameters;
    }
    if (kind === 'variable') {
      if (part === '') return undefined;
      parameters[name] = decode(part);
    } else if (decode(part) !== name) return undefined;
  }
  return parts.length === segments.length ? parameters : undefined;
}

function splitPath(path: string): string[] {
  return path.slice(1).split('/');
}

/** Decodes a path; what is not valid percent encoding stays as it is. */
export function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function refuse(resource: Resource, field: string, expected: string, received: string): Error {
  return new Error(`Expected ${expected} for ${field} of ${resource.type} ${resource.logicalId} but received "${received}": the embedded cloud serves no other`);
}
