/** The vocabulary that the parts of the embedded cloud share. */
import type { IncomingHttpHeaders } from 'node:http';

export type JsonValue = string | number | boolean | null | JsonValue[] | { [key: string]: JsonValue };
export type JsonObject = { [key: string]: JsonValue };

/** One IAM statement with every intrinsic of the template already resolved. */
export interface PolicyStatement {
  readonly effect: 'Allow' | 'Deny';
  readonly actions: readonly string[];
  readonly notActions: readonly string[];
  readonly resources: readonly string[];
  readonly notResources: readonly string[];
  readonly conditions: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
}

/** Who signs a request: a function's or a state machine's role, or the developer at the keyboard. */
export interface Principal {
  /** Logical name for messages, for example `AssessFunction`. */
  readonly name: string;
  readonly arn: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly statements: readonly PolicyStatement[];
}

/** A request that arrived at the AWS endpoint, authenticated, its body read. */
export interface ServiceRequest {
  readonly principal: Principal;
  readonly region: string;
  readonly method: string;
  /** Path and query as they arrived, `/bucket/key?x-id=PutObject`. */
  readonly rawUrl: string;
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface ServiceResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body: Buffer | string;
}

/** One permission that a request needs, as IAM names it. */
export interface AccessCheck {
  /** `s3:PutObject` */
  readonly action: string;
  /** `arn:aws:s3:::bucket/key` */
  readonly resource: string;
  /** Condition keys, `{ 'dynamodb:LeadingKeys': ['run#1'] }`. */
  readonly context?: Readonly<Record<string, readonly string[]>>;
}

/** A service behind the endpoint. The endpoint authenticates, asks `checks`, evaluates IAM, then calls `handle`. */
export interface Service {
  /** The signing name in the request's credential scope: `s3`, `dynamodb`, `states`, `events`, `ses`, … */
  readonly signingName: string;
  /** Error body format of this service's protocol. */
  readonly protocol: 'json-1.0' | 'json-1.1' | 'rest-json' | 'rest-xml';
  checks(request: ServiceRequest): readonly AccessCheck[];
  handle(request: ServiceRequest): Promise<ServiceResponse>;
}

/** An error with the shape AWS gives it; the endpoint turns it into the protocol's answer. */
export class ServiceError extends Error {
  override readonly name = 'ServiceError';
  readonly code: string;
  readonly status: number;

  /** @param code the AWS error code, for example `ValidationException` @param status the HTTP status */
  constructor(code: string, message: string, status = 400, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.status = status;
  }
}

/** An event on its way to the rules of a bus, in EventBridge's envelope. */
export interface CloudEvent {
  readonly version: '0';
  readonly id: string;
  readonly 'detail-type': string;
  readonly source: string;
  readonly account: string;
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: JsonObject;
}

/** Accepts an event durably: when the promise resolves, the event survives a killed process. */
export type PublishEvent = (busName: string, event: Omit<CloudEvent, 'version' | 'id' | 'account' | 'region'> & { id?: string }) => Promise<void>;

/** Result of one synchronous function invocation. */
export type InvocationResult =
  | { readonly ok: true; readonly payload: JsonValue }
  /** The function threw, timed out or ran out of memory: `errorType` is what Step Functions matches. */
  | { readonly ok: false; readonly errorType: string; readonly errorMessage: string; readonly trace?: readonly string[] };

/** Invokes a function by ARN or name; the caller has been authorised. Rejects with ServiceError when there is no such function. */
export type InvokeFunction = (functionArn: string, payload: JsonValue, options?: { readonly signal?: AbortSignal }) => Promise<InvocationResult>;

/** One deployed resource: its template definition with intrinsics resolved as far as they are known. */
export interface Resource {
  readonly logicalId: string;
  readonly stack: string;
  readonly type: string;
  readonly properties: JsonObject;
  /** What `Ref` returns: bucket name, queue URL, function name, … */
  readonly physicalId: string;
  readonly arn: string;
}

/** The deployed application: every resource of every stack, cross-stack references resolved. */
export interface Deployment {
  readonly region: string;
  readonly accountId: string;
  readonly resources: readonly Resource[];
  /** Stack outputs by stack name. */
  readonly outputs: Readonly<Record<string, Readonly<Record<string, string>>>>;
  ofType(type: string): readonly Resource[];
  byArn(arn: string): Resource | undefined;
  /** Absolute folder or file of an asset by its hash or by the S3 key that the template names. */
  assetPath(keyOrHash: string): string;
}

/** Writes one line to the cloud's log file and, where a person should see it, to the progress display. */
export interface CloudLog {
  info(message: string, fields?: JsonObject): void;
  warn(message: string, fields?: JsonObject): void;
  error(message: string, fields?: JsonObject): void;
}
