import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import { describe, expect, test } from 'vitest';

import { verifySignature } from '../../../local/iam/signature.ts';
import type { SignedRequest } from '../../../local/iam/signature.ts';
import type { Principal } from '../../../local/types.ts';

const principal: Principal = { name: 'Role', arn: 'arn:aws:iam::000000000000:role/Role', accessKeyId: 'AKIAROLE', secretAccessKey: 'secret', statements: [] };
const principals = { byAccessKey: (id: string) => (id === principal.accessKeyId ? principal : undefined) };
const NOW = Date.parse('2026-11-24T03:00:00Z');
const MINUTE = 60_000;

async function signed(service: string, path: string, { secret = 'secret', key = 'AKIAROLE', body = '', at = NOW, query = {} }: { secret?: string; key?: string; body?: string; at?: number; query?: Record<string, string> } = {}): Promise<SignedRequest> {
  const signer = new SignatureV4({ service, region: 'eu-central-1', sha256: Sha256, credentials: { accessKeyId: key, secretAccessKey: secret }, uriEscapePath: service !== 's3' });
  const request = await signer.sign({ method: 'POST', protocol: 'http:', hostname: '127.0.0.1', path, query, headers: { host: '127.0.0.1:1', 'content-type': 'text/plain' }, body }, { signingDate: new Date(at) });
  const search = new URLSearchParams(query).toString().replaceAll('+', '%20');
  return { method: 'POST', rawUrl: search === '' ? path : `${path}?${search}`, headers: request.headers, body: Buffer.from(body) };
}

describe('signatures', () => {
  test.each([
    ['s3', '/bucket/a%20b/c%2Bd'],
    ['execute-api', '/api/briefs/a%20b'],
    ['dynamodb', '/'],
  ])('of %s over a path with escapes', async (service, path) => {
    const request = await signed(service, path, { body: '{"a":1}', query: { prefix: 'a b/c+d', empty: '' } });
    expect(await verifySignature(request, principals, NOW)).toEqual({ principal, region: 'eu-central-1', service });
  });

  test.each([
    ['another secret', { secret: 'wrong' }, {}, 'mismatch'],
    ['an unknown key', { key: 'AKIAOTHER' }, {}, 'unknown-key'],
    ['another body', {}, { body: Buffer.from('changed') }, 'body-mismatch'],
    ['another path', {}, { rawUrl: '/other' }, 'mismatch'],
    ['another method', {}, { method: 'PUT' }, 'mismatch'],
    ['a clock 16 minutes behind', { at: NOW - 16 * MINUTE }, {}, 'skewed'],
    ['a clock 16 minutes ahead', { at: NOW + 16 * MINUTE }, {}, 'skewed'],
    ['no signature', {}, { headers: { host: '127.0.0.1:1' } }, 'missing'],
  ])('with %s are refused', async (_, options, change, kind) => {
    const request = { ...(await signed('dynamodb', '/', { body: 'x', ...options })), ...change };
    await expect(verifySignature(request, principals, NOW)).rejects.toMatchObject({ name: 'SignatureProblem', kind });
  });

  test('a clock 14 minutes off is near enough', async () => {
    await expect(verifySignature(await signed('dynamodb', '/', { at: NOW - 14 * MINUTE }), principals, NOW)).resolves.toBeDefined();
  });

  test('a presigned URL is good until it expires', async () => {
    const signer = new SignatureV4({ service: 's3', region: 'eu-central-1', sha256: Sha256, credentials: principal, uriEscapePath: false });
    const { query = {} } = await signer.presign({ method: 'GET', protocol: 'http:', hostname: '127.0.0.1', path: '/bucket/key', headers: { host: '127.0.0.1:1', 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' } }, { expiresIn: 900, signingDate: new Date(NOW) });
    const rawUrl = `/bucket/key?${new URLSearchParams(query as Record<string, string>).toString()}`;
    const request: SignedRequest = { method: 'GET', rawUrl, headers: { host: '127.0.0.1:1', 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' }, body: Buffer.alloc(0) };
    await expect(verifySignature(request, principals, NOW + 14 * MINUTE)).resolves.toMatchObject({ service: 's3' });
    await expect(verifySignature(request, principals, NOW + 16 * MINUTE)).rejects.toMatchObject({ kind: 'expired' });
    const prolonged = { ...request, rawUrl: rawUrl.replace('X-Amz-Expires=900', 'X-Amz-Expires=9000') };
    await expect(verifySignature(prolonged, principals, NOW + 16 * MINUTE)).rejects.toMatchObject({ kind: 'mismatch' });
  });
});
