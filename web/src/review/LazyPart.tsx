import { Component, Suspense } from 'react';
import type { ReactNode } from 'react';
import { useWords } from './language/words.ts';

interface Props {
  /** While its code is on its way. */
  readonly fallback: ReactNode;
  readonly children: ReactNode;
}

/**
 * A part of a page whose code comes when it is asked for. Where it does not come, because the network is gone or the page is older
 * than what is deployed, the rest of the page stays. A browser does not ask again for code that failed once: a reload does.
 */
export class LazyPart extends Component<Props, { readonly failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  override render(): ReactNode {
    const { fallback, children } = this.props;
    if (!this.state.failed) return <Suspense fallback={fallback}>{children}</Suspense>;
    return <Unfetched />;
  }
}

function Unfetched() {
  const { say } = useWords();
  return (
    <div className="notice" role="alert">
      <p>{say('part.unfetched')}</p>
      <button type="button" className="button" onClick={() => window.location.reload()}>
        {say('part.reload')}
      </button>
    </div>
  );
}
