import type { z } from 'zod';
import type { AnswerRule } from '../../../local/openai/told.ts';
import type { EmbeddedGalley } from './embedded-galley.ts';

/** Tells the judge of an embedded Galley what it answers from now on; what was told last wins. */
export async function tellJudge(galley: EmbeddedGalley, rule: z.input<typeof AnswerRule>): Promise<void> {
  await control(galley, { method: 'POST', body: JSON.stringify(rule) });
}

/** The judge measures again. */
export async function forgetOrders(galley: EmbeddedGalley): Promise<void> {
  await control(galley, { method: 'DELETE' });
}

async function control({ endpoints }: EmbeddedGalley, request: RequestInit): Promise<void> {
  const response = await fetch(new URL('/control/judge', endpoints.openai), request);
  if (!response.ok) throw new Error(`Expected the stand-in to take the order but it answered ${String(response.status)}: ${await response.text()}`);
}
