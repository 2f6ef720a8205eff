import { AssetDetail } from '../../../core/api.ts';
import type { FinishReport, Rendition } from '../../../core/documents.ts';
import { BriefFacts } from '../shared/BriefFacts.tsx';
import { english } from '../shared/language/english.ts';
import { dateTime, fileSize, usd } from '../shared/format.ts';
import { useResource } from './useResource.ts';

/** One archived asset: its files, how it was made, and who signed it. */
export function AssetPage({ assetId }: { readonly assetId: string }) {
  const { value, refusal } = useResource(AssetDetail, `/api/assets/${encodeURIComponent(assetId)}`, 0);
  if (!value) return <p className={refusal ? 'notice' : 'soft'}>{refusal?.message ?? 'Fetching the asset…'}</p>;
  const { asset, urls } = value;
  const urlOf = (name: string): string | undefined => urls.renditions.find((rendition) => rendition.name === name)?.url;
  return (
    <article className="asset">
      <header>
        <p>
          <a href="#/assets">The archive</a> · <a href={`#/runs/${assetId}`}>its run</a>
        </p>
        <h1>{asset.title}</h1>
        <p className="soft">
          Approved by {asset.decision.decidedBy}, {dateTime(asset.decision.decidedAt)} · {usd(asset.costMicroUsd)} · {asset.lineage.length}{' '}
          {asset.lineage.length === 1 ? 'round' : 'rounds'}
        </p>
      </header>
      <img className="master" src={urls.master} alt={asset.brief.concept.subject} />
      <section aria-label="Files">
        <h2>Files</h2>
        <div className="table-scroll">
          <table className="files">
            <thead>
              <tr>
                <th scope="col">File</th>
                <th scope="col">Pixels</th>
                <th scope="col">Size</th>
                <th scope="col">Quality</th>
                <th scope="col">Window of the master</th>
              </tr>
            </thead>
            <tbody>
              <tr>
                <td>
                  <a href={urls.original}>Original, untouched</a>
                </td>
                <td>{pixels(asset.report.original)}</td>
                <td>{fileSize(asset.report.original.bytes)}</td>
                <td />
                <td />
              </tr>
              <tr>
                <td>
                  <a href={urls.master}>Master, graded</a>
                </td>
                <td>{pixels(asset.report.master)}</td>
                <td>{fileSize(asset.report.master.bytes)}</td>
                <td>lossless</td>
                <td />
              </tr>
              {asset.report.renditions.map((rendition) => {
                const fileName = rendition.file.key.split('/').at(-1) ?? rendition.name;
                return (
                  <tr key={fileName}>
                    <td>
                      <a href={urlOf(fileName) ?? urlOf(rendition.name)}>{fileName}</a>
                      {rendition.warnings.map((warning) => (
                        <p key={warning} className="small doubtful">
                          {warning}
                        </p>
                      ))}
                    </td>
                    <td>{pixels(rendition.file)}</td>
                    <td>{fileSize(rendition.file.bytes)}</td>
                    <td>
                      {rendition.quality === null ? 'lossless' : `q ${String(rendition.quality)}`}
                      {rendition.score === null ? '' : `, likeness ${rendition.score.toFixed(3)}`}
                    </td>
                    <td>{cropWords(rendition)}</td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
        <p className="small soft">{gradeWords(asset.report)}</p>
        <p>
          <a href={urls.companion}>The companion document</a> holds everything needed to make this picture again.
        </p>
      </section>
      <div className="halves">
        <section className="sheet" aria-label="Brief">
          <h2>The brief</h2>
          <BriefFacts brief={asset.brief} speaker={english} />
        </section>
        <section className="sheet" aria-label="Making">
          <h2>How it was made</h2>
          <dl className="facts">
            <dt>Model</dt>
            <dd>{asset.generation.model.snapshot}</dd>
            <dt>Template</dt>
            <dd>
              {asset.prompt.template.name} {asset.prompt.template.version}
            </dd>
            <dt>Sent</dt>
            <dd>
              {Object.entries(asset.generation.parameters)
                .map(([name, setting]) => `${name} ${typeof setting === 'string' ? setting : JSON.stringify(setting)}`)
                .join(', ')}
            </dd>
            <dt>Not sent</dt>
            <dd>{asset.prompt.notSent.map((item) => `${item.parameter} (${item.reason})`).join('; ') || 'nothing was left out'}</dd>
            <dt>SHA-256</dt>
            <dd>
              <code>{asset.report.original.sha256}</code>
            </dd>
          </dl>
          <h3>Prompt</h3>
          <pre>{asset.prompt.text}</pre>
        </section>
      </div>
    </article>
  );
}

const steered: Readonly<Record<Rendition['crop']['by'], string>> = {
  whole: 'the whole picture',
  focus: 'around the focal point',
  subject: 'around the subject',
  smart: 'by weight of detail',
  attention: 'by attention',
  entropy: 'by entropy',
  centre: 'in the centre',
};

function cropWords({ crop: { window, by }, enlargement }: Rendition): string {
  const place = by === 'whole' ? steered.whole : `${String(window.width)} × ${String(window.height)} at ${String(window.left)}, ${String(window.top)}, ${steered[by]}`;
  return enlargement > 1.005 ? `${place}; enlarged ${enlargement.toFixed(1)}×` : place;
}

function gradeWords({ gradeReport: { neutral, meanDeltaE, palette } }: FinishReport): string {
  if (neutral) return 'Not graded: the master has the original’s pixels.';
  const distance = palette === null ? '' : `; mean distance to the brand’s colours ${palette.before.toFixed(1)} before, ${palette.after.toFixed(1)} after`;
  return `Graded: colours moved by ΔE ${meanDeltaE.toFixed(1)} in the mean${distance}.`;
}

function pixels(file: { readonly width: number; readonly height: number }): string {
  return `${String(file.width)} × ${String(file.height)}`;
}
