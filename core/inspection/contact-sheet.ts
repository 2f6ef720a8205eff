import sharp, { type OverlayOptions } from 'sharp';
import type { Brief } from '../brief/schema.ts';
import { UnreadableImage } from '../errors.ts';
import { decode } from '../imaging/decode.ts';
import { type Pixels, sharpOf } from '../imaging/pixels.ts';
import { english, speakerIn } from '../language/catalogues.ts';
import type { Speaker } from '../language/speaker.ts';
import { candidateLetter } from '../review/letters.ts';
import { good, ink, line, mark, paper, soft } from '../sheet/colours.ts';
import { type TextStyle, drawText, fitText, textWidth } from '../sheet/lettering.ts';

export interface ContactSheetRequest {
  /** One to eight, in the order of their letters. */
  readonly candidates: readonly ContactSheetCandidate[];
  /** Above the pictures, usually the brief's title. */
  readonly caption?: string;
  /** To the right of it, small: "Round 1 of 3". */
  readonly detail?: string;
  /** Who says what stands on the sheet besides; English when absent. */
  readonly speaker?: Speaker;
}

export interface ContactSheetCandidate {
  readonly bytes: Buffer;
  /** 0 to 1. */
  readonly score?: number;
  /** A few words: "all gates passed", "2 warnings". */
  readonly note?: string;
  /** A failed gate: the picture is shown faded. */
  readonly ruledOut?: boolean;
}

export interface ContactSheet {
  readonly bytes: Buffer;
  readonly mediaType: 'image/jpeg';
  readonly width: number;
  readonly height: number;
}

/** A mail of more than this is fetched late, or not at all, on the road. */
export const contactSheetBytes = 250_000;
const sheetWidth = 1200;
const margin = 44;
const gutter = 36;
const header = 96;
const captionStyle: TextStyle = { face: 'serif', size: 34 };
const detailStyle: TextStyle = { face: 'sans', size: 20 };

/**
 * All candidates of a round on one sheet of proofs: a JPEG of 1200 pixels width and less than 250 kB, with
 * a letter and a score under each picture. A candidate that cannot be decoded keeps its place, crossed out.
 */
