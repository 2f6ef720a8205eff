import type { AssetKind } from '../brief/schema.ts';

/** A prompt template: the defaults and constraints of one kind of asset. */
export interface PromptTemplate {
  readonly name: string;
  readonly version: string;
  readonly kind: AssetKind;
}

/** The template that ships for a kind. */
export function templateFor(kind: AssetKind): PromptTemplate {
  throw new Error(`not yet ${kind}`);
}
