import { InvalidInput } from '../errors.ts';
import type { LabelChange, LabelTarget, Shares, TemplateLabels } from './labels-document.ts';
import type { TemplatePin } from './template.ts';
import { shippedLabelsOf, shippedTemplate } from './templates.ts';

/** The label that briefs follow which name none. */
export const productionLabel = 'production';

/** When, and by whom. */
export type Stamp = Pick<LabelChange, 'at' | 'by'>;

/** The labels of a template that nobody has moved: those that ship, or none. */
export function initialLabels(name: string): TemplateLabels {
  const labels = Object.entries(shippedLabelsOf(name)).map(([label, version]): [string, LabelTarget] => {
    const shipped = shippedTemplate(name, version);
    if (shipped === undefined) throw new RangeError(`Expected a shipped version for the label ${name}@${label} but received ${version}`);
    return [label, { version, sha256: shipped.sha256 }];
  });
  return { galley: 1, name, labels: Object.fromEntries(labels), shares: {}, history: [] };
}

/** Points a label at a version; the same target again changes nothing. */
export function moveLabel(current: TemplateLabels, label: string, to: LabelTarget, stamp: Stamp): TemplateLabels {
  const from = targetOf(current, label);
  if (from !== null && from.version === to.version && from.sha256 === to.sha256) return current;
  return withTarget(current, { action: 'move', ...stamp, label, from, to });
}

/**
 * Moves a label back to where it pointed before its last move that still stands; again, one move further.
 * @throws InvalidInput when there is nothing to go back to
 */
export function rollbackLabel(current: TemplateLabels, label: string, stamp: Stamp): TemplateLabels {
  const from = targetOf(current, label);
  const to = earlierTarget(current, label);
  if (from === null || to === null) {
    throw new InvalidInput(`Expected an earlier version to roll ${current.name}@${label} back to but received ${from === null ? 'no such label' : 'none: it was never moved from one'}; move it with: galley templates label ${current.name} ${label} VERSION`);
  }
  return withTarget(current, { action: 'rollback', ...stamp, label, from, to });
}

/** A move puts what it left on the pile, a rollback takes it off again. */
function earlierTarget({ history }: TemplateLabels, label: string): LabelTarget | null {
  const pile: (LabelTarget | null)[] = [];
  for (const change of history) {
    if (change.action === 'share' || change.label !== label) continue;
    if (change.action === 'move') pile.push(change.from);
    else pile.pop();
  }
  return pile.at(-1) ?? null;
}

function withTarget(current: TemplateLabels, change: Exclude<LabelChange, { action: 'share' }>): TemplateLabels {
  return { ...current, labels: { ...current.labels, [change.label]: change.to }, history: [...current.history, change] };
}

/**
 * Shares the runs that leave the choice open between labels, in percent.
 * @throws InvalidInput when a label does not exist or the shares do not add up to 100
 */
export function shareTraffic(current: TemplateLabels, shares: Shares, stamp: Stamp): TemplateLabels {
  const unknown = Object.keys(shares).filter((label) => targetOf(current, label) === null);
  if (unknown.length > 0) throw new InvalidInput(`Expected labels of ${current.name} (${namesOf(current)}) for shares but received ${unknown.join(', ')}; move the label first`);
  const sum = Object.values(shares).reduce((total, share) => total + share, 0);
  if (sum !== 100) throw new InvalidInput(`Expected shares that add up to 100 for shares but received ${String(sum)}; write, for example, production=80 candidate=20`);
  const to = Object.fromEntries(Object.entries(shares).filter(([, share]) => share > 0).sort(([one], [other]) => (one < other ? -1 : 1)));
  if (JSON.stringify(to) === JSON.stringify(current.shares)) return current;
  return { ...current, shares: to, history: [...current.history, { action: 'share', ...stamp, from: current.shares, to }] };
}

/** What a prompt is made of: a version, and the label that pointed at it with the SHA-256 that it had then. */
export interface Choice {
  readonly version: string;
  readonly label: string | null;
  /** Null where the brief names the version, which then is whatever was published under it. */
  readonly sha256: string | null;
}

/**
 * The version that a brief's pin means.
 *
 * @param draw 0 up to 1, from `drawOf`; it decides between labels that share the traffic. Null asks for the label with the largest share.
 * @throws InvalidInput when the template has no such label
 */
export function chosenVersion(labels: TemplateLabels, pin: TemplatePin, draw: number | null): Choice {
  if (pin.version !== null) return { version: pin.version, label: null, sha256: null };
  const label = pin.label ?? drawnLabel(labels.shares, draw);
  const target = targetOf(labels, label);
  if (target === null) {
    const known = namesOf(labels);
    throw new InvalidInput(
      known === ''
        ? `Expected a template with labels for template but received ${JSON.stringify(labels.name)}, which has none; name a version (${labels.name}@1.0.0), or publish it with: galley templates label ${labels.name} ${label} VERSION`
        : `Expected a label of ${labels.name} (${known}) for template but received ${JSON.stringify(label)}; move it with: galley templates label ${labels.name} ${label} VERSION`,
    );
  }
  return { version: target.version, label, sha256: target.sha256 };
}

/** Labels lie beside each other on a scale of 100 in the order of their names, `production` first: a draw falls on one of them. */
function drawnLabel(shares: Shares, draw: number | null): string {
  const ordered = Object.entries(shares).sort(([one], [other]) => (one === productionLabel ? -1 : other === productionLabel ? 1 : one < other ? -1 : 1));
  if (draw === null) return ordered.reduce<[string, number]>((largest, entry) => (entry[1] > largest[1] ? entry : largest), [productionLabel, 0])[0];
  let upTo = 0;
  for (const [label, share] of ordered) {
    upTo += share;
    if (draw * 100 < upTo) return label;
  }
  return productionLabel;
}

/** Where a label points; null where the template has none of that name. */
export function targetOf({ labels }: TemplateLabels, label: string): LabelTarget | null {
  return Object.hasOwn(labels, label) ? (labels[label] ?? null) : null;
}

function namesOf({ labels }: TemplateLabels): string {
  return Object.keys(labels).sort().join(', ');
}
