import { expect, test } from 'vitest';
import { completeWithin, hashBands } from '../../../core/inspection/hash-bands.ts';
import { limitRules } from '../../../core/inspection/limits.ts';
import { hashDistance, perceptualHash } from '../../../core/inspection/perceptual-hash.ts';
import { lehmer } from '../imaging/pictures.ts';
import { cropped } from './seeded/damage.ts';
import { cleanSet } from './seeded/photographs.ts';

test('hashes within six bits have a band in common, whichever bits differ', () => {
  const random = lehmer(17);
  for (let trial = 0; trial < 3000; trial += 1) {
    const hash = BigInt.asUintN(64, BigInt(Math.floor(random() * 2 ** 32)) * 4_294_967_296n + BigInt(Math.floor(random() * 2 ** 32)));
    let other = hash;
    while (hashDistance(hash.toString(16), other.toString(16)) < completeWithin) other ^= 1n << BigInt(Math.floor(random() * 64));
    const [a, b] = [hash, other].map((each) => hashBands(each.toString(16).padStart(16, '0')));
    expect(a!.some((band) => b!.includes(band)), hash.toString(16)).toBe(true);
  }
});

test('the bands hold every bit once', () => {
  expect(hashBands('0000000000000000')).toHaveLength(7);
  for (let bit = 0n; bit < 64n; bit += 1n) {
    const bands = hashBands((1n << bit).toString(16).padStart(16, '0'));
    expect(bands.filter((band, index) => band !== hashBands('0000000000000000')[index])).toHaveLength(1);
  }
});

test('an archive finds a picture again that lost 2 % at one edge, and takes no other photograph for it', async () => {
  const photographs = await Promise.all((await cleanSet()).map(async ({ name, picture }) => ({ of: name.replace(/^large\/|-\d+x\d+|, crop \d$/gu, ''), picture, hash: await perceptualHash(picture) })));
  const limit = limitRules.archiveDuplicate.standard;
  const isFound = (hash: string, archived: string): boolean => hashDistance(hash, archived) <= limit && hashBands(hash).some((band) => hashBands(archived).includes(band));
  const crops = await Promise.all(photographs.flatMap(({ picture, hash }) => (['left', 'right', 'top', 'bottom'] as const).map(async (edge) => ({ hash, cut: await perceptualHash(await cropped(picture, { [edge]: 0.02 })) }))));
  const missed = crops.filter(({ hash, cut }) => !isFound(cut, hash));
  expect(missed.length / crops.length).toBeLessThanOrEqual(0.01);
  const strangers = photographs.flatMap(({ of, hash }, index) => photographs.slice(index + 1).filter((other) => other.of !== of && isFound(hash, other.hash)));
  expect(strangers).toEqual([]);
});
