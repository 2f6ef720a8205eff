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

/**
 * The assets that have every word, best first, newest first where they tie. One list of postings per
 * word; no words find nothing.
 */
export function rank(postingsPerTerm: readonly (readonly Posting[])[]): Hit[] {
  const found = new Map<string, { hit: Hit; terms: number }>();
  postingsPerTerm.forEach((postings, term) => {
    for (const { assetId, weight, title, archivedAt } of postings) {
      const held = found.get(assetId);
      // Only what has had every word so far goes on, and a posting that came twice counts once.
      if ((held?.terms ?? 0) !== term) continue;
      found.set(assetId, { hit: { assetId, title, archivedAt, score: Number(((held?.hit.score ?? 0) + weight).toFixed(2)) }, terms: term + 1 });
    }
  });
  return [...found.values()]
    .filter(({ terms }) => terms === postingsPerTerm.length)
    .map(({ hit }) => hit)
    .sort((a, b) => b.score - a.score || compare(b.archivedAt, a.archivedAt) || compare(a.assetId, b.assetId));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
