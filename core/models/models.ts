import { InvalidInput } from '../errors.ts';
import { outputAnchors, Quality, table } from './table.ts';
import type { ModelRow } from './table.ts';

/** What an image model takes, costs and how long it will be there: a row of the table whose price is known. */
export type ImageModel = Omit<ModelRow, 'usdPerMillionTokens'> & { readonly usdPerMillionTokens: NonNullable<ModelRow['usdPerMillionTokens']> };

/** Most pictures that one call takes as input; 0 for a model that takes none, or of which it is not known. */
export function inputPicturesOf({ edits }: Pick<ImageModel, 'edits'>): number {
  return edits?.mostImages ?? 0;
}

export const defaultModel = 'gpt-image-2';

/** Date of the table of models and prices, ISO. */
export const modelsAsOf = table.asOf;

/** Names and snapshots that a brief may write under `model`. */
export function modelNames(): string[] {
  return table.image.filter((model) => model.usdPerMillionTokens !== null).flatMap(({ name, snapshot }) => (name === snapshot ? [name] : [name, snapshot]));
}

/**
 * The model of that name or snapshot.
 *
 * @param today ISO date; a model that is shut down by then is refused. Without it only those are that the table lists as retired.
 * @throws InvalidInput for a name that the table does not have, that is shut down, or whose price is not
 *   known: without a price no cap can hold.
 */
export function modelOf(name: string = defaultModel, today?: string): ImageModel {
  const model = table.image.find((entry) => entry.name === name || entry.snapshot === name);
  const wayOut = `write one of ${modelNames().join(', ')}`;
  if (model === undefined) {
    const retired = table.retired.find((entry) => entry.name === name);
    const received = retired === undefined ? JSON.stringify(name) : `${JSON.stringify(name)}, which was shut down on ${retired.on} and is succeeded by ${retired.successor}`;
    throw new InvalidInput(`Expected a model of the table for model but received ${received}; ${wayOut}`);
  }
  if (today !== undefined) requireAlive(model, today);
  if (model.usdPerMillionTokens === null) {
    const end = model.retires === null ? '' : ` and which is shut down on ${model.retires}${succeededBy(model)}`;
    throw new InvalidInput(`Expected a model with a known price for model but received ${JSON.stringify(name)}, for which no cap could hold${end}; ${wayOut}`);
  }
  return { ...model, usdPerMillionTokens: model.usdPerMillionTokens };
}

type Lifetime = Pick<ModelRow, 'name' | 'retires' | 'successor'>;

/** @throws InvalidInput from the day of its shutdown on, naming the successor */
export function requireAlive(model: Lifetime, today: string): void {
  const left = daysLeft(model, today);
  if (left === null || left > 0) return;
  throw new InvalidInput(`Expected a model that is there on ${today} for model but received ${JSON.stringify(model.name)}, which was shut down on ${model.retires ?? ''}${succeededBy(model)}; write model: ${model.successor ?? defaultModel}`);
}

/**
 * A warning from `days` days before a model's shutdown on, naming its successor; null while there is none to give.
 *
 * @param today ISO date
 */
export function lifecycleWarning(model: Lifetime, today: string, days: number = table.lifecycle.warnDays): string | null {
  const left = daysLeft(model, today);
  if (left === null || left > days) return null;
  const when = left <= 0 ? `was shut down on ${model.retires ?? ''}` : `is shut down on ${model.retires ?? ''} (in ${String(left)} ${left === 1 ? 'day' : 'days'})`;
  return `${model.name} ${when}${succeededBy(model)}. Write model: ${model.successor ?? defaultModel}.`;
}

function succeededBy({ successor }: Lifetime): string {
  return successor === null ? '' : ` and is succeeded by ${successor}`;
}

/** Whole days until the shutdown, zero or less when it has come; null where none is announced. */
function daysLeft({ retires }: Lifetime, today: string): number | null {
  return retires === null ? null : Math.round((Date.parse(retires) - Date.parse(today)) / 86_400_000);
}

