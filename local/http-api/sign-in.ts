/** Who calls a route with IAM authorisation. */
import type { IncomingMessage } from 'node:http';

/**
 * Whether an unsigned request may be signed in as the developer, as a signing proxy on a laptop would do: it must have
 * been meant for this address (a page elsewhere can point its own name at the loopback address), and no other site's
 * page may have sent it.
 */
export function comesFromThisMachine({ headers }: Pick<IncomingMessage, 'headers'>, port: number): boolean {
  const hosts = [`127.0.0.1:${String(port)}`, `localhost:${String(port)}`];
  if (!hosts.includes(headers.host ?? '')) return false;
  if (headers.origin !== undefined && headers.origin !== `http://${headers.host ?? ''}`) return false;
  return [undefined, 'none', 'same-origin'].includes(headers['sec-fetch-site']);
}

/** Whether a request carries a signature, in its headers or its query. */
export function isSigned({ headers, url }: Pick<IncomingMessage, 'headers' | 'url'>): boolean {
  return headers.authorization?.startsWith('AWS4-') === true || /[?&]X-Amz-Signature=/.test(url ?? '');
}
