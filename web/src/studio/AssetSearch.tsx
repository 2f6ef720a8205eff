import { useId, useState } from 'react';
import type { SubmitEvent } from 'react';
import { AssetList } from '../../../core/api.ts';
import { dateTime } from '../shared/format.ts';
import { useResource } from './useResource.ts';

/** Finds archived assets by words of their brief and prompt. */
export function AssetSearch({ query }: { readonly query: string }) {
  const [words, setWords] = useState(query);
  const inputId = useId();

  function submit(event: SubmitEvent): void {
    event.preventDefault();
    window.location.hash = `#/assets?q=${encodeURIComponent(words.trim())}`;
  }

  return (
    <>
      <form className="search" role="search" onSubmit={submit}>
        <label htmlFor={inputId}>
          <h1>The archive</h1>
          <span className="soft">Words of the brief or the prompt; all of them must occur.</span>
        </label>
        <div className="row">
          <input
            id={inputId}
            type="search"
            value={words}
            placeholder="retriever frisbee"
            onChange={(event) => {
              setWords(event.target.value);
            }}
          />
          <button className="button primary" type="submit">
            Search
          </button>
        </div>
      </form>
      {query.trim() !== '' && <Found key={query} query={query} />}
    </>
  );
}

function Found({ query }: { readonly query: string }) {
  const { value, refusal } = useResource(AssetList, `/api/assets?q=${encodeURIComponent(query)}`, 0);
  if (refusal) return <p className="notice">{refusal.message}</p>;
  if (!value) return <p className="soft">Searching…</p>;
  if (value.assets.length === 0) return <p>Nothing in the archive has all of these words: “{query}”.</p>;
  return (
    <ul className="gallery">
      {value.assets.map((asset) => (
        <li key={asset.assetId}>
          <a href={`#/assets/${asset.assetId}`}>
            <img src={asset.thumbnailUrl} alt="" />
            <strong>{asset.title}</strong>
            <span className="soft small">{dateTime(asset.archivedAt)}</span>
          </a>
        </li>
      ))}
    </ul>
  );
}
