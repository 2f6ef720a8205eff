/**
 * S3 behind the endpoint: the template's buckets, path style. In front of the emulator stand the conditions of writes,
 * the digests of uploads, and the events that a bucket sends to EventBridge.
 */
import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { evaluate } from '../iam/evaluate.ts';
import { escapeXml } from '../protocol-errors.ts';
import { ServiceError } from '../types.ts';
import type { AccessCheck, CloudLog, Deployment, PublishEvent, Service, ServiceRequest, ServiceResponse } from '../types.ts';
import type { Emulator } from './emulator.ts';
import { KeyedLock } from './keyed-lock.ts';
import { readUpload } from './s3/body.ts';
import { Intents } from './s3/intents.ts';
import type { Intent, ObjectState } from './s3/intents.ts';
import { bucketArn, checksOf, listCheck, readOperation } from './s3/operations.ts';
import type { ObjectName, Operation } from './s3/operations.ts';

export interface S3Options {
  readonly deployment: Deployment;
  readonly stateDir: string;
  readonly emulator: Emulator;
  /** Takes the events of buckets whose template asks for EventBridge. */
  readonly publish: PublishEvent;
  readonly log: CloudLog;
}

/** Answer headers that a presigned GET may set by its query. */
const RESPONSE_OVERRIDES = ['content-type', 'content-disposition', 'cache-control', 'content-language', 'content-encoding', 'expires'];

export class S3Service implements Service {
  readonly signingName = 's3';
  readonly protocol = 'rest-xml';
  readonly #options: S3Options;
  readonly #locks = new KeyedLock();
  readonly #notifying: ReadonlySet<string>;
  readonly #versioned: ReadonlySet<string>;
  readonly #intents: Intents;

  constructor(options: S3Options) {
    this.#options = options;
    const buckets = options.deployment.ofType('AWS::S3::Bucket');
    this.#notifying = new Set(buckets.filter(({ properties }) => eventBridgeEnabled(properties['NotificationConfiguration'])).map(({ physicalId }) => physicalId));
    this.#versioned = new Set(buckets.filter(({ properties }) => isEnabled(properties['VersioningConfiguration'])).map(({ physicalId }) => physicalId));
    mkdirSync(options.stateDir, { recursive: true });
    this.#intents = new Intents(join(options.stateDir, 's3-intents.db'));
  }

  /** Creates missing buckets and publishes the events that a killed process still owes. */
  async start(): Promise<void> {
    for (const { physicalId } of this.#options.deployment.ofType('AWS::S3::Bucket')) this.#options.emulator.createBucket(physicalId);
    for (const intent of this.#intents.left()) await this.#reconcile(intent);
  }

  stop(): Promise<void> {
    this.#intents.end();
    return Promise.resolve();
  }

  checks(request: ServiceRequest): AccessCheck[] {
    requirePathStyle(request);
    return checksOf(readOperation(request), request);
  }

  async handle(request: ServiceRequest): Promise<ServiceResponse> {
    const operation = readOperation(request);
    switch (operation.name) {
      case 'GetBucketLocation':
        return this.#location(operation);
      case 'GetObject':
      case 'HeadObject':
      case 'GetObjectAttributes':
        return this.#read(request, operation);
      case 'PutObject':
      case 'CopyObject':
      case 'CompleteMultipartUpload':
        return this.#create(request, operation);
      case 'UploadPart':
        return this.#options.emulator.request({ ...request, ...readUpload(request) });
      case 'DeleteObject':
        return this.#delete(request, operation, 'DeleteObject');
      case 'DeleteObjects':
        return this.#deleteAll(request, operation);
      case 'ListBuckets':
      case 'HeadBucket':
      case 'ListObjects':
      case 'CreateMultipartUpload':
      case 'UploadPartCopy':
      case 'AbortMultipartUpload':
        return this.#options.emulator.request(request);
    }
  }

  async #read(request: ServiceRequest, operation: Operation): Promise<ServiceResponse> {
    const response = await this.#options.emulator.request(request);
    if (response.status === 404) this.#hideAbsence(request, operation);
    if (operation.name !== 'GetObject' || response.status >= 300) return response;
    const overrides = RESPONSE_OVERRIDES.flatMap((name) => {
      const value = operation.query.get(`response-${name}`);
      return value === null ? [] : [[name, value] as const];
    });
    return { ...response, headers: { ...response.headers, 'accept-ranges': 'bytes', ...Object.fromEntries(overrides) } };
  }

  /** Who may not list a bucket is not told what it lacks: S3 answers 403 then. */
  #hideAbsence({ principal }: ServiceRequest, { bucket, key }: ObjectName): void {
    const decision = evaluate(principal, listCheck(bucket, new URLSearchParams({ prefix: key })));
    if (!decision.allowed) throw new ServiceError('AccessDenied', `${decision.message} (which it takes to be told that there is no object "${key}")`, 403);
  }

