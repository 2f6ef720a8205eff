/** Bodies of the JSON protocols: read the same way by every service behind the endpoint. */
import { z } from 'zod';

import { ServiceError } from './types.ts';
import type { ServiceRequest } from './types.ts';

/** The body as JSON; an empty one is an empty document. @throws ServiceError SerializationException */
export function parseBody(request: ServiceRequest): unknown {
  try {
    return JSON.parse(request.body.toString('utf8') || '{}') as unknown;
  } catch (error) {
    throw new ServiceError('SerializationException', 'Expected a JSON document for the request body', 400, { cause: error });
  }
}

/** The body in the form of an operation. @throws ServiceError under the code that the service has for it, naming each field */
export function validated<T>(schema: z.ZodType<T>, body: unknown, code = 'ValidationException'): T {
  const parsed = schema.safeParse(body);
  if (!parsed.success) throw new ServiceError(code, z.prettifyError(parsed.error), 400, { cause: parsed.error });
  return parsed.data;
}
