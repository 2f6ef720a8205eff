/**
 * What tests and people use to steer the stand-in; the real API has none of it.
 *
 * - `GET`, `POST`, `DELETE /control/faults`: the faults to come (see {@link FaultRule}).
 * - `GET /control/calls`: every accepted call, over restarts.
 * - `GET`, `POST`, `DELETE /control/limits` `{ "images": 5, "tokens": 100000 }`: what a minute allows, see `rate-limits.ts`.
 * - `GET`, `POST`, `DELETE /control/judge` `{ "question": "concept", "answer": "pass" }`: what is answered about a picture (see {@link AnswerRule}).
 * - `GET`, `POST /control/latency` `{ "milliseconds": 200 }`: added to every call.
 */
import type { IncomingMessage } from 'node:http';

import { z } from 'zod';

import type { CallLog } from './call-log.ts';
import { ApiError } from './errors.ts';
import { FaultRule } from './faults.ts';
import type { Faults } from './faults.ts';
import { PerMinute } from './rate-limits.ts';
import type { AccountLimits } from './rate-limits.ts';
import { parseJson, readBody } from './http.ts';
import { AnswerRule } from './told.ts';
import type { ToldAnswers } from './told.ts';

const Latency = z.strictObject({ milliseconds: z.number().int().min(0).max(600_000) });

/** @throws ApiError 400, 404 */
export async function control(state: { readonly calls: CallLog; readonly faults: Faults; readonly limits: AccountLimits; readonly told: ToldAnswers; latency: number }, request: IncomingMessage, pathname: string): Promise<object> {
  switch (`${request.method ?? 'GET'} ${pathname}`) {
    case 'GET /control/faults':
      return { faults: state.faults.pending() };
    case 'POST /control/faults':
      state.faults.add(parsed(FaultRule, await readBody(request)));
      return { faults: state.faults.pending() };
    case 'DELETE /control/faults':
      state.faults.clear();
      return { faults: [] };
    case 'GET /control/calls':
      return { calls: state.calls.all() };
    case 'GET /control/limits':
      return state.limits.report();
    case 'POST /control/limits':
      state.limits.set(parsed(PerMinute, await readBody(request)));
      return state.limits.report();
    case 'DELETE /control/limits':
      state.limits.set(null);
      return state.limits.report();
    case 'GET /control/judge':
      return { rules: state.told.all() };
    case 'POST /control/judge':
      state.told.add(parsed(AnswerRule, await readBody(request)));
      return { rules: state.told.all() };
    case 'DELETE /control/judge':
      state.told.clear();
      return { rules: [] };
    case 'GET /control/latency':
      return { milliseconds: state.latency };
    case 'POST /control/latency':
      state.latency = parsed(Latency, await readBody(request)).milliseconds;
      return { milliseconds: state.latency };
    default:
      throw new ApiError(404, { message: `Expected /control/faults, /control/calls, /control/limits, /control/judge or /control/latency but received ${request.method ?? 'GET'} ${pathname}` });
  }
}

function parsed<Output>(schema: z.ZodType<Output>, body: Buffer): Output {
  const result = schema.safeParse(parseJson(body));
  if (!result.success) throw new ApiError(400, { message: z.prettifyError(result.error) });
  return result.data;
}
