import type { Trust } from '../../core/agreement/trust.ts';
import type { Language } from '../../core/brief/schema.ts';

/** Whether the automatic check may decide without people, as this vision model answers it; the reason is in the language. */
export type TrustNow = (model: string, language: Language) => Promise<Trust>;
