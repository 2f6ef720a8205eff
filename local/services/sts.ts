/** STS behind the endpoint: who am I. */
import { escapeXml } from '../protocol-errors.ts';
import { ServiceError } from '../types.ts';
import type { Deployment, Service, ServiceRequest, ServiceResponse } from '../types.ts';

export class StsService implements Service {
  readonly signingName = 'sts';
  readonly protocol = 'rest-xml';
  readonly #deployment: Deployment;

  constructor({ deployment }: { readonly deployment: Deployment }) {
    this.#deployment = deployment;
  }

  async start(): Promise<void> {
    // Nothing to prepare.
  }

  async stop(): Promise<void> {
    // Nothing to release.
  }

  /** Everyone may ask who they are. */
  checks(): [] {
    return [];
  }

  handle({ body, url, principal }: ServiceRequest): Promise<ServiceResponse> {
    const action = new URLSearchParams(body.toString('utf8')).get('Action') ?? url.searchParams.get('Action');
    if (action !== 'GetCallerIdentity') {
      throw new ServiceError('InvalidAction', `Expected GetCallerIdentity for a request to STS but received "${action ?? ''}": the embedded cloud has no other`);
    }
    const facts = `<Arn>${escapeXml(principal.arn)}</Arn><UserId>${escapeXml(principal.accessKeyId)}</UserId><Account>${this.#deployment.accountId}</Account>`;
    return Promise.resolve({
      status: 200,
      headers: { 'content-type': 'text/xml' },
      body: `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>${facts}</GetCallerIdentityResult></GetCallerIdentityResponse>`,
    });
  }
}
