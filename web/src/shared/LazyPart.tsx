import { Component, Suspense } from 'react';
import type { ReactNode } from 'react';

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
    return (
      <div className="notice" role="alert">
        <p>This part of the page could not be fetched. Reload the page; what you have filled in and drawn is kept.</p>
        <button type="button" className="button" onClick={() => window.location.reload()}>
          Reload the page
        </button>
      </div>
    );
  }
}
