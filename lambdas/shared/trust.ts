import type { Trust } from '../../core/agreement/trust.ts';

/** Whether the automatic check may decide without people. */
export type TrustNow = () => Promise<Trust>;

/** Until the check's agreement with people is counted, it advises and decides nothing. */
export const notYetTrusted: TrustNow = () => Promise.resolve({ trusted: false, perQuestion: {}, reason: 'no decisions counted yet.' });
