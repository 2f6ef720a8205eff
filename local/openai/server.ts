/**
 * The embedded stand-in for the OpenAI API: the paths that Galley's real `openai` client calls, on loopback.
 * It draws instead of dreaming, measures instead of seeing, and fails on request as the real one fails.
 */
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

import type { CloudLog } from '../types.ts';
import { CallLog, sha256 } from './call-log.ts';
import type { AcceptedCall } from './call-log.ts';
import { control } from './control.ts';
import { ApiError } from './errors.ts';
import { Faults, errorOf } from './faults.ts';
import { parseForm, parseJson, readBody, send, sendJson } from './http.ts';
import { AccountLimits } from './rate-limits.ts';
import type { PerMinute } from './rate-limits.ts';
import { editTask, generationTask, imageEvents, imagesResponse, usageOf } from './images.ts';
import type { ImageTask } from './images.ts';
import { describeModel, listModels } from './models.ts';
import { answerVision, readVisionRequest } from './responses.ts';
import { DrawingFailed, Studio } from './studio.ts';
import { ToldAnswers } from './told.ts';

export interface OpenAiStandIn {
  /** What OPENAI_BASE_URL wants; ends in `/v1`. */
  readonly url: string;
  /** Root of the control endpoints: `/faults`, `/calls`, `/limits`, `/judge`, `/latency`. */
  readonly controlUrl: string;
  stop(): Promise<void>;
}

export interface StandInOptions {
  /** 0 takes a free port. */
  readonly port: number;
  /** Folder of `openai-calls.jsonl`, the log that survives a restart. */
  readonly stateDir: string;
  readonly log: CloudLog;
  /** What the account may ask for a minute; null allows everything. */
  readonly limits?: PerMinute | null;
}

interface State {
  readonly calls: CallLog;
  readonly faults: Faults;
  readonly studio: Studio;
  readonly limits: AccountLimits;
  readonly told: ToldAnswers;
  readonly log: CloudLog;
  /** Aborted by `stop`: a call that waits then ends without an answer, as under a killed process. */
  readonly stopping: AbortController;
  /** Added to every call, in milliseconds. */
  latency: number;
}

/** What a call needs from its body before it may fail or be answered. */
interface PreparedCall {
  readonly facts: Pick<AcceptedCall, 'operation' | 'model' | 'n' | 'size' | 'quality' | 'inputs'>;
  readonly prompt: string;
  /** What the limits of image models count; null for other models. */
  readonly images: { readonly images: number; readonly tokens: number } | null;
  answer(response: ServerResponse): Promise<void>;
}

/** Listens on 127.0.0.1 only. */
export async function startOpenAiStandIn({ port, stateDir, log, limits = null }: StandInOptions): Promise<OpenAiStandIn> {
  const state: State = { calls: new CallLog(stateDir), faults: new Faults(), studio: new Studio(), limits: new AccountLimits(limits), told: new ToldAnswers(), log, stopping: new AbortController(), latency: 0 };
  const server = createServer((request, response) => {
    handle(state, request, response).catch((cause: unknown) => { log.error('The OpenAI stand-in could not end a call', { message: String(cause) }); });
  });
  // A client keeps its connection between calls of a run; closing it first would look like a dropped call.
  server.keepAliveTimeout = 120_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve);
  });
  const origin = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  return {
    url: `${origin}/v1`,
    controlUrl: `${origin}/control`,
    stop: async () => {
      state.stopping.abort();
      const closed = new Promise<void>((resolve) => { server.close(() => { resolve(); }); });
      server.closeAllConnections();
      await closed;
      await state.studio.stop();
    },
  };
}

