/** What an image model takes, costs and how long it will be there. */
export interface ImageModel {
  readonly name: string;
  /** The dated snapshot that is called, so that the archive can say what made a picture. */
  readonly snapshot: string;
}

export const defaultModel = 'gpt-image-2';

/**
 * The model of that name or snapshot.
 *
 * @throws InvalidInput for a name that the table does not have, or whose price is not known.
 */
export function modelOf(name: string = defaultModel): ImageModel {
  throw new Error(`not yet ${name}`);
}

/** The size of the model nearest to an aspect ratio written as "3:2", as width, height and the API's "WxH". */
export function nearestSize(aspect: string, model: ImageModel): { readonly width: number; readonly height: number; readonly size: string } {
  throw new Error(`not yet ${aspect} ${model.name}`);
}

export interface TokenUsage {
  readonly inputTextTokens: number;
  readonly inputImageTokens: number;
  readonly outputTokens: number;
}

/** What a call cost by the usage it reported, in millionths of a US dollar, rounded up. */
export function costMicroUsd(usage: TokenUsage, model: ImageModel): number {
  throw new Error(`not yet ${String(usage.outputTokens)} ${model.name}`);
}

export interface PlannedCall {
  /** "1536x1024" */
  readonly size: string;
  readonly quality: 'low' | 'medium' | 'high';
  readonly n: number;
  readonly promptChars: number;
  readonly operation: 'generate' | 'edit';
}

/** An upper bound of what a call will cost, to reserve before it is made; millionths of a US dollar. */
export function estimateMicroUsd(call: PlannedCall, model: ImageModel): number {
  throw new Error(`not yet ${call.size} ${model.name}`);
}

/** What one inspection by the vision model cost, in millionths of a US dollar, rounded up. */
export function visionCostMicroUsd(usage: { readonly inputTokens: number; readonly outputTokens: number }, model: string): number {
  throw new Error(`not yet ${String(usage.inputTokens)} ${model}`);
}

/** An upper bound of what one inspection will cost, to reserve before it is made. */
export function estimateVisionMicroUsd(model: string): number {
  throw new Error(`not yet ${model}`);
}
