/** The documents that a run leaves in S3, one per stage, each readable on its own. */

export * from './documents/money.ts';
export * from './documents/assessment.ts';
export * from './documents/prompt.ts';
export * from './documents/generation.ts';
export * from './documents/inspection.ts';
export * from './documents/judgement.ts';
export * from './documents/annotations.ts';
export * from './documents/finish.ts';
export * from './documents/companion.ts';