async function handle(state: State, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const requestId = `req_${randomUUID().replaceAll('-', '')}`;
  const started = Date.now();
  response.setHeader('x-request-id', requestId).setHeader('openai-version', '2020-10-01');
  const call: { accepted: boolean; fault: string | null; code: string | null } = { accepted: false, fault: null, code: null };
  try {
    const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1');
    if (pathname.startsWith('/control/')) {
      sendJson(response, 200, await control(state, request, pathname));
      return;
    }
    authenticate(request);
    if (request.method === 'GET' && pathname === '/v1/models') { sendJson(response, 200, listModels()); return; }
    if (request.method === 'GET' && pathname.startsWith('/v1/models/')) { sendJson(response, 200, describeModel(decodeURIComponent(pathname.slice('/v1/models/'.length)))); return; }
    const prepared = await prepare(state, request, pathname);
    if (prepared.images !== null) state.limits.take(prepared.images, prepared.facts.model ?? 'the model', started);
    const promptSha256 = sha256(prepared.prompt);
    const fault = state.faults.take(prepared.facts.operation, prepared.prompt, (kind) => state.calls.countFaults(promptSha256, kind));
    state.calls.accepted({ requestId, at: new Date(started).toISOString(), ...prepared.facts, promptSha256 });
    call.accepted = true;
    call.fault = fault?.kind ?? null;
    await wait(state.latency + (fault?.kind === 'slow' ? fault.delay : 0), undefined, { signal: state.stopping.signal });
    if (fault?.kind === 'dropped') {
      response.socket?.destroy();
      return;
    }
    if (fault?.kind === 'invalid_json') {
      send(response, 200, '{"created": 17', {});
      return;
    }
    const error = fault === undefined ? undefined : errorOf(fault, prepared.facts.model ?? 'the model');
    if (error !== undefined) throw error;
    await prepared.answer(response);
  } catch (cause) {
    if (state.stopping.signal.aborted) { response.destroy(); return; }
    const error = asApiError(cause, state.log);
    call.code = error.code ?? error.type;
    if (response.headersSent) response.destroy();
    else send(response, error.status, error.body(), error.headers);
  } finally {
    if (call.accepted && !state.stopping.signal.aborted) {
      const status = call.fault === 'dropped' || response.destroyed ? 0 : response.statusCode;
      state.calls.answered({ requestId, status, code: call.code, fault: call.fault, milliseconds: Date.now() - started });
    }
  }
}

function authenticate(request: IncomingMessage): void {
  if (/^Bearer \S+/u.test(request.headers.authorization ?? '')) return;
  throw new ApiError(401, {
    message: "You didn't provide an API key. You need to provide your API key in an Authorization header using Bearer auth (i.e. Authorization: Bearer YOUR_KEY).",
    code: 'invalid_api_key',
  });
}

/** @throws ApiError for an unknown path or a request that does not pass its checks */
async function prepare(state: State, request: IncomingMessage, pathname: string): Promise<PreparedCall> {
  const known = ['/v1/images/generations', '/v1/images/edits', '/v1/responses'];
  if (!known.includes(pathname)) throw new ApiError(404, { message: `Invalid URL (${request.method ?? 'GET'} ${pathname}). The stand-in answers ${known.join(', ')} and /v1/models.` });
  if (request.method !== 'POST') throw new ApiError(405, { message: `Not allowed to ${request.method ?? 'GET'} on ${pathname}.` });
  const body = await readBody(request);
  if (pathname === '/v1/images/generations') return imageCall(state, generationTask(parseJson(body)));
  if (pathname === '/v1/images/edits') return imageCall(state, await editTask(await parseForm(body, request.headers['content-type'] ?? '')));
  const vision = readVisionRequest(parseJson(body));
  return {
    facts: { operation: 'responses', model: vision.model, n: null, size: null, quality: null, inputs: vision.images.length },
    prompt: vision.texts.join('\n'),
    images: null,
    answer: async (response) => { sendJson(response, 200, await answerVision(vision, Math.floor(Date.now() / 1000), state.told.take(vision.texts.join('\n')))); },
  };
}

function imageCall({ studio }: State, task: ImageTask): PreparedCall {
  const { call, size, inputs } = task;
  const created = Math.floor(Date.now() / 1000);
  return {
    facts: { operation: task.operation, model: call.model, n: call.n, size: `${String(size.width)}x${String(size.height)}`, quality: call.quality, inputs: inputs.length },
    prompt: call.prompt,
    images: { images: call.n, tokens: usageOf(task).total_tokens },
    answer: async (response) => {
      if (!call.stream) {
        sendJson(response, 200, await imagesResponse(task, studio, created));
        return;
      }
      response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache' });
      for await (const event of imageEvents(task, studio, created)) response.write(`event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
      response.end();
    },
  };
}

function asApiError(cause: unknown, log: CloudLog): ApiError {
  if (cause instanceof ApiError) return cause;
  const message = cause instanceof Error ? cause.message : String(cause);
  log.error('The OpenAI stand-in failed', { message, stack: cause instanceof Error ? (cause.stack ?? null) : null });
  // The name of the failure goes along: a stand-in has nothing to hide.
  return new ApiError(500, { message: cause instanceof DrawingFailed ? `The picture could not be drawn: ${message}` : `The stand-in failed: ${message}` });
}
