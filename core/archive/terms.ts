import type { CompanionDocument } from '../documents.ts';

/** Every word that finds an asset, with its weight: the higher, the more the asset is about it. */
export function termsOf(companion: CompanionDocument): Map<string, number> {
  throw new Error(`not yet ${companion.assetId}`);
}

/** The words of a query in the form in which the index has them, each once. */
export function queryTerms(query: string): string[] {
  throw new Error(`not yet ${query}`);
}
