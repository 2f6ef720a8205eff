import type { z } from 'zod';
import { ApiError } from '../../../core/api.ts';
import type { Problem } from '../../../core/api.ts';

type RefusedField = z.infer<typeof Problem>;

interface RefusalParts extends ErrorOptions {
  readonly problems?: readonly RefusedField[];
  readonly facts?: Readonly<Record<string, string>>;
}

/** What the server refused: its name for it, its words, the fields it named and what the words say, by name. */
export class RequestRefused extends Error {
  override readonly name = 'RequestRefused';
  readonly status: number;
  /** `AlreadyDecided`; the page's own where the server has not answered. */
  readonly title: string;
  readonly problems: readonly RefusedField[];
  readonly facts: Readonly<Record<string, string>>;

  constructor(status: number, title: string, message: string, { problems = [], facts = {}, ...options }: RefusalParts = {}) {
    super(message, options);
    this.status = status;
    this.title = title;
    this.problems = problems;
    this.facts = facts;
  }
}

/**
 * Fetches and parses JSON; `asked` is the same request where it is under way already.
 * @throws RequestRefused with the status (0 when the server could not be reached) and the problems by field
 */
export async function requestJson<Schema extends z.ZodType>(schema: Schema, path: string, init: RequestInit = {}, asked?: Promise<Response>): Promise<z.infer<Schema>> {
  const response = await (asked ?? fetch(path, { cache: 'no-store', ...init })).catch((cause: unknown) => {
    throw new RequestRefused(0, 'Unreachable', 'The server could not be reached. Check the connection and try again.', { cause });
  });
  const text = await response.text();
  if (!response.ok) throw refusal(response.status, text);
  return schema.parse(JSON.parse(text));
}

function refusal(status: number, text: string): RequestRefused {
  const parsed = ApiError.safeParse(parseJson(text));
  if (parsed.success) {
    const { name, message, problems = [], facts = {} } = parsed.data.error;
    return new RequestRefused(status, name, message, { problems, facts });
  }
  if (status === 403) return new RequestRefused(status, 'Unsigned', 'This address takes signed requests only. Use “npx galley” with your AWS credentials.');
  return new RequestRefused(status, 'ServerFailed', `The server answered ${String(status)}. Try again in a moment.`, { facts: { status: String(status) } });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
