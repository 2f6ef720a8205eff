/** Requests to a service as the endpoint hands them over. */
import type { Principal, ServiceRequest, ServiceResponse } from '../../../local/types.ts';
import { REGION } from './deployment.ts';

export const somebody: Principal = { name: 'somebody', arn: 'arn:aws:iam::000000000000:user/somebody', accessKeyId: 'K', secretAccessKey: 'S', statements: [] };

export function serviceRequest(method: string, rawUrl: string, headers: Record<string, string> = {}, body?: unknown): ServiceRequest {
  return {
    principal: somebody,
    region: REGION,
    method,
    rawUrl,
    url: new URL(rawUrl, 'http://127.0.0.1'),
    headers,
    body: Buffer.from(body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body)),
  };
}

export function jsonOf(response: ServiceResponse): unknown {
  return JSON.parse(response.body.toString());
}
