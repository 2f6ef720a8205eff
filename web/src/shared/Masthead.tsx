import type { ReactNode } from 'react';

/** The head of every page: the name, which leads to `home`, and what this page is. */
export function Masthead({ home, children }: { readonly home: string; readonly children?: ReactNode }) {
  return (
    <header className="masthead">
      <a className="wordmark" href="/" aria-label={home}>
        <svg viewBox="0 0 32 32" width="26" height="26" aria-hidden="true">
          <rect x="3" y="2" width="26" height="28" rx="2" fill="none" stroke="currentColor" strokeWidth="2" />
          <path d="M8 9h16M8 14h16M8 19h9" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />
          <path d="M18 24l3 3 6-7" fill="none" stroke="var(--mark)" strokeWidth="3" strokeLinecap="round" strokeLinejoin="round" />
        </svg>
        <span>Galley</span>
      </a>
      {children}
    </header>
  );
}
