import { bundledWorker } from './bundle.ts';
import type { Job, Result } from './jobs.ts';
import { type Magick, findMagick } from './magick.ts';
import { jpegSet } from './plan.ts';
import { type Chapter, median, seconds } from './report.ts';
import type { Measure, TargetName } from './targets.ts';
import type { Workshop } from './workshop.ts';

const files = [...jpegSet];

interface Peer {
  readonly name: string;
  readonly target: TargetName | null;
  readonly walls: readonly number[];
}

/** Ten graded JPEG crops of the 4K master, from the start of the process to its end. */
export async function tenJpegsChapter(shop: Workshop): Promise<Chapter> {
  const master = { ...(await shop.master('4K')), width: 3840, height: 2160 };
  const out = await shop.folder('ten JPEGs');
  const run = (variant: Job['variant'], program?: string): Promise<Result> => shop.run(`${variant}, ten JPEGs`, { variant, master: master.file, encoding: 'fast', files, turns: 1, out }, program);
  const bundle = await bundledWorker(await shop.folder('bundle'));

  const [magick, cheap] = [await findMagick('LCh'), await findMagick('HSL')];
  const [ones, cheapOnes]: [number[], number[]] = [[], []];
  const rounds = await shop.calmRounds(shop.rounds, async () => {
    const bundled = await run('engine', bundle);
    if (magick !== null) ones.push(await magick.inOne(master, files, out));
    if (cheap !== null) cheapOnes.push(await cheap.inOne(master, files, out));
    return [bundled, await run('engine')] as const;
  });
  const engines = { bundled: rounds.map(([bundled]) => bundled.process), source: rounds.map(([, source]) => source.process) };
  const each = async (tool: Magick | null): Promise<number[]> => (tool === null ? [] : [await tool.inEach(master, files, out)]);
  const peers: Peer[] = [
    { name: 'ImageMagick, one process', target: 'magick one', walls: ones },
    { name: 'ImageMagick, ten processes', target: 'magick ten', walls: await each(magick) },
    { name: 'ImageMagick, one process, saturation in HSL', target: null, walls: cheapOnes },
    { name: 'ImageMagick, ten processes, saturation in HSL', target: null, walls: await each(cheap) },
    { name: 'jimp, decoding once', target: 'jimp once', walls: shop.quick ? [] : [(await run('jimp-once')).process] },
    { name: 'jimp, decoding each time', target: 'jimp each', walls: shop.quick ? [] : [(await run('jimp-each')).process] },
  ];
  return chapterOf(engines, peers, magick?.version ?? null);
}

function chapterOf(engines: Readonly<Record<'bundled' | 'source', readonly number[]>>, peers: readonly Peer[], version: string | null): Chapter {
  const [engine, source] = [median(engines.bundled), median(engines.source)];
  const faster = ({ walls }: Peer): number => median(walls) / engine;
  const rows = peers.map((peer) => (peer.walls.length === 0 ? [peer.name, 'not measured', '', '', ''] : [peer.name, seconds(median(peer.walls)), String(peer.walls.length), `${faster(peer).toFixed(1)}×`, `${(median(peer.walls) / source).toFixed(1)}×`]));
  const measures = peers.flatMap((peer): Measure[] => (peer.target === null || peer.walls.length === 0 ? [] : [{ target: peer.target, cases: { '4K': faster(peer) }, runs: peer.walls.length }]));
  return {
    title: 'Ten graded JPEG crops of the 4K master, process start included',
    notes: [
      `The engine runs bundled, as it is deployed, and from its TypeScript; the last two columns are how much faster each is, and the first of them counts. It finds its crops by content and writes progressive files of quality 80, as ImageMagick does here; jimp writes baseline ones. ${version ?? 'ImageMagick is not installed (`apt-get install imagemagick`)'}. ` +
        'Colours are changed in four ways by all, but not identically: saturation in CIE LCh is what sharp does and close to the engine\'s OKLab, HSL is ImageMagick\'s cheaper default.',
    ],
    tables: [{ head: ['', 'wall', 'n', 'engine, bundled', 'engine, TypeScript'], rows: [['engine, bundled', seconds(engine), String(engines.bundled.length), '', ''], ['engine, TypeScript', seconds(source), String(engines.source.length), '', ''], ...rows] }],
    measures,
  };
}
