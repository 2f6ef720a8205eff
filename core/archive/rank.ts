/** That a word occurs in an asset. */
export interface Posting {
  readonly assetId: string;
  readonly weight: number;
  readonly title: string;
  /** ISO time. */
  readonly archivedAt: string;
}

export interface Hit {
  readonly assetId: string;
  readonly title: string;
  readonly archivedAt: string;
  /** Sum of the words' weights. */
  readonly score: number;
}

/** The assets that have every word, best first, newest first where they tie. One list of postings per word. */
export function rank(postingsPerTerm: readonly (readonly Posting[])[]): Hit[] {
  throw new Error(`not yet ${String(postingsPerTerm.length)}`);
}
