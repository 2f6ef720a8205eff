import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { reviewIdOf, runIdOfRequest, runIdOfUpload } from '../../core/ids.ts';

const upload = { bucket: 'briefs', key: 'inbox/x.yaml', etag: '"0123"', sequencer: '0055AED6DCD90281E5' };

test('the run of an upload is the first 24 digits of the SHA-256 over its cause', () => {
  const sha256 = createHash('sha256').update('briefs\ninbox/x.yaml\n"0123"\n0055AED6DCD90281E5').digest('hex');
  expect(runIdOfUpload(upload)).toBe(sha256.slice(0, 24));
});

test('the same event gives the same run, a new upload of the same bytes another', () => {
  expect(runIdOfUpload({ ...upload })).toBe(runIdOfUpload(upload));
  expect(runIdOfUpload({ ...upload, sequencer: '0055AED6DCD90281E6' })).not.toBe(runIdOfUpload(upload));
});

test('two callers with the same idempotency key get runs of their own', () => {
  const key = { idempotencyKey: 'order-7' };
  expect(runIdOfRequest({ ...key, principal: 'arn:a' })).not.toBe(runIdOfRequest({ ...key, principal: 'arn:b' }));
});

test('a review is one per run, question and round', () => {
  const ids = [
    reviewIdOf({ runId: 'a', question: 'candidates', round: 1 }),
    reviewIdOf({ runId: 'a', question: 'candidates', round: 2 }),
    reviewIdOf({ runId: 'a', question: 'go-ahead', round: 1 }),
  ];
  expect(new Set(ids).size).toBe(3);
  expect(ids.every((id) => /^[0-9a-f]{24}$/u.test(id))).toBe(true);
});
