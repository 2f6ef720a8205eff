/** A signed POST, for services whose SDK client is not installed. */
import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';

import type { Principal } from '../../../local/types.ts';

export interface SignedPost {
  readonly service: string;
  readonly region: string;
  readonly principal: Pick<Principal, 'accessKeyId' | 'secretAccessKey'>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

export async function signedPost(address: string, { service, region, principal, headers = {}, body }: SignedPost): Promise<Response> {
  const { host, hostname, pathname } = new URL(address);
  const signer = new SignatureV4({ service, region, sha256: Sha256, credentials: principal });
  const request = await signer.sign({ method: 'POST', protocol: 'http:', hostname, path: pathname, headers: { host, ...headers }, body });
  return fetch(address, { method: 'POST', headers: request.headers, body });
}
