import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { drawOf } from '../../../core/prompt/draw.ts';
import { TemplateLabels } from '../../../core/prompt/labels-document.ts';
import { chosenVersion, initialLabels, moveLabel, rollbackLabel, shareTraffic } from '../../../core/prompt/labels.ts';

const stamp = { at: '2026-11-24T12:00:00.000Z', by: 'arn:aws:iam::000000000000:user/ana' };
const target = (version: string) => ({ version, sha256: version.replaceAll('.', '').padEnd(64, '0') });
const product = initialLabels('product');
const anyOf = { name: 'product', version: null, label: null };
const versionAt = (labels: TemplateLabels, label: string): string | undefined => labels.labels[label]?.version;

describe('labels', () => {
  test('begin where the shipped ones point, without a history', () => {
    expect(product).toMatchObject({ name: 'product', labels: { production: { version: '1.0.0' }, candidate: { version: '1.1.0' } }, shares: {}, history: [] });
    expect(initialLabels('constructor').labels).toEqual({});
  });

  test('a move is recorded with who, when, from and to, and is a document that can be stored', () => {
    const moved = moveLabel(product, 'production', target('1.1.0'), stamp);
    expect(moved.history).toEqual([{ action: 'move', ...stamp, label: 'production', from: product.labels['production'], to: target('1.1.0') }]);
    expect(TemplateLabels.parse(JSON.parse(JSON.stringify(moved)))).toEqual(moved);
    expect(versionAt(product, 'production')).toBe('1.0.0');
  });

  test('the same move again changes nothing', () => {
    const moved = moveLabel(product, 'production', target('1.1.0'), stamp);
    expect(moveLabel(moved, 'production', target('1.1.0'), stamp)).toBe(moved);
  });

  test('a rollback undoes the last move that stands, a second one the move before it', () => {
    const twice = moveLabel(moveLabel(product, 'production', target('1.1.0'), stamp), 'production', target('1.2.0'), stamp);
    const back = rollbackLabel(twice, 'production', stamp);
    expect(versionAt(back, 'production')).toBe('1.1.0');
    expect(versionAt(rollbackLabel(back, 'production', stamp), 'production')).toBe('1.0.0');
    expect(back.history.at(-1)).toMatchObject({ action: 'rollback', from: target('1.2.0'), to: target('1.1.0') });
  });

  test('a rollback after a rollback and a move undoes that move', () => {
    const back = rollbackLabel(moveLabel(product, 'production', target('1.1.0'), stamp), 'production', stamp);
    expect(versionAt(rollbackLabel(moveLabel(back, 'production', target('2.0.0'), stamp), 'production', stamp), 'production')).toBe('1.0.0');
  });

  test('moves and as many rollbacks lead back to the beginning', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('1.0.1', '1.1.0', '2.0.0', '3.0.0'), { maxLength: 8 }), (versions) => {
        let labels = product;
        for (const version of versions) labels = moveLabel(labels, 'production', target(version), stamp);
        const moves = labels.history.length;
        for (let step = 0; step < moves; step += 1) labels = rollbackLabel(labels, 'production', stamp);
        expect(labels.labels).toEqual(product.labels);
        expect(labels.history).toHaveLength(2 * moves);
      }),
    );
  });

  test.each(['production', 'blue'])('a label %s that was never moved from anywhere cannot be rolled back', (label) => {
    expect(() => rollbackLabel(product, label, stamp)).toThrow(/Expected an earlier version to roll product@(?:production|blue) back to but received/u);
  });
});

describe('shares', () => {
  test.each([
    [{ production: 80, candidate: 10 }, /add up to 100 for shares but received 90/u],
    [{ production: 80, blue: 20 }, /Expected labels of product \(candidate, production\) for shares but received blue/u],
    [{}, /add up to 100/u],
  ])('%o is refused', (shares, message) => {
    expect(() => shareTraffic(product, shares, stamp)).toThrow(message);
  });

  test('a change is recorded, and a label without a share is left out', () => {
    const shared = shareTraffic(product, { production: 100, candidate: 0 }, stamp);
    expect(shared.shares).toEqual({ production: 100 });
    expect(shared.history.at(-1)).toEqual({ action: 'share', ...stamp, from: {}, to: { production: 100 } });
  });

  const runs = Array.from({ length: 20_000 }, (_, index) => index.toString(16).padStart(24, '0'));
  const labelsOf = (shares: Record<string, number>) => {
    const labels = shareTraffic(product, shares, stamp);
    return runs.map((run) => chosenVersion(labels, anyOf, drawOf('product', run)).label);
  };

  test('of 20,000 runs a fifth follows a label with a share of 20, within one percent', () => {
    expect(labelsOf({ production: 80, candidate: 20 }).filter((label) => label === 'candidate').length / runs.length).toBeCloseTo(0.2, 2);
  });

  test('the same run draws the same label, and a greater share takes no run away from its label', () => {
    const [fifth, half] = [labelsOf({ production: 80, candidate: 20 }), labelsOf({ production: 50, candidate: 50 })];
    expect(labelsOf({ production: 80, candidate: 20 })).toEqual(fifth);
    expect(fifth.filter((label, index) => label === 'candidate' && half[index] !== 'candidate')).toEqual([]);
  });

  test('templates are drawn for independently of each other', () => {
    const same = runs.filter((run) => drawOf('product', run) < 0.5 === drawOf('portrait', run) < 0.5).length / runs.length;
    expect(same).toBeCloseTo(0.5, 1);
  });

  test('every draw falls on a label that has a share', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100 }), fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (share, draw) => {
        const shared = shareTraffic(product, { production: 100 - share, candidate: share }, stamp);
        const { label } = chosenVersion(shared, anyOf, draw);
        expect(shared.shares[label ?? '']).toBeGreaterThan(0);
      }),
    );
  });
});

describe('the version of a brief', () => {
  const shared = shareTraffic(product, { production: 40, candidate: 60 }, stamp);

  test('is that of production where nothing is shared', () => {
    expect(chosenVersion(product, anyOf, 0.99)).toMatchObject({ label: 'production', version: '1.0.0', sha256: product.labels['production']?.sha256 });
  });

  test('is that of the largest share where no run draws', () => {
    expect(chosenVersion(shared, anyOf, null).label).toBe('candidate');
  });

  test('is the one it names, by version or label, whatever is shared', () => {
    expect(chosenVersion(shared, { ...anyOf, version: '1.0.0' }, 0.99)).toEqual({ version: '1.0.0', label: null, sha256: null });
    expect(chosenVersion(shared, { ...anyOf, label: 'production' }, 0.99)).toMatchObject({ version: '1.0.0', label: 'production' });
  });

  test.each([
    ['product', 'blue', 'Expected a label of product (candidate, production) for template but received "blue"; move it with: galley templates label product blue VERSION'],
    ['poster', null, 'Expected a template with labels for template but received "poster", which has none'],
    ['product', 'constructor', 'Expected a label of product (candidate, production) for template but received "constructor"'],
  ])('%s@%s is refused with the way out', (name, label, message) => {
    expect(() => chosenVersion(initialLabels(name), { name, version: null, label }, 0)).toThrow(message);
  });
});
