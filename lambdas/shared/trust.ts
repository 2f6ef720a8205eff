import type { Trust } from '../../core/agreement/trust.ts';

/** Whether the automatic check may decide without people, as this vision model answers it. */
export type TrustNow = (model: string) => Promise<Trust>;

/** Where no model has looked there are no counts to trust in: the check advises and decides nothing. */
export const notYetTrusted: TrustNow = () => Promise.resolve({ trusted: false, perQuestion: {}, reason: 'The check has not earned trust yet: no decisions were counted.' });
