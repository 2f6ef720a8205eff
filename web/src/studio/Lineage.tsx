import { LineageTree } from '../../../core/api.ts';
import type { LineageNode } from '../../../core/api.ts';
import { namedWords } from '../../../core/review/naming.ts';
import { usd } from '../shared/format.ts';
import { DrawnOn } from './DrawnOn.tsx';
import { useResource } from './useResource.ts';

/** The candidates of a run as a tree: what led to each, in whose words, and what it cost. */
export function Lineage({ runId }: { readonly runId: string }) {
  const { value: tree, refusal } = useResource(LineageTree, `/api/runs/${encodeURIComponent(runId)}/lineage`, 0);
  if (!tree) return refusal ? <p className="notice">{refusal.message}</p> : null;
  const roots = roundsUnder(tree, null);
  if (roots.length === 0) return null;
  return (
    <section aria-label="Candidates" className="lineage">
      <h2>
        Candidates <span className="soft small">{usd(tree.costMicroUsd)} for all rounds</span>
      </h2>
      {roots.map((round) => (
        <Step key={round} tree={tree} round={round} parent={null} />
      ))}
    </section>
  );
}

/** One round below one candidate, or a round that was made from a prompt alone. */
function Step({ tree, round, parent }: { readonly tree: LineageTree; readonly round: number; readonly parent: LineageNode | null }) {
  const nodes = tree.nodes.filter((node) => node.round === round && node.parent === (parent?.sha256 ?? null));
  const [first] = nodes;
  if (first === undefined) return null;
  const { direction, tags, notes } = first;
  const drawings = tree.drawings.filter(({ sha256 }) => first.annotations.includes(sha256));
  const contradictions = tree.contradictions.filter((each) => each.round === round);
  return (
    <section aria-label={`Round ${String(round)}`} className="step">
      <h3>
        Round {round}{' '}
        <span className="soft small">
          {parent ? `an edit of ${nameOf(parent)}` : direction ? 'a start over' : 'new candidates'}
          {direction && ` · asked for by the ${direction.by}`}
        </span>
      </h3>
      {notes.length > 1 ? (
        <ul className="words">
          {notes.map((note, index) => (
            <li key={index}>
              <q>{note.note}</q> <span className="soft small">{note.by}</span>
            </li>
          ))}
        </ul>
      ) : (
        direction && (
          <p>
            <q>{direction.note}</q>
          </p>
        )
      )}
      {tags.length > 0 && (
        <p className="row">
          {tags.map((tag) => (
            <span key={tag} className="tag">
              {tag.replaceAll('-', ' ')}
            </span>
          ))}
        </p>
      )}
      {contradictions.map(({ about, sides: [one, other] }) => (
        <p key={`${about} ${one.by} ${other.by}`} className="notice">
          {one.by} and {other.by} contradict each other about {about}: <q>{one.words}</q>, <q>{other.words}</q>.{first.operation === 'edit' && ' The edit followed neither.'}
        </p>
      ))}
      {tree.namings
        .filter((each) => each.round === round)
        .map((naming) => (
          <p key={naming.at} className="small soft">
            Asked in place of the brief’s approvers: {namedWords(naming)}, named by {naming.by}
          </p>
        ))}
      {drawings.map((drawing) => {
        const on = tree.nodes.find(({ sha256 }) => sha256 === drawing.candidate);
        return on && <DrawnOn key={drawing.sha256} drawing={drawing} candidate={on} name={nameOf(on)} />;
      })}
      <ul className="proofs">
        {nodes.map((node) => (
          <li key={node.sha256}>
            <img src={node.previewUrl} width={node.width} height={node.height} alt={`Candidate ${node.letter} of round ${String(round)}`} loading="lazy" />
            <span className="small">
              {nameOf(node)}
              {node.score !== null && <span className="soft"> · score {node.score.toFixed(2)}</span>}
              <span className="soft"> · {usd(node.costMicroUsd)}</span>
              {node.pathMicroUsd !== node.costMicroUsd && <span className="soft"> ({usd(node.pathMicroUsd)} with what led here)</span>}{' '}
              {node.chosen && <span className={node.chosen === 'approved' ? 'tag good' : 'tag'}>{node.chosen}</span>}
            </span>
          </li>
        ))}
      </ul>
      {nodes.map((node) => roundsUnder(tree, node.sha256).map((below) => <Step key={`${String(below)} ${node.sha256}`} tree={tree} round={below} parent={node} />))}
    </section>
  );
}

function roundsUnder({ nodes }: LineageTree, parent: string | null): number[] {
  return [...new Set(nodes.filter((node) => node.parent === parent).map(({ round }) => round))];
}

/** `2B`: round and letter of the contact sheet. */
function nameOf({ round, letter }: LineageNode): string {
  return `${String(round)}${letter}`;
}
