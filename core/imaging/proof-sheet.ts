import sharp, { type OverlayOptions } from 'sharp';
import type { Point, Region } from '../geometry.ts';
import { good, ink, line, mark, paper, soft } from '../sheet/colours.ts';
import { type TextStyle, drawText, fitText, textWidth } from '../sheet/lettering.ts';
import { decode } from './decode.ts';
import { perceptualFloor } from './encode/encode.ts';
import type { Finished, FinishedRendition } from './finish.ts';
import { type Pixels, pixelsOf, sharpOf } from './pixels.ts';

export interface ProofSheetRequest {
  readonly title: string;
  readonly original: Buffer;
  readonly finished: Finished;
  /** What steered the crops, drawn into each window. */
  readonly subject?: Region | undefined;
  readonly focus?: Point | undefined;
}

const sheetWidth = 1600;
const margin = 48;
const gutter = 32;
const header = 100;
const columns = 3;
const pictureHeight = 250;
const legendLine = 23;
const titleStyle: TextStyle = { face: 'serif', size: 34 };
const nameStyle: TextStyle = { face: 'serif', size: 25 };
const textStyle: TextStyle = { face: 'sans', size: 17 };

/**
 * What a recipe made of a picture on one sheet: before and after, and every rendition with the window it was
 * cut from, its sizes and how its files look. A JPEG of 1600 pixels width.
 */
export async function proofSheet(request: ProofSheetRequest): Promise<Buffer> {
  const [before, after] = await Promise.all([decode(request.original), decode(request.finished.master.bytes)]);
  const sheet = new Sheet();
  const pair = await drawPair(sheet, request, before, after);
  const small = await fitted(after, windowWidth, windowHeight);
  const groups = groupByName(request.finished.renditions);
  const cellWidth = Math.floor((sheetWidth - 2 * margin - (columns - 1) * gutter) / columns);
  let top = pair.bottom + 40;
  for (let row = 0; row < groups.length; row += columns) {
    const inRow = groups.slice(row, row + columns);
    const lines = Math.max(...inRow.map(({ files, warnings }) => files.length + (warnings > 0 ? 1 : 0)));
    for (const [column, group] of inRow.entries()) {
      await drawRendition(sheet, group, { small, masterWidth: after.width, subject: request.subject, focus: request.focus }, { left: margin + column * (cellWidth + gutter), top, width: cellWidth });
    }
    top += pictureHeight + 62 + Math.max(small.height, lines * legendLine + 4) + 36;
  }
  return sheet.toJpeg(top + 8);
}

/** Pictures and drawings that are put on paper together at the end. */
class Sheet {
  readonly pictures: OverlayOptions[] = [];
  readonly drawings: string[] = [];

  async picture(pixels: Pixels, left: number, top: number): Promise<void> {
    this.pictures.push({ input: await sharpOf(pixels).png({ compressionLevel: 1 }).toBuffer(), left: Math.round(left), top: Math.round(top) });
  }

  toJpeg(height: number): Promise<Buffer> {
    const size = `width="${String(sheetWidth)}" height="${String(height)}"`;
    const svg = Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" ${size}>${this.drawings.join('')}</svg>`);
    return sharp({ create: { width: sheetWidth, height, channels: 3, background: paper } })
      .composite([...this.pictures, { input: svg, left: 0, top: 0 }])
      .jpeg({ mozjpeg: true, quality: 86, chromaSubsampling: '4:4:4' })
      .toBuffer();
  }
}

async function drawPair(sheet: Sheet, { title, finished }: ProofSheetRequest, before: Pixels, after: Pixels): Promise<{ bottom: number }> {
  const width = Math.floor((sheetWidth - 2 * margin - gutter) / 2);
  const tall = Math.min(640, Math.round((width * before.height) / before.width));
  const [one, other] = await Promise.all([fitted(before, width, tall), fitted(after, width, tall)]);
  const count = `${String(finished.renditions.length)} files`;
  const countWidth = textWidth(count, textStyle);
  sheet.drawings.push(
    drawText(fitText(title, titleStyle, sheetWidth - 2 * margin - countWidth - 40), titleStyle, margin, 66, ink),
    drawText(count, textStyle, sheetWidth - margin - countWidth, 64, soft),
    `<path d="M${String(margin)} ${String(header)}H${String(sheetWidth - margin)}" stroke="${ink}" stroke-width="1.5"/>`,
  );
  const top = header + 24;
  const right = margin + width + gutter;
  await sheet.picture(one, margin + (width - one.width) / 2, top);
  await sheet.picture(other, right + (width - other.width) / 2, top);
  const baseline = top + tall + 30;
  sheet.drawings.push(
    drawText('Before', nameStyle, margin, baseline, ink),
    drawText(`${String(before.width)} × ${String(before.height)} px`, textStyle, margin + 92, baseline - 1, soft),
    drawText('After', nameStyle, right, baseline, ink),
    drawText(fitText(gradeWords(finished), textStyle, width - 80), textStyle, right + 72, baseline - 1, soft),
  );
  return { bottom: baseline };
}

function gradeWords({ grade }: Finished): string {
  if (grade.neutral) return 'not graded: every pixel as it was';
  const palette = grade.palette === null ? '' : `; distance to the palette ${grade.palette.before.toFixed(1)}, then ${grade.palette.after.toFixed(1)}`;
  return `colours moved by ${grade.meanDeltaE.toFixed(1)} (CIEDE2000, mean)${palette}`;
}

