/** What the HTTP API takes and answers; the pages and the command line parse what they get with the same schemas. */

export * from './api/runs.ts';
export * from './api/lineage.ts';
export * from './api/reviews.ts';
export * from './api/assets.ts';
export * from './api/brands.ts';
export * from './api/spending.ts';
export * from './api/prompts.ts';
export * from './api/reports.ts';
export { ApiError, Problem } from './api/problems.ts';
