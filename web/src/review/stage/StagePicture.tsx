import { useState } from 'react';
import type { CSSProperties } from 'react';
import type { ReviewCandidate } from '../../../../core/api.ts';
import type { Place } from './viewport.ts';

interface Props {
  readonly candidate: Pick<ReviewCandidate, 'sha256' | 'url' | 'previewUrl' | 'width'>;
  readonly name: string;
  readonly place: Place;
  /** Clip, opacity or blending of the picture on top. */
  readonly style?: CSSProperties;
}

/** The preview at once, and over it the original as soon as it has come: what is decided on are its bytes. */
export function StagePicture({ candidate, name, place, style = {} }: Props) {
  const [previewed, setPreviewed] = useState<string | null>(null);
  const [sharp, setSharp] = useState<string | null>(null);
  const { sha256, url, previewUrl } = candidate;
  const lies: CSSProperties = { width: place.width, height: place.height, transform: `translate(${String(place.left)}px, ${String(place.top)}px)`, ...style };
  const large = place.width > candidate.width * 2;
  return (
    <>
      <img
        key={`${sha256}-preview`}
        className="stage-picture"
        src={previewUrl}
        alt={name}
        draggable={false}
        style={lies}
        onLoad={() => {
          setPreviewed(sha256);
        }}
        onError={() => {
          setPreviewed(sha256);
        }}
      />
      {previewed === sha256 && (
        <img
          key={sha256}
          className={`stage-picture ${large ? 'pixels' : ''}`}
          src={url}
          alt=""
          data-original={sharp === sha256 ? 'shown' : 'loading'}
          draggable={false}
          decoding="async"
          style={sharp === sha256 ? lies : { ...lies, visibility: 'hidden' }}
          onLoad={() => {
            setSharp(sha256);
          }}
        />
      )}
    </>
  );
}