/** A quality that has a published price, so that a cap can hold. */
export type PricedQuality = 'low' | 'medium' | 'high';

/** The dearest quality with a published price that is not above the one asked for and that the model takes. */
export function pricedQuality(quality: Quality, model: Pick<ModelRow, 'qualities'>): PricedQuality {
  const asked = Quality.options.indexOf(quality);
  const priced: readonly PricedQuality[] = ['high', 'medium', 'low'];
  return priced.find((each) => model.qualities.includes(each) && Quality.options.indexOf(each) <= asked) ?? 'low';
}

export interface Size {
  readonly width: number;
  readonly height: number;
  /** As the API takes it, `1536x1024`. */
  readonly size: string;
}

/**
 * The size of the model nearest to an aspect ratio: one with a published price where it fits within half a
 * percent, else the size of about as many pixels as 1536x1024 that meets the ratio best.
 *
 * @param aspect width to height, "3:2"
 */
export function nearestSize(aspect: string, model: Pick<ImageModel, 'sizes'>): Size {
  const wanted = ratioOf(aspect);
  if (model.sizes === 'standard') return sizeOf(nearest(table.sizes.standard, wanted));
  const { multipleOf: step, minPixels, maxPixels, maxLongSide, preferred, targetPixels } = table.sizes.any;
  const exact = preferred.find(([width, height]) => offBy(width / height, wanted) < 0.005);
  if (exact !== undefined) return sizeOf(exact);
  const legal: [number, number][] = [];
  for (let width = step; width <= maxLongSide; width += step) {
    for (const height of new Set([Math.floor, Math.ceil].map((whole) => whole(width / wanted / step) * step))) {
      const pixels = width * height;
      const ratio = width / height;
      if (height > maxLongSide || pixels < minPixels || pixels > maxPixels) continue;
      if (ratio < table.sizes.any.minRatio || ratio > table.sizes.any.maxRatio) continue;
      legal.push([width, height]);
    }
  }
  // Any legal size of about the usual area, else (extreme ratios) any legal size at all.
  const usual = legal.filter((pair) => Math.abs(Math.log(area(pair) / targetPixels)) < Math.log(1.4));
  return sizeOf(
    (usual.length > 0 ? usual : legal).reduce((best, pair) => {
      const gain = Math.round(offBy(best[0] / best[1], wanted) * 1e4) - Math.round(offBy(pair[0] / pair[1], wanted) * 1e4);
      if (gain !== 0) return gain > 0 ? pair : best;
      return Math.abs(area(pair) - targetPixels) < Math.abs(area(best) - targetPixels) ? pair : best;
    }),
  );
}

/** Width divided by height of "3:2". */
export function ratioOf(aspect: string): number {
  const [width = NaN, height = NaN] = aspect.split(':').map(Number);
  if (!(width > 0) || !(height > 0)) throw new InvalidInput(`Expected an aspect ratio such as "3:2" for aspect but received ${JSON.stringify(aspect)}`);
  return width / height;
}

function nearest(sizes: readonly (readonly [number, number])[], wanted: number): readonly [number, number] {
  return sizes.reduce((best, pair) => (offBy(pair[0] / pair[1], wanted) < offBy(best[0] / best[1], wanted) ? pair : best));
}

/** Relative distance of two ratios, the same for "3:2" against "2:3" and the other way round. */
function offBy(ratio: number, wanted: number): number {
  return Math.abs(Math.log(ratio / wanted));
}

function area([width, height]: readonly [number, number]): number {
  return width * height;
}

function sizeOf([width, height]: readonly [number, number]): Size {
  return { width, height, size: `${String(width)}x${String(height)}` };
}

export interface TokenUsage {
  readonly inputTextTokens: number;
  readonly inputImageTokens: number;
  readonly outputTokens: number;
}

/** All tokens of a call, in and out: what rate limits count. */
export function tokensOf({ inputTextTokens, inputImageTokens, outputTokens }: TokenUsage): number {
  return inputTextTokens + inputImageTokens + outputTokens;
}