  async #create(request: ServiceRequest, operation: Operation): Promise<ServiceResponse> {
    if (request.headers['x-amz-tagging'] !== undefined) throw new ServiceError('NotImplemented', "The embedded cloud's S3 does not have object tags", 501);
    const forwarded = operation.name === 'PutObject' ? { ...request, ...readUpload(request) } : request;
    return this.#locks.run(`${operation.bucket}/${operation.key}`, async () => {
      const before = await this.#stateOf(operation);
      checkPreconditions(request, before);
      const response = await this.#announced(request, operation, { kind: 'created', reason: operation.name, before }, () => this.#options.emulator.request(forwarded));
      if (response.status === 404 && operation.source !== undefined) this.#hideAbsence(request, operation.source);
      return response;
    });
  }

  #delete(request: ServiceRequest, object: ObjectName, reason: string): Promise<ServiceResponse> {
    return this.#locks.run(`${object.bucket}/${object.key}`, async () => {
      const before = await this.#stateOf(object);
      checkPreconditions(request, before);
      const remove = (): Promise<ServiceResponse> => this.#options.emulator.request({ method: 'DELETE', rawUrl: pathOf(object), headers: {} });
      // Deleting what is not there is no change, so there is nothing to tell.
      return before === undefined ? remove() : this.#announced(request, object, { kind: 'deleted', reason, before }, remove);
    });
  }

  async #deleteAll(request: ServiceRequest, { bucket, keys = [] }: Operation): Promise<ServiceResponse> {
    const quiet = /<Quiet>\s*true\s*<\/Quiet>/i.test(request.body.toString('utf8'));
    const lines: string[] = [];
    for (const key of keys) {
      const { status } = await this.#delete(request, { bucket, key }, 'DeleteObjects');
      if (status === 404) throw new ServiceError('NoSuchBucket', `The specified bucket does not exist: ${bucket}`, 404);
      if (!quiet) lines.push(`<Deleted><Key>${escapeXml(key)}</Key></Deleted>`);
    }
    return xml(`<DeleteResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${lines.join('')}</DeleteResult>`);
  }

  /** Makes a change and tells EventBridge of it before the client hears of it. */
  async #announced(
    request: ServiceRequest,
    { bucket, key }: ObjectName,
    change: Pick<Intent, 'kind' | 'reason' | 'before'>,
    make: () => Promise<ServiceResponse>,
  ): Promise<ServiceResponse> {
    if (!this.#notifying.has(bucket)) return make();
    const intent = this.#intents.open({ bucket, key, ...change });
    const response = await make();
    if (response.status < 300) await this.#publish(intent, await this.#stateOf(intent), request.principal.arn);
    this.#intents.close(intent);
    return response;
  }

  async #reconcile(intent: Intent): Promise<void> {
    const now = await this.#stateOf(intent);
    if (intent.kind === 'created' ? now !== undefined && isOfThisWrite(now, intent) : now === undefined) {
      await this.#publish(intent, now, undefined);
      this.#options.log.info('Published an event that was owed since before the restart', { bucket: intent.bucket, key: intent.key, kind: intent.kind });
    }
    this.#intents.close(intent);
  }

  async #publish(intent: Intent, state: ObjectState | undefined, requesterArn: string | undefined): Promise<void> {
    const { id, bucket, key, kind, reason, sequencer, at } = intent;
    const created = kind === 'created';
    await this.#options.publish('default', {
      id,
      source: 'aws.s3',
      'detail-type': created ? 'Object Created' : 'Object Deleted',
      time: new Date(at).toISOString().replace(/\.\d+Z$/, 'Z'),
      resources: [bucketArn(bucket)],
      detail: {
        version: '0',
        bucket: { name: bucket },
        object: { key, ...(created && state !== undefined ? { size: state.size, etag: state.etag } : {}), sequencer },
        'request-id': randomUUID(),
        requester: requesterArn?.split(':')[4] ?? this.#options.deployment.accountId,
        'source-ip-address': '127.0.0.1',
        reason,
        ...(created ? {} : { 'deletion-type': this.#versioned.has(bucket) ? 'Delete Marker Created' : 'Permanently Deleted' }),
      },
    });
  }

  async #stateOf(object: ObjectName): Promise<ObjectState | undefined> {
    const { status, headers } = await this.#options.emulator.request({ method: 'HEAD', rawUrl: pathOf(object), headers: {} });
    if (status !== 200) return undefined;
    return { etag: String(headers['etag']).replaceAll('"', ''), size: Number(headers['content-length']), lastModified: Date.parse(String(headers['last-modified'])) };
  }

  async #location({ bucket }: Operation): Promise<ServiceResponse> {
    const { status } = await this.#options.emulator.request({ method: 'HEAD', rawUrl: `/${bucket}`, headers: {} });
    if (status !== 200) throw new ServiceError('NoSuchBucket', `The specified bucket does not exist: ${bucket}`, 404);
    return xml(`<LocationConstraint xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${this.#options.deployment.region}</LocationConstraint>`);
  }
}

