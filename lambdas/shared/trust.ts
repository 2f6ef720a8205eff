import type { Trust } from '../../core/agreement/trust.ts';

/** Whether the automatic check may decide without people, as this vision model answers it. */
export type TrustNow = (model: string) => Promise<Trust>;

/** Until the check's agreement with people is counted, it advises and decides nothing; so it does where no model has looked. */
export const notYetTrusted: TrustNow = () => Promise.resolve({ trusted: false, perQuestion: {}, reason: 'The check has not earned trust yet: no decisions were counted.' });