/** What a call cost by the usage it reported, in millionths of a US dollar, rounded up. */
export function costMicroUsd(usage: TokenUsage, model: Pick<ImageModel, 'usdPerMillionTokens'>): number {
  const { textIn, imageIn, imageOut } = model.usdPerMillionTokens;
  // A dollar for a million tokens is a millionth of a dollar for one.
  return up(usage.inputTextTokens * textIn + usage.inputImageTokens * imageIn + usage.outputTokens * imageOut);
}

export interface PlannedCall {
  /** "1536x1024" */
  readonly size: string;
  /** A quality without a published price counts as `high`, which is what is sent for it. */
  readonly quality: Quality;
  readonly n: number;
  readonly promptChars: number;
  readonly operation: 'generate' | 'edit';
  /** Pictures that are sent with the prompt, besides the one that an edit changes; a mask or a markup is read like one. */
  readonly references?: number;
}

/**
 * An upper bound of what a call will cost, to reserve before it is made; millionths of a US dollar.
 * A size without a published price counts at the dearest published price per pixel, and never less than
 * the smallest picture. Text counts at three characters a token, English has about four.
 */
export function estimateMicroUsd(call: PlannedCall, model: Pick<ImageModel, 'usdPerMillionTokens'>): number {
  return costMicroUsd(estimateUsage(call), model);
}

/** The tokens that `estimateMicroUsd` counts with. */
export function estimateUsage(call: PlannedCall): TokenUsage {
  return {
    inputTextTokens: Math.ceil(call.promptChars / 3),
    inputImageTokens: ((call.operation === 'edit' ? 1 : 0) + (call.references ?? 0)) * table.inputImageTokens.perImage,
    outputTokens: call.n * outputTokensOf(call.size, call.quality === 'low' || call.quality === 'medium' ? call.quality : 'high'),
  };
}

function outputTokensOf(size: string, quality: PricedQuality): number {
  const published = outputAnchors.find((anchor) => anchor.size === size);
  if (published !== undefined) return published.tokens[quality];
  const [width = 0, height = 0] = size.split('x').map(Number);
  const perPixel = Math.max(...outputAnchors.map((anchor) => anchor.tokens[quality] / anchor.pixels));
  return Math.ceil(perPixel * Math.max(width * height, table.sizes.any.minPixels));
}

/**
 * What one inspection by the vision model cost, in millionths of a US dollar, rounded up.
 *
 * @throws InvalidInput for a model without a known price.
 */
export function visionCostMicroUsd(usage: { readonly inputTokens: number; readonly outputTokens: number }, model: string): number {
  const entry = table.vision.find(({ name }) => model === name || model.startsWith(`${name}-20`));
  if (entry === undefined) {
    throw new InvalidInput(`Expected a vision model with a known price (${table.vision.map(({ name }) => name).join(', ')}) for JUDGE_MODEL but received ${JSON.stringify(model)}`);
  }
  return up(usage.inputTokens * entry.usdPerMillionTokens.input + usage.outputTokens * entry.usdPerMillionTokens.output);
}

/** An upper bound of the tokens, in and out, of the inspection of one candidate. */
export const visionTokens = table.visionCall.inputTokens + table.visionCall.outputTokens;

/** An upper bound of what the inspection of one candidate will cost, to reserve before it is made; with so many questions of the brief's own. */
export function estimateVisionMicroUsd(model: string, ownQuestions = 0): number {
  const { inputTokens, outputTokens, ownQuestion } = table.visionCall;
  return visionCostMicroUsd({ inputTokens: inputTokens + ownQuestions * ownQuestion.inputTokens, outputTokens: outputTokens + ownQuestions * ownQuestion.outputTokens }, model);
}

/** Rounds up, but not for the noise of binary fractions. */
function up(microUsd: number): number {
  return Math.ceil(Number(microUsd.toFixed(3)));
}