/**
 * Whether an object that a restart finds was written by the request the intent is of. Where that cannot be told apart
 * (the same bytes within the same second) the event is sent: rather twice than never.
 */
function isOfThisWrite(now: ObjectState, { before, at }: Intent): boolean {
  return before === undefined || now.etag !== before.etag || now.lastModified !== before.lastModified || now.lastModified >= Math.floor(at / 1_000) * 1_000;
}

function checkPreconditions({ headers }: ServiceRequest, before: ObjectState | undefined): void {
  const { 'if-none-match': ifNoneMatch, 'if-match': ifMatch } = headers;
  if (ifNoneMatch !== undefined && ifNoneMatch !== '*') throw new ServiceError('NotImplemented', 'A header you provided implies functionality that is not implemented: If-None-Match takes only *', 501);
  if (ifMatch !== undefined && before === undefined) throw new ServiceError('NoSuchKey', 'The specified key does not exist.', 404);
  const failed = (ifNoneMatch === '*' && before !== undefined) || (ifMatch !== undefined && ifMatch !== '*' && ifMatch.replaceAll('"', '') !== before?.etag);
  if (failed) throw new ServiceError('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', 412);
}

function requirePathStyle({ headers }: ServiceRequest): void {
  const host = (headers.host ?? '').replace(/:\d+$/, '');
  if (host === '127.0.0.1' || host === 'localhost' || host === '[::1]') return;
  throw new ServiceError('NotImplemented', `Expected a path-style request for S3 but received one for the host ${host}: set forcePathStyle (SDK) or s3.addressing_style = path (AWS CLI)`, 501);
}

function pathOf({ bucket, key }: ObjectName): string {
  return `/${bucket}/${key.split('/').map(encodeURIComponent).join('/')}`;
}

function eventBridgeEnabled(configuration: unknown): boolean {
  const eventBridge = (configuration as { EventBridgeConfiguration?: { EventBridgeEnabled?: boolean | string } } | undefined)?.EventBridgeConfiguration;
  return eventBridge !== undefined && String(eventBridge.EventBridgeEnabled ?? true) === 'true';
}

function isEnabled(configuration: unknown): boolean {
  return (configuration as { Status?: string } | undefined)?.Status === 'Enabled';
}

function xml(document: string): ServiceResponse {
  return { status: 200, headers: { 'content-type': 'application/xml' }, body: `<?xml version="1.0" encoding="UTF-8"?>\n${document}` };
}
