import { TemplateDetail, TemplateList } from '../../core/api.ts';
import type { TemplateSummary } from '../../core/api.ts';
import type { LabelChange } from '../../core/prompt/labels-document.ts';
import type { ApiClient } from './api-client.ts';
import { UsageError } from './errors.ts';

type Print = (line: string) => void;

/** Prints every template with its versions, labels and shares, or one with the history of its labels. */
export async function printTemplates({ api, name, print }: { readonly api: ApiClient; readonly name?: string | undefined; readonly print: Print }): Promise<void> {
  if (name !== undefined) {
    printDetail(await api.get(TemplateDetail, `/api/templates/${encodeURIComponent(name)}`), print);
    return;
  }
  const { templates } = await api.get(TemplateList, '/api/templates');
  const width = Math.max(...templates.map((template) => template.name.length));
  for (const template of templates) print(`${template.name.padEnd(width)}  ${summaryOf(template)}`);
}

interface Change {
  readonly api: ApiClient;
  readonly name: string;
  readonly what: 'labels' | 'shares' | 'rollback';
  readonly body: object;
  readonly print: Print;
}

/** Moves a label, shares the traffic or moves a label back, and prints how the template stands then. */
export async function changeTemplate({ api, name, what, body, print }: Change): Promise<void> {
  printDetail(await api.post(TemplateDetail, `/api/templates/${encodeURIComponent(name)}/${what}`, { text: JSON.stringify(body), type: 'application/json' }), print);
}

/** `production=80 candidate=20`. @throws UsageError for anything else */
export function sharesOf(words: readonly string[]): Record<string, number> {
  return Object.fromEntries(
    words.map((word) => {
      const [, label, share] = /^([a-z][a-z0-9-]*)=(\d{1,3})$/u.exec(word) ?? [];
      if (label === undefined) throw new UsageError(`Expected shares as production=80 candidate=20 but received ${JSON.stringify(word)}.`);
      return [label, Number(share)];
    }),
  );
}

function printDetail(template: TemplateDetail, print: Print): void {
  print(`${template.name}  ${summaryOf(template)}`);
  for (const change of template.history) print(`  ${change.at}  ${storyOf(change)}  by ${change.by}`);
}

function summaryOf({ versions, labels, shares }: TemplateSummary): string {
  const shared = Object.keys(shares).length > 0;
  const pointed = Object.entries(labels).map(([label, { version }]) => {
    const share = shared ? ` (${String(shares[label] ?? 0)} %)` : '';
    return `${label} → ${version}${share}`;
  });
  return [`versions ${versions.map(({ version, shipped }) => (shipped ? version : `${version} (own)`)).join(', ')}`, ...(pointed.length === 0 ? ['no label'] : pointed)].join('   ');
}

function storyOf(change: LabelChange): string {
  if (change.action === 'share') return `share ${written(change.from)} → ${written(change.to)}`;
  return `${change.action} ${change.label} ${change.from?.version ?? 'nowhere'} → ${change.to.version}`;
}

function written(shares: Readonly<Record<string, number>>): string {
  const parts = Object.entries(shares).map(([label, share]) => `${label}=${String(share)}`);
  return parts.length === 0 ? 'all production' : parts.join(' ');
}
