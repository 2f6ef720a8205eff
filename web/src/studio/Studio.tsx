import { english } from '../shared/language/english.ts';
import { Masthead } from '../shared/Masthead.tsx';
import { AssetPage } from './AssetPage.tsx';
import { AssetSearch } from './AssetSearch.tsx';
import { BriefForm } from './BriefForm.tsx';
import { CheckPage } from './CheckPage.tsx';
import { useRoute } from './route.ts';
import type { Route } from './route.ts';
import { RunList } from './RunList.tsx';
import { RunPage } from './RunPage.tsx';

/** The studio: hand in a brief, follow its run, find what the archive holds. */
export function Studio() {
  const route = useRoute();
  return (
    <>
      <Masthead home={english.say('masthead.home')}>
        <nav aria-label="Studio">
          <a href="#/" aria-current={route.page === 'start' || route.page === 'run' ? 'page' : undefined}>
            Briefs
          </a>
          <a href="#/assets" aria-current={route.page === 'assets' || route.page === 'asset' ? 'page' : undefined}>
            Archive
          </a>
          <a href="#/check" aria-current={route.page === 'check' ? 'page' : undefined}>
            Check
          </a>
        </nav>
      </Masthead>
      <main>{page(route)}</main>
    </>
  );
}

function page(route: Route) {
  switch (route.page) {
    case 'run':
      return <RunPage key={route.runId} runId={route.runId} />;
    case 'check':
      return <CheckPage />;
    case 'assets':
      return <AssetSearch query={route.query} />;
    case 'asset':
      return <AssetPage key={route.assetId} assetId={route.assetId} />;
    case 'start':
      return (
        <div className="start">
          <section>
            <h1>Nothing goes to press before somebody has signed it.</h1>
            <p className="lead">Hand in a brief. Galley writes the prompt, makes candidates, checks them, asks a person, and finishes and archives what was approved.</p>
            <BriefForm />
          </section>
          <RunList />
        </div>
      );
  }
}
