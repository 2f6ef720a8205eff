/** Errors in the shape in which OpenAI answers them: `{ "error": { message, type, param, code } }`. */

export interface ApiErrorDetails {
  readonly message: string;
  readonly type?: string;
  readonly param?: string | null;
  readonly code?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A refusal that goes to the client as it is. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly type: string;
  readonly param: string | null;
  readonly code: string | null;
  readonly headers: Readonly<Record<string, string>>;

  /** @param status the HTTP status */
  constructor(status: number, details: ApiErrorDetails) {
    super(details.message);
    this.status = status;
    this.type = details.type ?? (status >= 500 ? 'server_error' : 'invalid_request_error');
    this.param = details.param ?? null;
    this.code = details.code ?? null;
    this.headers = details.headers ?? {};
  }

  body(): string {
    return JSON.stringify({ error: { message: this.message, type: this.type, param: this.param, code: this.code } });
  }
}

/** 400 about one parameter. */
export function invalid(param: string, code: string, message: string): ApiError {
  return new ApiError(400, { message, param, code });
}

/** The answer of the content policy. */
export function moderationBlocked(): ApiError {
  return new ApiError(400, {
    message: 'Your request was rejected by the safety system. If you believe this is an error, contact support and include the request ID.',
    type: 'image_generation_user_error',
    code: 'moderation_blocked',
  });
}
