import { z } from 'zod';
import { InvalidBrief, InvalidInput, NotFound, type FieldProblem } from '../../core/errors.ts';
import { fieldName } from '../../core/source/paths.ts';
import { issuesOf, presentable, silent, type Handle } from './edge.ts';

/** What Galley reads of an HTTP API event, payload format 2.0. */
const HttpEvent = z.object({
  routeKey: z.string(),
  rawPath: z.string(),
  headers: z.record(z.string(), z.string().optional()).default({}),
  queryStringParameters: z.record(z.string(), z.string().optional()).optional(),
  pathParameters: z.record(z.string(), z.string().optional()).optional(),
  body: z.string().optional(),
  isBase64Encoded: z.boolean().default(false),
  requestContext: z.object({ http: z.object({ method: z.string() }), authorizer: z.object({ iam: z.object({ userArn: z.string() }).optional() }).optional() }),
});

export interface HttpRequest {
  readonly method: string;
  readonly path: string;
  /** ARN of the principal that signed the request; null on a route that takes unsigned ones. */
  readonly caller: string | null;
  /** Value of a header, whatever its case. */
  header(name: string): string | undefined;
  query(name: string): string | undefined;
  /** A placeholder of the route, `runId`. @throws InvalidInput when the route has none of this name */
  parameter(name: string): string;
  readonly body: Buffer;
}

export interface HttpAnswer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly isBase64Encoded?: boolean;
}

/** A refusal with a status of its own. */
export class HttpProblem extends Error {
  override readonly name = 'HttpProblem';
  readonly status: number;
  /** What the answer calls it, `AlreadyDecided`. */
  readonly title: string;
  readonly problems: readonly FieldProblem[];
  /** What the message says, by name: a page words it in its reader's language. */
  readonly facts: Readonly<Record<string, string>>;

  constructor(status: number, title: string, message: string, problems: readonly FieldProblem[] = [], facts: Readonly<Record<string, string>> = {}) {
    super(message);
    this.status = status;
    this.title = title;
    this.problems = problems;
    this.facts = facts;
  }
}

export type Route = (request: HttpRequest) => Promise<HttpAnswer>;

/** Answers requests by their route key (`GET /api/runs/{runId}`); every error becomes a JSON answer, and HEAD has no body. */
export function httpHandler(routes: Readonly<Record<string, Route>>): Handle<HttpAnswer> {
  return async (event, note = silent) => {
    const parsed = HttpEvent.safeParse(event);
    if (!parsed.success) throw new InvalidInput(issuesOf(parsed.error));
    const { routeKey } = parsed.data;
    const answer = await respond(routes[routeKey], requestOf(parsed.data), (name, reason) => {
      note(reason === undefined ? { refusal: name } : { refusal: name, reason });
    });
    note({ route: routeKey, status: answer.statusCode });
    return parsed.data.requestContext.http.method === 'HEAD' ? { ...answer, body: '' } : answer;
  };
}

async function respond(route: Route | undefined, request: HttpRequest, refused: (name: string, reason?: string) => void): Promise<HttpAnswer> {
  try {
    if (route === undefined) throw new NotFound(`Expected a known address but received ${request.method} ${request.path}`);
    return await route(request);
  } catch (error) {
    const problem = problemOf(error);
    if (problem.status === 500) refused(problem.title, presentable(error).message);
    else refused(problem.title);
    const { status, title, message, problems, facts } = problem;
    return json(status, { error: { name: title, message, ...(problems.length === 0 ? {} : { problems }), ...(Object.keys(facts).length === 0 ? {} : { facts }) } });
  }
}

function problemOf(error: unknown): HttpProblem {
  if (error instanceof HttpProblem) return error;
  if (error instanceof InvalidBrief) return new HttpProblem(422, error.name, 'The brief was not accepted; each problem names its field.', error.problems);
  if (error instanceof InvalidInput) return new HttpProblem(400, error.name, error.message);
  if (error instanceof NotFound) return new HttpProblem(404, error.name, error.message);
  return new HttpProblem(500, 'InternalFailure', 'Something went wrong on our side. Try again in a moment.');
}

export function json(statusCode: number, value: unknown): HttpAnswer {
  return {
    statusCode,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    },
    body: JSON.stringify(value),
  };
}

/** @throws HttpProblem 400 when the body is not JSON, 422 naming each field that breaks the schema */
export function jsonBody<Schema extends z.ZodType>(request: HttpRequest, schema: Schema): z.infer<Schema> {
  let value: unknown;
  try {
    value = JSON.parse(request.body.toString('utf8'));
  } catch {
    throw new HttpProblem(400, 'InvalidInput', 'Expected JSON for the body but received something else');
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success) {
    throw new HttpProblem(
      422,
      'InvalidInput',
      'The request was not accepted; each problem names its field.',
      parsed.error.issues.map((issue) => ({ field: fieldName(issue.path), message: issue.message })),
    );
  }
  return parsed.data;
}

/** A whole number from the query. @throws InvalidInput when it is none or lies outside the limits */
export function limitOf(request: HttpRequest, fallback: number, most: number): number {
  const text = request.query('limit');
  if (text === undefined) return fallback;
  const value = /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= 1 && value <= most)) throw new InvalidInput(`Expected limit from 1 to ${String(most)} but received ${JSON.stringify(text)}`);
  return value;
}

function requestOf(event: z.infer<typeof HttpEvent>): HttpRequest {
  const headers = new Map(Object.entries(event.headers).map(([name, value]) => [name.toLowerCase(), value]));
  return {
    method: event.requestContext.http.method,
    path: event.rawPath,
    caller: event.requestContext.authorizer?.iam?.userArn ?? null,
    header: (name) => headers.get(name.toLowerCase()),
    query: (name) => event.queryStringParameters?.[name],
    parameter: (name) => {
      const value = event.pathParameters?.[name];
      if (value === undefined) throw new InvalidInput(`Expected ${name} in the address ${event.rawPath} but received none`);
      return value;
    },
    body: Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8'),
  };
}
