import { LineageTree } from '../../core/api.ts';
import { lineageText } from '../../core/lineage/text.ts';
import type { ApiClient } from './api-client.ts';

/** Prints the candidates of a run as a tree: what led to each, its score and its price. */
export async function printLineage({ api, runId, json, print }: { readonly api: ApiClient; readonly runId: string; readonly json: boolean; readonly print: (line: string) => void }): Promise<void> {
  const tree = await api.get(LineageTree, `/api/runs/${encodeURIComponent(runId)}/lineage`);
  if (json) print(JSON.stringify(tree, null, 2));
  else for (const line of tree.nodes.length === 0 ? ['No candidates yet.'] : lineageText(tree)) print(line);
}
