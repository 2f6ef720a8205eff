import { type CropWindow, chooseCrop } from '../../core/imaging/crop/window.ts';
import { decode } from '../../core/imaging/decode.ts';
import { proxyOf } from '../../core/imaging/pixels.ts';
import type { CropStrategy } from '../../core/imaging/recipe.ts';
import { type Photograph, labelled, readPhotograph } from '../../test/fixtures/photographs.ts';
import { type Chapter, mean, percent } from './report.ts';

const ratios = [[16, 9], [3, 2], [1, 1], [4, 5], [2, 3], [9, 16], [21, 9]] as const;
const strategies = ['centre', 'attention', 'entropy', 'smart', 'smart and the subject\'s box'] as const;
/** Below this share of its box, a subject counts as lost. */
const lost = 0.5;

/** What is left of the labelled subjects when photographs are cropped to seven shapes. */
export async function subjectsChapter(): Promise<Chapter> {
  const kept = new Map<string, number[]>([...strategies, 'best possible'].map((name) => [name, []]));
  const times = new Map<string, number[]>(strategies.map((name) => [name, []]));
  for (const photograph of labelled) {
    const pixels = await decode(await readPhotograph(photograph));
    for (const name of strategies) {
      const started = performance.now();
      const picture = { width: pixels.width, height: pixels.height, proxy: await proxyOf(pixels, 256) };
      for (const [width, height] of ratios) {
        const subject = name.includes('box') ? photograph.subject : undefined;
        const { window } = await chooseCrop(picture, width, height, { strategy: name.split(' ')[0] as CropStrategy, subject });
        kept.get(name)!.push(shareOf(photograph, window));
        if (name === 'centre') kept.get('best possible')!.push(bestShare(photograph, window));
      }
      times.get(name)!.push(performance.now() - started);
    }
  }
  const lostBy = (name: string): number => mean(kept.get(name)!.map((share) => (share < lost ? 1 : 0)));
  const possible = kept.get('best possible')!;
  const avoidable = (name: string): number => mean(kept.get(name)!.map((share, index) => (share < lost && possible[index]! >= lost ? 1 : 0)));
  return {
    title: 'Crops that keep the subject',
    notes: [`${String(labelled.length)} labelled photographs cropped to ${ratios.map(([w, h]) => `${String(w)}:${String(h)}`).join(', ')}. Lost is a subject of which less than half is left. The box is the true one: what a vision model's box is worth depends on the model. Where the subject is too long for the shape, every window of that shape loses it; the engine warns of those, and the gate is on the others.`],
    tables: [{
      head: ['', 'kept in the mean', 'subjects lost', 'lost though the shape can hold half', 'ms for seven crops'],
      rows: [...kept.keys()].map((name) => [name, percent(mean(kept.get(name)!)), percent(lostBy(name)), percent(avoidable(name)), times.has(name) ? mean(times.get(name)!).toFixed(0) : '']),
    }],
    measures: [{ target: 'crops lost', cases: { 'with the box': 100 * avoidable('smart and the subject\'s box') }, runs: labelled.length * ratios.length }],
  };
}

/** Share of the subject's box inside a window. */
function shareOf({ width, height, subject }: Photograph, window: CropWindow): number {
  const across = overlap(window.left, window.width, subject.x * width, subject.width * width);
  const down = overlap(window.top, window.height, subject.y * height, subject.height * height);
  return (across * down) / (subject.width * width * subject.height * height);
}

function overlap(startA: number, lengthA: number, startB: number, lengthB: number): number {
  return Math.max(0, Math.min(startA + lengthA, startB + lengthB) - Math.max(startA, startB));
}

/** What a window of that size can keep at most. */
function bestShare({ width, height, subject }: Photograph, window: CropWindow): number {
  return Math.min(1, window.width / (subject.width * width)) * Math.min(1, window.height / (subject.height * height));
}
