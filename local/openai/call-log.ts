/**
 * Every call that was accepted, kept as JSON lines so that a test can count calls over a restart. A call is
 * written twice: when it is accepted (from there on the real API bills it) and when it is answered.
 * A prompt is kept as its SHA-256 only.
 */
import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { z } from 'zod';

const Accepted = z.strictObject({
  requestId: z.string(),
  at: z.iso.datetime(),
  operation: z.enum(['generations', 'edits', 'responses']),
  model: z.string().nullable(),
  n: z.number().nullable(),
  size: z.string().nullable(),
  quality: z.string().nullable(),
  /** Input pictures. */
  inputs: z.number(),
  promptSha256: z.string().nullable(),
});
const Answered = z.strictObject({
  requestId: z.string(),
  /** HTTP status; 0 when the connection was cut before an answer. */
  status: z.number(),
  code: z.string().nullable(),
  /** The injected fault, if there was one. */
  fault: z.string().nullable(),
  milliseconds: z.number(),
});
const Line = z.union([Accepted, Answered]);

export type AcceptedCall = z.infer<typeof Accepted>;
export type AnsweredCall = z.infer<typeof Answered>;
/** `status` is null while the call runs, and for ever when the process was killed under it. */
export type LoggedCall = AcceptedCall & { status: number | null; code: string | null; fault: string | null; milliseconds: number | null };

export class CallLog {
  readonly #path: string;
  readonly #calls = new Map<string, LoggedCall>();

  /** @param stateDir folder of `openai-calls.jsonl`; it is made when missing */
  constructor(stateDir: string) {
    mkdirSync(stateDir, { recursive: true });
    this.#path = join(stateDir, 'openai-calls.jsonl');
    if (!existsSync(this.#path)) return;
    for (const line of readFileSync(this.#path, 'utf8').split('\n')) {
      // The last line of a killed process may be torn.
      const parsed = Line.safeParse(parseLine(line));
      if (parsed.success) this.#remember(parsed.data);
    }
  }

  accepted(call: AcceptedCall): void {
    this.#write(call);
  }

  answered(call: AnsweredCall): void {
    this.#write(call);
  }

  all(): readonly LoggedCall[] {
    return [...this.#calls.values()];
  }

  /** How often this prompt already met this fault, over restarts. */
  countFaults(promptSha256: string, fault: string): number {
    return this.all().filter((call) => call.promptSha256 === promptSha256 && call.fault === fault).length;
  }

  #write(line: AcceptedCall | AnsweredCall): void {
    appendFileSync(this.#path, `${JSON.stringify(line)}\n`);
    this.#remember(line);
  }

  #remember(line: AcceptedCall | AnsweredCall): void {
    if ('at' in line) {
      this.#calls.set(line.requestId, { ...line, status: null, code: null, fault: null, milliseconds: null });
    } else {
      const call = this.#calls.get(line.requestId);
      if (call !== undefined) Object.assign(call, line);
    }
  }
}

export function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
