/** What the person at the keyboard set: the process's environment over `.env` of the project. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { parse } from 'dotenv';

export type Environment = Readonly<Record<string, string | undefined>>;

/** The environment with the variables of `.env` beneath it; the process's own is left as it is. */
export async function loadEnvironment(projectDir: string, environment: Environment = process.env): Promise<Environment> {
  let text = '';
  try {
    text = await readFile(join(projectDir, '.env'), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  const set = Object.entries(environment).filter(([, value]) => value !== undefined && value !== '');
  return { ...parse(text), ...Object.fromEntries(set) };
}

/** How the functions reach the image API. */
export interface ImageApi {
  /** What the secret holds. */
  readonly key: string;
  /** Undefined leaves the client's own address. */
  readonly baseUrl: string | undefined;
  /** Whether the embedded stand-in is to be started. */
  readonly standIn: boolean;
}

/** A key for the stand-in, which takes any. */
const STAND_IN_KEY = 'sk-stand-in';

/** With a key the real API; without one the stand-in, unless the environment names another address. */
export function chooseImageApi(environment: Environment): ImageApi {
  const { OPENAI_API_KEY: key, OPENAI_BASE_URL: baseUrl } = environment;
  return { key: key || STAND_IN_KEY, baseUrl: baseUrl || undefined, standIn: !key && !baseUrl };
}

/**
 * Values for the stacks' parameters: `GALLEY_SENDER_ADDRESS` for `SenderAddress`, and so on; what is not set gets an
 * address that the embedded mailbox takes as well as any. The stand-in draws for nobody else, so nobody waits for it.
 */
export function stackParameters(environment: Environment, standIn = false): Record<string, string> {
  const { GALLEY_MONTHLY_CAP_USD: monthlyCap, GALLEY_RATE_TIER: rateTier = standIn ? '5' : undefined } = environment;
  return {
    ...(monthlyCap === undefined ? {} : { MonthlyCapUsd: monthlyCap }),
    ...(rateTier === undefined ? {} : { RateTier: rateTier }),
    SenderAddress: environment['GALLEY_SENDER_ADDRESS'] ?? 'galley@example.com',
    DefaultApprovers: environment['GALLEY_DEFAULT_APPROVERS'] ?? 'approver@example.com',
  };
}
