/**
 * Faults on demand, told as the real API tells them.
 *
 * By the control endpoint: `POST /control/faults` with a {@link FaultRule}; it applies to the next `times`
 * calls that match. By words in a prompt, for a person to try: `[[fault:rate_limit]]` fails every call with
 * this prompt, `[[fault:rate_limit:2]]` the first two of them, counted over restarts; `[[fault:slow=5000]]`
 * and `[[fault:server_error=503]]` give a number along.
 */
import { z } from 'zod';

import { ApiError, moderationBlocked } from './errors.ts';

export const FaultKind = z.enum(['rate_limit', 'quota', 'moderation', 'server_error', 'slow', 'dropped', 'invalid_json']);
export type FaultKind = z.infer<typeof FaultKind>;

export const FaultRule = z.strictObject({
  kind: FaultKind,
  /** Applies to prompts that contain this text; to all when absent. */
  match: z.string().min(1).optional(),
  operation: z.enum(['generations', 'edits', 'responses']).optional(),
  times: z.number().int().min(1).default(1),
  /** Of `server_error`. */
  status: z.union([z.literal(500), z.literal(502), z.literal(503)]).default(500),
  /** Of `slow`, in milliseconds. */
  delay: z.number().int().min(0).max(600_000).default(2000),
  /** Of `rate_limit`, in seconds. */
  retryAfter: z.number().min(0).max(600).default(1),
});
export type FaultRule = z.infer<typeof FaultRule>;

/** What is to happen to one call. */
export type Fault = Pick<FaultRule, 'kind' | 'status' | 'delay' | 'retryAfter'>;

/** Words that the stand-in's content policy refuses; the real one judges meaning, this one a tiny list. */
const DISALLOWED = /\b(gore|gory|beheading|beheaded|dismembered|child abuse|sexual(?:ly explicit)?|pornographic|porn|nude|swastika)\b/iu;
const IN_PROMPT = /\[\[fault:([a-z_]+)(?:=(\d+))?(?::(\d+))?\]\]/u;

/** The parts of a prompt that ask for a fault, removed: they are no part of the picture. */
export function withoutFaultWords(prompt: string): string {
  return prompt.replace(/\[\[fault:[^\]]*\]\]/gu, ' ');
}

export class Faults {
  #rules: { rule: FaultRule; left: number }[] = [];

  add(rule: FaultRule): void {
    this.#rules.push({ rule, left: rule.times });
  }

  clear(): void {
    this.#rules = [];
  }

  pending(): readonly (FaultRule & { left: number })[] {
    return this.#rules.map(({ rule, left }) => ({ ...rule, left }));
  }

  /**
   * The fault of this call, used up by asking.
   * @param met how often the prompt has met a fault of this kind before
   */
  take(operation: FaultRule['operation'], prompt: string, met: (kind: FaultKind) => number): Fault | undefined {
    const entry = this.#rules.find(({ rule }) => (rule.operation ?? operation) === operation && prompt.includes(rule.match ?? ''));
    if (entry !== undefined) {
      entry.left -= 1;
      this.#rules = this.#rules.filter(({ left }) => left > 0);
      return entry.rule;
    }
    const asked = faultInPrompt(prompt);
    if (asked !== undefined && met(asked.kind) < asked.times) return asked;
    // A negative constraint ("no gore") is not a wish for it.
    return DISALLOWED.test(prompt.replace(/\b(?:no|without|never|avoid)\s+[^.;,\n]*/giu, '')) && operation !== 'responses'
      ? { kind: 'moderation', status: 500, delay: 0, retryAfter: 0 }
      : undefined;
  }
}

function faultInPrompt(prompt: string): (Fault & { times: number }) | undefined {
  const match = IN_PROMPT.exec(prompt);
  const kind = FaultKind.safeParse(match?.[1]);
  if (match === null || !kind.success) return undefined;
  const amount = match[2] === undefined ? undefined : Number(match[2]);
  return {
    kind: kind.data,
    status: amount === 502 || amount === 503 ? amount : 500,
    delay: kind.data === 'slow' ? Math.min(amount ?? 2000, 600_000) : 0,
    retryAfter: kind.data === 'rate_limit' ? (amount ?? 1) : 1,
    times: match[3] === undefined ? Number.POSITIVE_INFINITY : Number(match[3]),
  };
}

/** The error that the client sees; undefined for a fault that is no answer (slow, dropped, invalid_json). */
export function errorOf(fault: Fault, model: string): ApiError | undefined {
  switch (fault.kind) {
    case 'rate_limit':
      return new ApiError(429, {
        message: `Rate limit reached for ${model} on input-images per min. Please try again in ${String(fault.retryAfter)}s.`,
        type: 'requests',
        code: 'rate_limit_exceeded',
        headers: { 'retry-after': String(Math.ceil(fault.retryAfter)), 'retry-after-ms': String(Math.round(fault.retryAfter * 1000)) },
      });
    case 'quota':
      return new ApiError(429, {
        message: 'You exceeded your current quota, please check your plan and billing details.',
        type: 'insufficient_quota',
        code: 'insufficient_quota',
        // The client would otherwise retry what cannot succeed; the real API sends this header too.
        headers: { 'x-should-retry': 'false' },
      });
    case 'moderation':
      return moderationBlocked();
    case 'server_error':
      return new ApiError(fault.status, { message: 'The server had an error while processing your request. Sorry about that!', code: fault.status === 503 ? 'server_overloaded' : null });
    case 'slow':
    case 'dropped':
    case 'invalid_json':
      return undefined;
  }
}