interface Group {
  readonly first: FinishedRendition;
  readonly files: readonly FinishedRendition[];
  readonly warnings: number;
}

function groupByName(renditions: readonly FinishedRendition[]): Group[] {
  return [...new Set(renditions.map(({ name }) => name))].flatMap((name) => {
    const files = renditions.filter((rendition) => rendition.name === name);
    const [first] = files;
    return first === undefined ? [] : [{ first, files, warnings: new Set(files.flatMap(({ warnings }) => warnings)).size }];
  });
}

const windowWidth = 150;
const windowHeight = 110;

/** The master in small, and what is drawn on it. */
interface Overview extends Pick<ProofSheetRequest, 'subject' | 'focus'> {
  readonly small: Pixels;
  readonly masterWidth: number;
}

async function drawRendition(sheet: Sheet, { first, files, warnings }: Group, overview: Overview, { left, top, width }: { readonly left: number; readonly top: number; readonly width: number }): Promise<void> {
  const { small } = overview;
  const shown = await fitted(await decode(first.bytes), width, pictureHeight);
  await sheet.picture(shown, left, top + pictureHeight - shown.height);
  const baseline = top + pictureHeight + 34;
  sheet.drawings.push(
    `<rect x="${String(left - 0.5)}" y="${String(top + pictureHeight - shown.height - 0.5)}" width="${String(shown.width + 1)}" height="${String(shown.height + 1)}" fill="none" stroke="${line}"/>`,
    drawText(first.name, nameStyle, left, baseline, ink),
    drawText(fitText(sizeWords(first), textStyle, width - textWidth(first.name, nameStyle) - 14), textStyle, left + textWidth(first.name, nameStyle) + 14, baseline - 1, soft),
  );
  const below = baseline + 18;
  await sheet.picture(small, left, below);
  sheet.drawings.push(windowMarks(first, overview, left, below));
  const textLeft = left + small.width + 18;
  const room = left + width - textLeft;
  files.forEach((file, index) => {
    const low = file.score !== null && file.score < perceptualFloor;
    sheet.drawings.push(drawText(fitText(fileWords(file), textStyle, room), textStyle, textLeft, below + 15 + index * legendLine, low || !fits(file) ? mark : ink));
  });
  if (warnings > 0) {
    sheet.drawings.push(drawText(`${String(warnings)} ${warnings === 1 ? 'warning' : 'warnings'}`, textStyle, textLeft, below + 15 + files.length * legendLine, mark));
  }
}

function sizeWords({ width, height, dpi, enlargement }: FinishedRendition): string {
  const print = dpi === null ? '' : ` at ${String(dpi)} dpi`;
  const grown = enlargement > 1.005 ? `, enlarged ${enlargement.toFixed(1)}×` : '';
  return `${String(width)} × ${String(height)}${print}${grown}`;
}

function fileWords({ format, bytes, quality, score }: FinishedRendition): string {
  const kilobytes = Math.max(1, Math.round(bytes.length / 1000));
  return [format, `${String(kilobytes)} kB`, quality === null ? '' : `q${String(quality)}`, score === null ? '' : score.toFixed(3)].filter((part) => part !== '').join('  ');
}

function fits({ maxBytes, bytes }: FinishedRendition): boolean {
  return maxBytes === null || bytes.length <= maxBytes;
}

/** The picture in small: what the window leaves out is veiled, the subject is framed, the focal point crossed. */
function windowMarks({ crop: { window } }: FinishedRendition, { small, masterWidth, subject, focus }: Overview, left: number, top: number): string {
  const scale = small.width / masterWidth;
  const box = { x: left + window.left * scale, y: top + window.top * scale, width: window.width * scale, height: window.height * scale };
  const outer = `M${String(left)} ${String(top)}h${String(small.width)}v${String(small.height)}h${String(-small.width)}z`;
  const inner = `M${String(box.x)} ${String(box.y)}v${String(box.height)}h${String(box.width)}v${String(-box.height)}z`;
  const framed =
    subject === undefined
      ? ''
      : `<rect x="${String(left + subject.x * small.width)}" y="${String(top + subject.y * small.height)}" width="${String(subject.width * small.width)}" height="${String(subject.height * small.height)}" fill="none" stroke="#fff" stroke-width="1.5" stroke-dasharray="4 3"/>`;
  const crossed =
    focus === undefined
      ? ''
      : `<path d="M${String(left + focus.x * small.width - 7)} ${String(top + focus.y * small.height)}h14m-7 -7v14" stroke="#fff" stroke-width="2"/>`;
  return `<path d="${outer}${inner}" fill="${paper}" fill-opacity="0.72" fill-rule="evenodd"/><path d="${inner}" fill="none" stroke="${good}" stroke-width="2"/>${framed}${crossed}`;
}

/** The whole picture, opaque, as large as fits into the box. */
function fitted(pixels: Pixels, width: number, height: number): Promise<Pixels> {
  return pixelsOf(sharpOf(pixels).flatten({ background: '#ffffff' }).resize(Math.round(width), Math.round(height), { fit: 'inside', withoutEnlargement: true }));
}