export async function contactSheet(request: ContactSheetRequest): Promise<ContactSheet> {
  const proofs = await Promise.all(request.candidates.map(async (candidate) => ({ candidate, pixels: await decodeOrNull(candidate.bytes) })));
  const first = proofs.find(({ pixels }) => pixels !== null)?.pixels;
  const layout = layOut(proofs.length, first === null || first === undefined ? 1.5 : first.width / first.height);

  const pictures: OverlayOptions[] = [];
  const drawings: string[] = [headline(request)];
  for (const [index, { candidate, pixels }] of proofs.entries()) {
    const cell = layout.cells[index];
    if (cell === undefined) continue;
    if (pixels !== null) pictures.push(await place(pixels, cell, candidate.ruledOut === true));
    drawings.push(proofMarks(cell, pixels === null), legend(candidate, index, cell, request.speaker));
  }
  const svg = Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="${String(sheetWidth)}" height="${String(layout.height)}">${drawings.join('')}</svg>`);
  const sheet = await sharp({ create: { width: sheetWidth, height: layout.height, channels: 3, background: paper } })
    .composite([...pictures, { input: svg, left: 0, top: 0 }])
    .removeAlpha()
    .raw()
    .toBuffer();
  return compress({ data: sheet, width: sheetWidth, height: layout.height, channels: 3 });
}

/** "Round 1 of 3", in the brief's language. */
export function roundWords({ language, review }: Pick<Brief, 'language' | 'review'>, round: number): string {
  return speakerIn(language).say('sheet.round', { round, limit: review.rounds });
}

interface Cell {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly legend: number;
}

/** Columns by count: pictures stay as large as a sheet allows that is looked at in a mail. */
function layOut(count: number, aspect: number): { cells: Cell[]; height: number } {
  const upright = aspect < 1.15;
  const columns = upright ? ([1, 1, 2, 3, 4, 3, 3, 4, 4][count] ?? 4) : ([1, 1, 2, 2, 2, 3, 3, 3, 3][count] ?? 4);
  // A single upright picture would make a sheet as tall as two screens.
  const usable = count === 1 && upright ? 720 : sheetWidth - 2 * margin;
  const width = Math.floor((usable - (columns - 1) * gutter) / columns);
  const height = Math.round(width / aspect);
  const legendHeight = width < 340 ? 74 : 88;
  const rows = Math.ceil(count / columns);
  const cells = Array.from({ length: count }, (_, index) => {
    const row = Math.floor(index / columns);
    const inRow = row === rows - 1 ? count - row * columns : columns;
    const rowWidth = inRow * width + (inRow - 1) * gutter;
    return {
      left: Math.round((sheetWidth - rowWidth) / 2) + (index % columns) * (width + gutter),
      top: header + 24 + row * (height + legendHeight + gutter / 2),
      width,
      height,
      legend: legendHeight,
    };
  });
  return { cells, height: header + 24 + rows * (height + legendHeight) + ((rows - 1) * gutter) / 2 + 14 };
}

async function place(pixels: Pixels, cell: Cell, faded: boolean): Promise<OverlayOptions> {
  const { data, info } = await sharpOf(pixels)
    .flatten({ background: '#ffffff' })
    .resize(cell.width, cell.height, { fit: 'inside' })
    .linear(faded ? 0.4 : 1, faded ? 150 : 0)
    .png({ compressionLevel: 1 })
    .toBuffer({ resolveWithObject: true });
  return { input: data, left: cell.left + Math.floor((cell.width - info.width) / 2), top: cell.top + Math.floor((cell.height - info.height) / 2) };
}

function headline({ caption, detail, candidates, speaker: { say } = english }: ContactSheetRequest): string {
  const right = detail ?? say('sheet.candidates', { count: candidates.length });
  const rightWidth = textWidth(right, detailStyle);
  const room = sheetWidth - 2 * margin - rightWidth - 48;
  const whole = caption ?? say('sheet.title');
  // A long title becomes smaller before it loses words.
  const size = Math.max(25, Math.min(captionStyle.size, (captionStyle.size * room) / textWidth(whole, captionStyle)));
  const style = { ...captionStyle, size };
  return [
    drawText(fitText(whole, style, room), style, margin, 64, ink),
    drawText(right, detailStyle, sheetWidth - margin - rightWidth, 62, soft),
    `<path d="M${String(margin)} ${String(header)}H${String(sheetWidth - margin)}" stroke="${ink}" stroke-width="1.5"/>`,
  ].join('');
}

/** A printer's crop marks around each proof, and a cross where there is no picture. */
function proofMarks({ left, top, width, height }: Cell, empty: boolean): string {
  const right = left + width;
  const bottom = top + height;
  const [near, far] = [4, 14];
  const corner = (x: number, y: number, across: 1 | -1, down: 1 | -1): string =>
    `M${String(x - across * near)} ${String(y)}H${String(x - across * far)}M${String(x)} ${String(y - down * near)}V${String(y - down * far)}`;
  const marks = corner(left, top, 1, 1) + corner(right, top, -1, 1) + corner(left, bottom, 1, -1) + corner(right, bottom, -1, -1);
  const hole = empty
    ? `<path d="M${String(left)} ${String(top)}h${String(width)}v${String(height)}h${String(-width)}zL${String(right)} ${String(bottom)}M${String(right)} ${String(top)}L${String(left)} ${String(bottom)}" fill="none" stroke="${line}" stroke-width="2"/>`
    : '';
  return `${hole}<path d="${marks}" stroke="${soft}" stroke-width="1" fill="none"/>`;
}

/** Letter, score with its bar, and note. */
function legend(candidate: ContactSheetCandidate, index: number, cell: Cell, { say }: Speaker = english): string {
  const small = cell.width < 340;
  const letterStyle: TextStyle = { face: 'serif', size: small ? 40 : 52 };
  const scoreStyle: TextStyle = { face: 'sans', size: small ? 20 : 24 };
  const noteStyle: TextStyle = { face: 'sans', size: small ? 18 : 21 };
  const accent = candidate.ruledOut === true ? mark : ink;
  const baseline = cell.top + cell.height + (small ? 46 : 56);
  const letter = candidateLetter(index);
  const start = cell.left + textWidth(letter, letterStyle) + (small ? 14 : 20);
  const parts = [drawText(letter, letterStyle, cell.left, baseline, accent)];

  const room = cell.left + cell.width - start;
  const upper = baseline - (small ? 19 : 22);
  if (candidate.score !== undefined) {
    const text = String(Math.round(candidate.score * 100));
    const textSpace = textWidth(text, scoreStyle) + 12;
    const barLength = Math.max(40, Math.min(160, room - textSpace));
    const barTop = upper - scoreStyle.size * 0.45;
    parts.push(
      drawText(text, scoreStyle, start, upper, ink),
      `<rect x="${String(start + textSpace)}" y="${String(barTop)}" width="${String(barLength)}" height="5" rx="2.5" fill="${line}"/>`,
      `<rect x="${String(start + textSpace)}" y="${String(barTop)}" width="${String(barLength * Math.min(1, Math.max(0, candidate.score)))}" height="5" rx="2.5" fill="${candidate.ruledOut === true ? mark : good}"/>`,
    );
  }
  const note = candidate.note ?? (candidate.ruledOut === true ? say('sheet.ruled-out') : undefined);
  if (note !== undefined) {
    parts.push(drawText(fitText(note, noteStyle, room), noteStyle, start, candidate.score === undefined ? baseline - 8 : baseline + 4, candidate.ruledOut === true ? mark : soft));
  }
  return parts.join('');
}

/** The best quality below the limit; what no quality fits, such as noise, becomes smaller instead. */
async function compress(sheet: Pixels): Promise<ContactSheet> {
  for (const width of [sheet.width, 900, 600]) {
    for (const quality of [86, 80, 74, 66, 58, 50]) {
      const { data, info } = await sharpOf(sheet).resize({ width }).jpeg({ mozjpeg: true, quality }).toBuffer({ resolveWithObject: true });
      if (data.length < contactSheetBytes) return { bytes: data, mediaType: 'image/jpeg', width: info.width, height: info.height };
    }
  }
  throw new UnreadableImage('Expected a contact sheet of less than 250 kB but no quality and size reached it');
}

async function decodeOrNull(bytes: Buffer): Promise<Pixels | null> {
  try {
    return await decode(bytes);
  } catch (error) {
    if (error instanceof UnreadableImage) return null;
    throw error;
  }
}
