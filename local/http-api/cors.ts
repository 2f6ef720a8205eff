/** Cross-origin rules of an HTTP API: when they are configured, the gateway answers for the functions. */
import { z } from 'zod';

const Configuration = z.looseObject({
  AllowOrigins: z.array(z.string()).default([]),
  AllowMethods: z.array(z.string()).default([]),
  AllowHeaders: z.array(z.string()).default([]),
  ExposeHeaders: z.array(z.string()).default([]),
  AllowCredentials: z.boolean().default(false),
  MaxAge: z.coerce.number().optional(),
});

export interface Cors {
  /** Headers for an answer to this origin, none when the origin is not allowed. */
  headersFor(origin: string | undefined): Record<string, string>;
  /** Further headers for the answer to a preflight request. */
  readonly preflight: Readonly<Record<string, string>>;
}

/** Compiles `CorsConfiguration`. */
export function readCors(configuration: unknown): Cors | undefined {
  if (configuration === undefined) return undefined;
  const cors = Configuration.parse(configuration);
  return {
    headersFor(origin) {
      if (origin === undefined || !cors.AllowOrigins.some((allowed) => allows(allowed, origin))) return {};
      const anywhere = cors.AllowOrigins.includes('*') && !cors.AllowCredentials;
      return {
        'access-control-allow-origin': anywhere ? '*' : origin,
        ...(anywhere ? {} : { vary: 'origin' }),
        ...(cors.AllowCredentials ? { 'access-control-allow-credentials': 'true' } : {}),
        ...(cors.ExposeHeaders.length > 0 ? { 'access-control-expose-headers': cors.ExposeHeaders.join(',') } : {}),
      };
    },
    preflight: {
      ...(cors.AllowMethods.length > 0 ? { 'access-control-allow-methods': cors.AllowMethods.join(',') } : {}),
      ...(cors.AllowHeaders.length > 0 ? { 'access-control-allow-headers': cors.AllowHeaders.join(',') } : {}),
      ...(cors.MaxAge === undefined ? {} : { 'access-control-max-age': String(cors.MaxAge) }),
    },
  };
}

function allows(allowed: string, origin: string): boolean {
  if (allowed === '*' || allowed === origin) return true;
  // `https://*` and `http://*` allow a scheme.
  return /^https?:\/\/\*$/.test(allowed) && origin.startsWith(allowed.slice(0, -1));
}
