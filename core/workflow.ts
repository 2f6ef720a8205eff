/**
 * What goes into and comes out of each task of `statemachines/asset.asl.json`. Handlers parse their
 * input with these, and a test holds the state machine's arguments against them.
 */

export * from './workflow/run.ts';
export * from './workflow/assess.ts';
export * from './workflow/naming.ts';
export * from './workflow/direction.ts';
export * from './workflow/turn.ts';
export * from './workflow/spending.ts';
export * from './workflow/generate.ts';
export * from './workflow/inspect.ts';
export * from './workflow/judge.ts';
export * from './workflow/review.ts';
export * from './workflow/finish.ts';
export * from './workflow/outcome.ts';
