import { useSyncExternalStore } from 'react';

/** The pages of the studio, as the fragment of its address names them. */
export type Route =
  | { readonly page: 'start' }
  | { readonly page: 'run'; readonly runId: string }
  | { readonly page: 'check' }
  | { readonly page: 'assets'; readonly query: string }
  | { readonly page: 'asset'; readonly assetId: string };

/** Reads `#/runs/<id>`, `#/check`, `#/assets?q=<words>`, `#/assets/<id>`; everything else is the start page. */
export function parseRoute(hash: string): Route {
  const [path = '', search = ''] = hash.replace(/^#/, '').split('?');
  const [, section, id] = path.split('/');
  if (section === 'runs' && id) return { page: 'run', runId: id };
  if (section === 'check') return { page: 'check' };
  if (section === 'assets' && id) return { page: 'asset', assetId: id };
  if (section === 'assets') return { page: 'assets', query: new URLSearchParams(search).get('q') ?? '' };
  return { page: 'start' };
}

/** The current route; a component that uses it renders again when the address changes. */
export function useRoute(): Route {
  const hash = useSyncExternalStore(subscribe, () => window.location.hash);
  return parseRoute(hash);
}

function subscribe(changed: () => void): () => void {
  window.addEventListener('hashchange', changed);
  return () => {
    window.removeEventListener('hashchange', changed);
  };
}
