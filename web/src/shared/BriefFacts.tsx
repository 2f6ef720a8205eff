import type { Brief } from '../../../core/brief/schema.ts';
import { roomWords } from '../../../core/language/room.ts';
import type { SharedSpeaker } from './language/english.ts';

interface Props {
  readonly brief: Brief;
  readonly speaker: SharedSpeaker;
}

/** The brief as a reader compares it with a picture: what was asked for, in the order of the prompt. */
export function BriefFacts({ brief, speaker: { say, day } }: Props) {
  const { concept } = brief;
  const rows: readonly (readonly [string, string | undefined])[] = [
    [say('brief.objective'), brief.objective],
    [say('brief.message'), brief.message],
    [say('brief.audience'), brief.audience],
    [say('brief.channels'), brief.channels.join(', ')],
    [say('brief.subject'), concept.subject],
    [say('brief.action'), concept.action],
    [say('brief.setting'), [concept.environment, concept.background, concept.weather].filter(Boolean).join('; ')],
    [say('brief.lighting'), brief.lighting],
    [say('brief.style'), brief.style],
    [say('brief.camera'), brief.camera],
    [say('brief.mood'), brief.mood],
    [say('brief.copy-space'), roomWords(brief.copySpace, say)],
    [say('brief.exclude'), [...brief.exclude, ...brief.brand.banned].join(', ')],
    [say('brief.brand'), brief.brand.name],
    [say('brief.do'), brief.brand.do.join('; ')],
    [say('brief.dont'), brief.brand.dont.join('; ')],
    [say('brief.deadline'), brief.deadline && day(brief.deadline)],
  ];
  return (
    <dl className="facts">
      {rows.map(([name, value]) => (value ? <Row key={name} name={name} value={value} /> : null))}
      {brief.brand.colours.length > 0 && (
        <>
          <dt>{say('brief.colours')}</dt>
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
