import { expect, test } from 'vitest';
import { duplicateMeasure, type Fingerprint } from '../../../core/inspection/duplicates.ts';
import { limitsOf } from '../../../core/inspection/limits.ts';

const own: Fingerprint = { sha256: 'a', pixels: 'p', perceptualHash: 'ffff0000ffff0000', name: 'candidate 1' };
const other = (changes: Partial<Fingerprint>): Fingerprint => ({ sha256: 'b', pixels: 'q', perceptualHash: '0000ffff0000ffff', name: 'candidate 2', ...changes });
const limits = limitsOf();

test('the same file and the same pixels are told apart from what merely looks alike', () => {
  expect(duplicateMeasure('duplicate', own, [other({ sha256: 'a' })], limits)).toMatchObject({ value: 0, passed: false, message: expect.stringContaining('exactly the same picture as candidate 2') as string });
  expect(duplicateMeasure('duplicate', own, [other({ pixels: 'p' })], limits).message).toContain('exactly');
  expect(duplicateMeasure('duplicate', own, [other({ perceptualHash: 'ffff0000ffff0003' })], limits)).toMatchObject({ value: 2, passed: false, message: expect.stringContaining('nearly the same picture as candidate 2') as string });
  expect(duplicateMeasure('duplicate', own, [other({})], limits)).toMatchObject({ value: 64, passed: true });
});

test('the nearest of several is named', () => {
  const near = other({ sha256: 'c', perceptualHash: 'ffff0000ffff0001', name: 'candidate 3' });
  expect(duplicateMeasure('duplicate', own, [other({ perceptualHash: 'ffff0000ffff000f' }), near], limits).message).toContain('candidate 3');
});

test('against an edit only the very same picture counts', () => {
  const base = { perceptualHash: null, name: 'the picture that it was to change' };
  expect(duplicateMeasure('earlier-duplicate', own, [other(base)], limits)).toMatchObject({ id: 'earlier-duplicate', passed: true });
  expect(duplicateMeasure('earlier-duplicate', own, [other({ ...base, pixels: 'p' })], limits)).toMatchObject({ passed: false, message: expect.stringContaining('the round changed next to nothing') as string });
});

test('a brand may allow what is nearer, but not the same picture twice', () => {
  const own0 = limitsOf({ duplicate: 0 }, ['duplicate']);
  expect(duplicateMeasure('duplicate', own, [other({ perceptualHash: 'ffff0000ffff0003' })], own0)).toMatchObject({ passed: true, limitFrom: 'brand', limit: '> 0' });
  expect(duplicateMeasure('duplicate', own, [other({ pixels: 'p' })], own0).passed).toBe(false);
});
