import { describe, expect, it } from 'vitest';
import { Deliverable } from '../../../core/brief/schema.ts';
import { InvalidInput } from '../../../core/errors.ts';
import { presetNames, presetOf, resolveDeliverables } from '../../../core/imaging/presets.ts';

const plan = (...deliverables: unknown[]) => resolveDeliverables(deliverables.map((deliverable) => Deliverable.parse(deliverable)));

describe('presets', () => {
  it('all have a source and a date', () => {
    for (const name of presetNames()) {
      const { source, asOf } = presetOf(name);
      expect(source.length).toBeGreaterThan(5);
      expect(asOf).toMatch(/^20\d\d-\d\d-\d\d$/);
    }
  });

  it('have the sizes that print shops expect at 300 dpi', () => {
    expect(presetOf('print-a4')).toMatchObject({ width: Math.round((210 / 25.4) * 300), height: Math.round((297 / 25.4) * 300), dpi: 300 });
    expect(presetOf('print-a5')).toMatchObject({ width: Math.round((148 / 25.4) * 300), height: Math.round((210 / 25.4) * 300), dpi: 300 });
  });

  it.each([
    ['instagram-sqare', 'instagram-square'],
    ['opengraph', 'open-graph'],
    ['Hero 16x9', 'hero-16x9'],
    ['a4', 'print-a4'],
  ])('an unknown name such as %s is answered with %s', (wrong, right) => {
    expect(() => plan(wrong)).toThrow(InvalidInput);
    expect(() => plan(wrong)).toThrow(right);
    expect(() => plan(wrong)).toThrow(JSON.stringify(wrong));
  });
});

describe('a plan', () => {
  it('takes presets and sizes of the brief, in its order', () => {
    const planned = plan('open-graph', { name: 'banner', width: 970, height: 250, formats: ['png', 'png', 'avif'], maxBytes: 90_000 });
    expect(planned).toMatchObject([
      { name: 'open-graph', preset: 'open-graph', width: 1200, height: 630, formats: ['jpeg'], maxBytes: 300_000, metadata: 'public' },
      { name: 'banner', preset: null, width: 970, height: 250, formats: ['png', 'avif'], maxBytes: 90_000, metadata: 'public', dpi: null },
    ]);
  });

  it('makes a preset that is named twice once', () => {
    expect(plan('open-graph', 'open-graph')).toHaveLength(1);
  });

  it('refuses two deliverables that would write the same file', () => {
    expect(() => plan('open-graph', { name: 'open-graph', width: 100, height: 100 })).toThrow(/"open-graph" twice/);
  });
});
