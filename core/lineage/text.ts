import type { LineageNode, LineageTree } from '../api.ts';
import { dollars } from '../budget.ts';
import { oneLine } from '../prompt/one-line.ts';
import { namedWords } from '../review/naming.ts';

/** The lineage of a run as text, a line for each candidate and for each step that led to one; for terminals. */
export function lineageText(tree: LineageTree): string[] {
  const roots = [...new Set(tree.nodes.filter(({ parent }) => parent === null).map(({ round }) => round))];
  return [
    `${tree.title}: ${count(new Set(tree.nodes.map(({ round }) => round)).size, 'round')}, ${count(tree.nodes.length, 'candidate')}, ${dollars(tree.costMicroUsd)}`,
    ...roots.flatMap((round) => step(tree, round, null, '')),
  ];
}

/** One round and everything that descends from it. */
function step(tree: LineageTree, round: number, parent: string | null, indent: string): string[] {
  const nodes = tree.nodes.filter((node) => node.round === round && node.parent === parent);
  const [first] = nodes;
  if (first === undefined) return [];
  return [
    `${indent}${stepLine(tree, first)}`,
    ...noteLines(first, indent),
    ...drawingLines(tree, first, indent),
    ...contradictionLines(tree, round, indent),
    ...namingLines(tree, round, indent),
    ...nodes.flatMap((node, index) => branch(tree, node, index === nodes.length - 1, indent)),
  ];
}

function branch(tree: LineageTree, node: LineageNode, last: boolean, indent: string): string[] {
  const below = `${indent}${last ? '   ' : '│  '}`;
  const rounds = [...new Set(tree.nodes.filter(({ parent }) => parent === node.sha256).map(({ round }) => round))];
  return [`${indent}${last ? '└─' : '├─'} ${nodeLine(node)}`, ...rounds.flatMap((round) => step(tree, round, node.sha256, below))];
}

function stepLine(tree: LineageTree, { round, operation, direction, tags, notes, annotations }: LineageNode): string {
  const what = operation === 'edit' ? 'edit' : direction === null ? 'new candidates' : 'start over';
  const words = direction === null ? '' : notes.length > 1 ? ` by the ${direction.by}s` : ` by the ${direction.by}: "${oneLine(direction.note)}"`;
  const drawings = drawingsOf(tree, annotations);
  const more = [...tags.map((tag) => tag.replaceAll('-', ' ')), ...(drawings.length > 1 ? [] : drawings.flatMap(marksIn))];
  return `round ${String(round)}, ${what}${words}${more.length === 0 ? '' : ` (${more.join(', ')})`}`;
}

type TreeDrawing = LineageTree['drawings'][number];

function drawingsOf({ drawings }: LineageTree, annotations: LineageNode['annotations']): TreeDrawing[] {
  return drawings.filter(({ sha256 }) => annotations.includes(sha256));
}

function marksIn({ pins, markup, brush }: TreeDrawing): string[] {
  return [...some(pins.length, 'pin'), ...some(markup.length, 'pen line'), ...some(brush.length, 'brush stroke')];
}

/** Where several people drew, what each put on which candidate. */
function drawingLines(tree: LineageTree, { annotations }: LineageNode, indent: string): string[] {
  const drawings = drawingsOf(tree, annotations);
  if (drawings.length < 2) return [];
  return drawings.map((drawing) => {
    const on = tree.nodes.find(({ sha256 }) => sha256 === drawing.candidate);
    return `${indent}  ${drawing.by} drew${on === undefined ? '' : ` on ${String(on.round)}${on.letter}`}: ${marksIn(drawing).join(', ')}`;
  });
}

/** Where several people spoke, each in their own words. */
function noteLines({ notes }: LineageNode, indent: string): string[] {
  return notes.length > 1 ? notes.map(({ by, note }) => `${indent}  ${by}: "${oneLine(note)}"`) : [];
}

function contradictionLines({ contradictions }: LineageTree, round: number, indent: string): string[] {
  return contradictions
    .filter((each) => each.round === round)
    .map(({ about, sides: [one, other] }) => `${indent}! ${one.by} and ${other.by} contradict each other about ${about}: "${one.words}", "${other.words}"`);
}

/** Who was asked about a round in place of the brief's approvers. */
function namingLines({ namings }: LineageTree, round: number, indent: string): string[] {
  return namings.filter((each) => each.round === round).map((naming) => `${indent}  asked: ${namedWords(naming)}, named by ${naming.by}`);
}

function nodeLine({ round, letter, sha256, score, costMicroUsd, pathMicroUsd, chosen }: LineageNode): string {
  const path = pathMicroUsd === costMicroUsd ? '' : ` (${dollars(pathMicroUsd)} with what led here)`;
  return `${String(round)}${letter}  ${sha256.slice(0, 12)}  ${score === null ? 'not inspected' : `score ${score.toFixed(2)}`}  ${dollars(costMicroUsd)}${path}${chosen === null ? '' : `  ${chosen}`}`;
}

function some(number: number, unit: string): string[] {
  return number === 0 ? [] : [count(number, unit)];
}

function count(number: number, unit: string): string {
  return `${String(number)} ${unit}${number === 1 ? '' : 's'}`;
}
