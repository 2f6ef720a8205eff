/** The stand-in for the OpenAI API behind the real client and adapters. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { z } from 'zod';

import { openaiImages, type ImageModel } from '../../../lambdas/shared/images.ts';
import { openaiVision, type VisionModel } from '../../../lambdas/shared/vision.ts';
import { startOpenAiStandIn } from '../../../local/openai/server.ts';
import { silentLog } from '../../local/support/deployment.ts';

export const apiKey = 'sk-test-2f6c1d0b7a9e';

const Calls = z.object({ calls: z.array(z.looseObject({ operation: z.string() })) });

export interface OpenAi {
  readonly images: ImageModel;
  readonly vision: VisionModel;
  /** The faults to come, see `local/openai/faults.ts`. */
  fault(rule: object): Promise<void>;
  /** How many calls of an operation were accepted so far. */
  calls(operation: 'generations' | 'edits' | 'responses'): Promise<number>;
  stop(): Promise<void>;
}

/** A stand-in of the file's own: there before its first test, and gone after its last. */
export async function openAiForThisFile(): Promise<OpenAi> {
  const openai = await startOpenAi();
  afterAll(() => openai.stop());
  return openai;
}

async function startOpenAi(): Promise<OpenAi> {
  const stateDir = mkdtempSync(join(tmpdir(), 'galley-openai-'));
  const standIn = await startOpenAiStandIn({ port: 0, stateDir, log: silentLog });
  const before = process.env['OPENAI_BASE_URL'];
  process.env['OPENAI_BASE_URL'] = standIn.url;
  const key = (): Promise<string> => Promise.resolve(apiKey);
  return {
    images: openaiImages(key),
    vision: openaiVision(key),
    fault: async (rule) => {
      const answer = await fetch(`${standIn.controlUrl}/faults`, { method: 'POST', body: JSON.stringify(rule) });
      if (!answer.ok) throw new Error(`Expected a fault to be taken but received ${await answer.text()}`);
    },
    calls: async (operation) => Calls.parse(await (await fetch(`${standIn.controlUrl}/calls`)).json()).calls.filter((call) => call.operation === operation).length,
    stop: async () => {
      if (before === undefined) delete process.env['OPENAI_BASE_URL'];
      else process.env['OPENAI_BASE_URL'] = before;
      await standIn.stop();
      rmSync(stateDir, { recursive: true, force: true });
    },
  };
}

/** What a rejected promise was rejected with. */
export async function rejection(promise: Promise<unknown>): Promise<Error> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof Error) return error;
    throw error;
  }
  throw new Error('Expected a rejection but the call succeeded');
}
