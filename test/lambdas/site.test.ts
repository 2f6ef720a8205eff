import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { createHandler } from '../../lambdas/site/handler.ts';
import { temporaryFolder, writeFiles } from '../local/support/deployment.ts';
import { ask, type TestRequest } from './support/http.ts';

const folder = temporaryFolder();
beforeAll(() => {
  writeFiles(folder.path, { 'web/studio.html': '<h1>Studio</h1>', 'web/review.html': '<h1>Review</h1>', 'web/assets/studio-1a2b.js': 'export {};', 'web/assets/.hidden.js': 'x', 'secret.js': 'x', 'web/secret.js': 'x' });
});
afterAll(() => folder[Symbol.dispose]());

const site = (route: string, request: TestRequest = {}) => ask(createHandler({ folder: `${folder.path}/web`, pictureOrigins: () => Promise.resolve(['https://pictures.example.com']) }), route, request);
const file = (name: string) => ({ parameters: { file: name } });

describe('the pages', () => {
  test.each([
    ['GET /', 'Studio'],
    ['GET /review/{reviewId}', 'Review'],
  ])('%s is served with a policy that allows only its own code', async (route, title) => {
    const { status, headers, body } = await site(route, { parameters: { reviewId: 'a'.repeat(24) } });
    expect(status).toBe(200);
    expect(body).toContain(title);
    const policy = headers['content-security-policy'] ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain('https://pictures.example.com');
    expect(policy).not.toContain('unsafe');
    expect(headers).toMatchObject({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer', 'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY' });
  });

  test('assets may be cached for good', async () => {
    const { status, headers } = await site('GET /assets/{file}', file('studio-1a2b.js'));
    expect(status).toBe(200);
    expect(headers).toMatchObject({ 'content-type': 'text/javascript; charset=utf-8', 'cache-control': 'public, max-age=31536000, immutable' });
  });
});

describe('the published schemas', () => {
  test.each(['brief', 'brand-kit'])('%s is served to any editor, byte for byte the one in schemas/', async (name) => {
    const { status, headers, body } = await site('GET /schemas/{file}', file(`${name}.v1.json`));
    expect(status).toBe(200);
    expect(headers).toMatchObject({ 'content-type': 'application/schema+json; charset=utf-8', 'cache-control': 'public, max-age=3600', 'access-control-allow-origin': '*' });
    expect(JSON.parse(body)).toEqual(JSON.parse(readFileSync(new URL(`../../schemas/${name}.v1.schema.json`, import.meta.url), 'utf8')));
  });

  test.each(['brief.v2.json', 'constructor', '../secret.js'])('%j is none of them', async (name) => {
    const { status, body } = await site('GET /schemas/{file}', file(name));
    expect(status).toBe(404);
    expect(body).toContain('Expected brief.v1.json or brand-kit.v1.json');
  });
});

test.each(['..%2fsecret.js', '../secret.js', '../../secret.js', '..\\secret.js', '.hidden.js', '/etc/passwd.js', 'studio-1a2b.js\0', 'none.js', 'studio.html', 'studio-1a2b.map'])('%j is not found', async (name) => {
  expect((await site('GET /assets/{file}', file(name))).status).toBe(404);
});

test.each([
  ['HEAD /', {}, 200],
  ['HEAD /review/{reviewId}', { parameters: { reviewId: 'a'.repeat(24) } }, 200],
  ['HEAD /assets/{file}', file('studio-1a2b.js'), 200],
  ['HEAD /assets/{file}', file('none.js'), 404],
  ['HEAD /else', {}, 404],
])('%s has no body', async (route, request, status) => {
  const answer = await site(route, request);
  expect(answer.status).toBe(status);
  expect(answer.body).toBe('');
});
