import { AssetList } from '../../core/api.ts';
import type { ApiClient } from './api-client.ts';

/** Prints the archived assets that have all words of the query, best first. */
export async function search({ api, query, print }: { readonly api: ApiClient; readonly query: string; readonly print: (line: string) => void }): Promise<void> {
  let cursor: string | null = null;
  let found = 0;
  do {
    const page: AssetList = await api.get(AssetList, '/api/assets', { q: query, ...(cursor === null ? {} : { cursor }) });
    for (const asset of page.assets) print(`${asset.assetId}  ${asset.archivedAt.slice(0, 10)}  ${asset.title}`);
    found += page.assets.length;
    cursor = page.cursor;
  } while (cursor !== null);
  if (found === 0) print(`Nothing in the archive has all of these words: ${query}`);
}
