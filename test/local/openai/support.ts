/** A running stand-in and the real client in front of it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import OpenAI from 'openai';
import sharp from 'sharp';
import { z } from 'zod';

import { startOpenAiStandIn } from '../../../local/openai/server.ts';
import type { OpenAiStandIn } from '../../../local/openai/server.ts';
import type { CloudLog } from '../../../local/types.ts';

export const silentLog: CloudLog = { info: () => undefined, warn: () => undefined, error: () => undefined };

export interface Rig {
  readonly standIn: OpenAiStandIn;
  readonly client: OpenAI;
  readonly stateDir: string;
  fault(rule: object): Promise<Response>;
  calls(): Promise<readonly z.infer<typeof Call>[]>;
  stop(): Promise<void>;
}

const Call = z.looseObject({ operation: z.string(), model: z.string(), status: z.number().nullable(), fault: z.string().nullable(), code: z.string().nullable(), promptSha256: z.string(), size: z.string().nullable(), inputs: z.number() });

export async function startRig(stateDir = mkdtempSync(join(tmpdir(), 'galley-openai-'))): Promise<Rig> {
  const standIn = await startOpenAiStandIn({ port: 0, stateDir, log: silentLog });
  return {
    standIn,
    stateDir,
    client: new OpenAI({ apiKey: 'any', baseURL: standIn.url, maxRetries: 0 }),
    fault: async (rule) => fetch(`${standIn.controlUrl}/faults`, { method: 'POST', body: JSON.stringify(rule) }),
    calls: async () => z.object({ calls: z.array(Call) }).parse(await (await fetch(`${standIn.controlUrl}/calls`)).json()).calls,
    stop: async () => {
      await standIn.stop();
      rmSync(stateDir, { recursive: true, force: true });
    },
  };
}

/** The pictures of an answer. */
export function picturesOf(answer: OpenAI.ImagesResponse): Buffer[] {
  return (answer.data ?? []).map(({ b64_json }) => Buffer.from(b64_json ?? '', 'base64'));
}

export function firstOf(answer: OpenAI.ImagesResponse): Buffer {
  const [picture] = picturesOf(answer);
  if (picture === undefined) throw new Error('Expected a picture in the answer but received none');
  return picture;
}

/** Mean absolute difference of two pictures as 64x64 greys, 0 to 255. */
export async function distance(a: Buffer, b: Buffer): Promise<number> {
  const [x, y] = await Promise.all([a, b].map(async (picture) => sharp(picture).resize(64, 64, { fit: 'fill' }).greyscale().raw().toBuffer()));
  if (x === undefined || y === undefined) throw new Error('Expected two pictures');
  let sum = 0;
  for (let i = 0; i < 4096; i++) sum += Math.abs((x[i] ?? 0) - (y[i] ?? 0));
  return sum / 4096;
}

/** What a rejected promise was rejected with. */
export async function rejection(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(() => { throw new Error('Expected a rejection but the call succeeded'); }, (error: unknown) => error);
}
