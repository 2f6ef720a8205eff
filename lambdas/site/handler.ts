import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import briefSchema from '../../schemas/brief.v1.schema.json' with { type: 'json' };
import brandKitSchema from '../../schemas/brand-kit.v1.schema.json' with { type: 'json' };
import { NotFound } from '../../core/errors.ts';
import * as wired from '../shared/clients.ts';
import { lambdaHandler, type Handle } from '../shared/edge.ts';
import { requireEnv } from '../shared/environment.ts';
import { httpHandler, type HttpAnswer, type Route } from '../shared/http.ts';

interface Ports {
  /** Folder of the built pages. */
  readonly folder: string;
  /** Origins that pictures are read from: where presigned links point. */
  readonly pictureOrigins: () => Promise<readonly string[]>;
}

const mediaTypes: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** The published JSON Schemas by their address, which stays: a change that breaks documents gets a new number. */
const schemas: Readonly<Record<string, object>> = { 'brief.v1.json': briefSchema, 'brand-kit.v1.json': brandKitSchema };

/** The pages: static files, the same for everybody. */
export function createHandler({ folder, pictureOrigins }: Ports): Handle<HttpAnswer> {
  const page =
    (file: string): Route =>
    async () => ({
      statusCode: 200,
      headers: {
        ...safeHeaders,
        'content-type': 'text/html; charset=utf-8',
        'cache-control': 'no-store',
        'content-security-policy': policy(await pictureOrigins()),
      },
      body: await readFile(join(folder, file), 'utf8'),
    });
  const asset: Route = async (request) => {
    const file = request.parameter('file');
    const mediaType = mediaTypes[extname(file)];
    if (mediaType === undefined || !/^[\w.-]+$/.test(file) || file.startsWith('.')) throw new NotFound(`Expected a file of the pages but received ${JSON.stringify(file)}`);
    const body = await readFile(join(folder, 'assets', file), 'utf8').catch(() => {
      throw new NotFound(`Expected a file of the pages but received ${JSON.stringify(file)}`);
    });
    // Names carry a hash of the content.
    return { statusCode: 200, headers: { ...safeHeaders, 'content-type': mediaType, 'cache-control': 'public, max-age=31536000, immutable' }, body };
  };
  const schema: Route = (request) => {
    const file = request.parameter('file');
    const found = Object.hasOwn(schemas, file) ? schemas[file] : undefined;
    if (found === undefined) throw new NotFound(`Expected ${Object.keys(schemas).join(' or ')} but received ${JSON.stringify(file)}`);
    // Editors in a browser read it from another origin.
    const headers = { ...safeHeaders, 'content-type': 'application/schema+json; charset=utf-8', 'cache-control': 'public, max-age=3600', 'access-control-allow-origin': '*' };
    return Promise.resolve({ statusCode: 200, headers, body: JSON.stringify(found) });
  };
  return httpHandler({
    'GET /': page('studio.html'),
    'HEAD /': page('studio.html'),
    'GET /review/{reviewId}': page('review.html'),
    'HEAD /review/{reviewId}': page('review.html'),
    'GET /assets/{file}': asset,
    'HEAD /assets/{file}': asset,
    'GET /schemas/{file}': schema,
    'HEAD /schemas/{file}': schema,
  });
}

const safeHeaders = {
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
} as const;

function policy(pictures: readonly string[]): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    `img-src 'self' data: blob: ${pictures.join(' ')}`,
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

export const handler = lambdaHandler(() => {
  const objects = wired.objects();
  let origins: Promise<readonly string[]> | undefined;
  return createHandler({
    folder: join(requireEnv('LAMBDA_TASK_ROOT'), 'web'),
    // The client itself says where its links point; signing one needs no permission.
    pictureOrigins: () => (origins ??= objects.presign({ bucket: requireEnv('ASSETS_BUCKET'), key: 'any' }, 60).then((url) => [new URL(url).origin])),
  });
});
