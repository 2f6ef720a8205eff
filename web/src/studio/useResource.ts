import { useEffect, useState } from 'react';
import type { z } from 'zod';
import { RequestRefused, requestJson } from '../shared/http.ts';

export interface Resource<Value> {
  readonly value: Value | null;
  readonly refusal: RequestRefused | null;
}

/**
 * Loads `path`, and again every `everyMs` milliseconds while `again` says so. The last good value stays
 * on the page while a later load fails.
 */
export function useResource<Schema extends z.ZodType>(
  schema: Schema,
  path: string,
  everyMs: number,
  again: (value: z.infer<Schema>) => boolean = () => true,
): Resource<z.infer<Schema>> {
  const [resource, setResource] = useState<Resource<z.infer<Schema>>>({ value: null, refusal: null });

  useEffect(() => {
    const abort = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const load = async (): Promise<void> => {
      let more: boolean;
      try {
        const value = await requestJson(schema, path, { signal: abort.signal });
        if (abort.signal.aborted) return;
        setResource({ value, refusal: null });
        more = again(value);
      } catch (error) {
        if (abort.signal.aborted) return;
        const refusal = error instanceof RequestRefused ? error : new RequestRefused(0, 'Unreadable', 'The answer of the server could not be read.');
        setResource((last) => ({ ...last, refusal }));
        more = refusal.status === 0 || refusal.status >= 500;
      }
      if (more && everyMs > 0) timer = setTimeout(() => void load(), everyMs);
    };
    setResource({ value: null, refusal: null });
    void load();
    return () => {
      abort.abort();
      clearTimeout(timer);
    };
    // `schema` and `again` are fixed per call site.
  }, [path, everyMs]);

  return resource;
}
