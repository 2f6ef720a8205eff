/** Every function, with what it needs: the one table that the constructs, the bundles and the tests read. */

/** Names of variables that the infrastructure gives to functions; a handler asks for them with `requireEnv`. */
export type EnvironmentName =
  | 'BRIEFS_BUCKET'
  | 'ASSETS_BUCKET'
  | 'ARCHIVE_BUCKET'
  | 'RUNS_TABLE'
  | 'REVIEWS_TABLE'
  | 'ARCHIVE_TABLE'
  | 'LEDGER_TABLE'
  | 'STATE_MACHINE_ARN'
  | 'EVENT_BUS_NAME'
  | 'OPENAI_SECRET_ARN'
  | 'PUBLIC_URL'
  | 'SENDER_ADDRESS'
  | 'DEFAULT_APPROVERS'
  | 'DEFAULT_MODEL'
  | 'JUDGE_MODEL'
  | 'MONTHLY_CAP_USD'
  | 'RATE_TIER';

export interface FunctionSpec {
  readonly description: string;
  /** MiB; 1,769 MiB are one virtual CPU. */
  readonly memory: number;
  /** Seconds. */
  readonly timeout: number;
  readonly environment: readonly EnvironmentName[];
  /** Needs the layer with the native picture library. */
  readonly sharp?: true;
}

export const functions = {
  intake: {
    description: 'Takes an uploaded brief: starts its run, or rejects it with a report',
    memory: 512,
    timeout: 60,
    environment: ['ASSETS_BUCKET', 'RUNS_TABLE', 'STATE_MACHINE_ARN', 'SENDER_ADDRESS', 'DEFAULT_APPROVERS'],
  },
  api: {
    description: 'Briefs in, runs, assets and spending out; previews of prompts, and the labels of templates',
    memory: 512,
    timeout: 29,
    environment: ['BRIEFS_BUCKET', 'ASSETS_BUCKET', 'RUNS_TABLE', 'ARCHIVE_TABLE', 'LEDGER_TABLE', 'STATE_MACHINE_ARN', 'PUBLIC_URL', 'MONTHLY_CAP_USD', 'DEFAULT_MODEL', 'DEFAULT_APPROVERS'],
  },
  review: {
    description: 'Shows a review to whoever holds its key, takes votes, asks whoever is next, and reopens what expired',
    memory: 512,
    timeout: 29,
    environment: ['RUNS_TABLE', 'REVIEWS_TABLE', 'STATE_MACHINE_ARN', 'PUBLIC_URL', 'SENDER_ADDRESS'],
  },
  site: { description: 'The pages: static files, no data', memory: 256, timeout: 10, environment: ['ASSETS_BUCKET'] },
  assess: {
    description: 'Is a brief feasible, and worth generating?',
    memory: 256,
    timeout: 30,
    environment: ['BRIEFS_BUCKET', 'ASSETS_BUCKET', 'RUNS_TABLE', 'DEFAULT_MODEL'],
  },
  'build-prompt': {
    description: 'Brief and directions become a structured prompt',
    memory: 256,
    timeout: 30,
    environment: ['BRIEFS_BUCKET', 'ASSETS_BUCKET', 'RUNS_TABLE', 'DEFAULT_MODEL'],
  },
  generate: {
    description: 'Candidates from the image model, within the budget',
    memory: 1024,
    timeout: 600,
    environment: ['ASSETS_BUCKET', 'RUNS_TABLE', 'LEDGER_TABLE', 'OPENAI_SECRET_ARN', 'MONTHLY_CAP_USD', 'RATE_TIER'],
    sharp: true,
  },
  inspect: {
    description: 'Measures every candidate and looks at it with the brief beside it',
    memory: 1769,
    timeout: 300,
    environment: ['ASSETS_BUCKET', 'RUNS_TABLE', 'ARCHIVE_TABLE', 'LEDGER_TABLE', 'OPENAI_SECRET_ARN', 'JUDGE_MODEL', 'MONTHLY_CAP_USD', 'RATE_TIER'],
    sharp: true,
  },
  judge: { description: 'Straight on, review, iterate, or start over', memory: 256, timeout: 30, environment: ['BRIEFS_BUCKET', 'ASSETS_BUCKET', 'RUNS_TABLE'] },
  'request-review': {
    description: 'Asks people: opens a review and mails its links',
    memory: 512,
    timeout: 60,
    environment: ['RUNS_TABLE', 'REVIEWS_TABLE', 'PUBLIC_URL', 'SENDER_ADDRESS', 'DEFAULT_APPROVERS'],
  },
  finish: {
    description: 'Graded, cropped and compressed renditions of the approved bytes',
    memory: 3538,
    timeout: 300,
    environment: ['ASSETS_BUCKET', 'RUNS_TABLE'],
    sharp: true,
  },
  archive: {
    description: 'Keeps everything that finds a picture and makes it again',
    memory: 512,
    timeout: 120,
    environment: ['ASSETS_BUCKET', 'ARCHIVE_BUCKET', 'RUNS_TABLE', 'ARCHIVE_TABLE'],
  },
  'record-outcome': { description: 'Writes down how a run ended and why', memory: 256, timeout: 30, environment: ['ASSETS_BUCKET', 'RUNS_TABLE'] },
  notify: {
    description: 'Mails the owner what became of a brief',
    memory: 256,
    timeout: 60,
    environment: ['ARCHIVE_BUCKET', 'RUNS_TABLE', 'PUBLIC_URL', 'SENDER_ADDRESS'],
  },
  conclude: {
    description: 'Records runs whose execution ended without recording itself',
    memory: 256,
    timeout: 60,
    environment: ['RUNS_TABLE', 'EVENT_BUS_NAME'],
  },
  remind: {
    description: 'Reminds approvers by digest, escalates; asks those, and hands over the decisions, that a crash held up',
    memory: 256,
    timeout: 120,
    environment: ['RUNS_TABLE', 'REVIEWS_TABLE', 'STATE_MACHINE_ARN', 'PUBLIC_URL', 'SENDER_ADDRESS'],
  },
} as const satisfies Readonly<Record<string, FunctionSpec>>;

export type FunctionName = keyof typeof functions;

/**
 * Settings of glibc's allocator for functions that work on pictures: one arena, and blocks of 8 MiB or more given back
 * when they are free. Peak memory is a quarter lower, at about the same speed.
 */
export const allocatorEnvironment = { MALLOC_ARENA_MAX: '1', MALLOC_MMAP_THRESHOLD_: '8388608' } as const;
