import type { Brief } from '../../../core/brief/schema.ts';
import { copySpaceWords } from '../../../core/inspection/copy-space.ts';

/** The brief as a reader compares it with a picture: what was asked for, in the order of the prompt. */
export function BriefFacts({ brief }: { readonly brief: Brief }) {
  const { concept } = brief;
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['Objective', brief.objective],
    ['Message', brief.message],
    ['Audience', brief.audience],
    ['Channels', brief.channels.join(', ')],
    ['Subject', concept.subject],
    ['Action', concept.action],
    ['Setting', [concept.environment, concept.background, concept.weather].filter(Boolean).join('; ')],
    ['Lighting', brief.lighting],
    ['Style', brief.style],
    ['Camera', brief.camera],
    ['Mood', brief.mood],
    ['Room for text', brief.copySpace && copySpaceWords(brief.copySpace)],
    ['Not wanted', [...brief.exclude, ...brief.brand.banned].join(', ')],
    ['Brand', brief.brand.name],
    ['Do', brief.brand.do.join('; ')],
    ['Do not', brief.brand.dont.join('; ')],
    ['Deadline', brief.deadline],
  ];
  return (
    <dl className="facts">
      {rows.map(([name, value]) => (value ? <Row key={name} name={name} value={value} /> : null))}
      {brief.brand.colours.length > 0 && (
        <>
          <dt>Colours</dt>
          <dd>
            <ul className="swatches">
              {brief.brand.colours.map((colour) => (
                <li key={colour}>
                  <svg width="22" height="22" aria-hidden="true">
                    <rect width="22" height="22" fill={colour} />
                  </svg>
                  {colour}
                </li>
              ))}
            </ul>
          </dd>
        </>
      )}
    </dl>
  );
}

function Row({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </>
  );
}
