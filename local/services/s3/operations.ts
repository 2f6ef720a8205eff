/** Which S3 operation a request is, and the permissions it needs. */
import { unescapeXml } from '../../protocol-errors.ts';
import { ServiceError } from '../../types.ts';
import type { AccessCheck, ServiceRequest } from '../../types.ts';

export type OperationName =
  | 'ListBuckets'
  | 'HeadBucket'
  | 'GetBucketLocation'
  | 'ListObjects'
  | 'DeleteObjects'
  | 'GetObject'
  | 'HeadObject'
  | 'GetObjectAttributes'
  | 'PutObject'
  | 'CopyObject'
  | 'DeleteObject'
  | 'CreateMultipartUpload'
  | 'UploadPart'
  | 'UploadPartCopy'
  | 'CompleteMultipartUpload'
  | 'AbortMultipartUpload';

export interface ObjectName {
  readonly bucket: string;
  readonly key: string;
}

export interface Operation extends ObjectName {
  readonly name: OperationName;
  /** Of a copy. */
  readonly source?: ObjectName;
  /** Of DeleteObjects. */
  readonly keys?: readonly string[];
  readonly query: URLSearchParams;
}

/** Query parameters that choose an operation the embedded cloud does not have. */
const SUBRESOURCES = [
  'acl', 'accelerate', 'analytics', 'cors', 'encryption', 'inventory', 'legal-hold', 'lifecycle', 'logging', 'metrics', 'notification', 'object-lock',
  'ownershipControls', 'policy', 'policyStatus', 'publicAccessBlock', 'renameObject', 'replication', 'requestPayment', 'restore', 'retention', 'select',
  'tagging', 'torrent', 'versioning', 'versions', 'versionId', 'website', 'x-amz-copy-source-version-id',
];

/**
 * Reads the operation.
 * @throws ServiceError `NotImplemented`, naming what the embedded cloud does not do
 */
export function readOperation(request: Pick<ServiceRequest, 'method' | 'rawUrl' | 'headers' | 'body'>): Operation {
  const [path = '/', search = ''] = split(request.rawUrl, '?');
  const query = new URLSearchParams(search);
  const [bucket = '', key = ''] = split(path.slice(1), '/').map((part) => decode(part));
  for (const name of SUBRESOURCES) {
    if (query.has(name)) throw notImplemented(`${request.method} with ?${name}`);
  }
  const place = { bucket, key, query };
  if (bucket === '') {
    if (request.method !== 'GET') throw notImplemented(`${request.method} without a bucket`);
    return { ...place, name: 'ListBuckets' };
  }
  return key === '' ? bucketOperation(request, place) : objectOperation(request, place);
}

function bucketOperation(request: Pick<ServiceRequest, 'method' | 'body'>, place: Omit<Operation, 'name'>): Operation {
  const { query } = place;
  switch (request.method) {
    case 'HEAD':
      return { ...place, name: 'HeadBucket' };
    case 'GET':
      if (query.has('uploads')) throw notImplemented('ListMultipartUploads');
      return { ...place, name: query.has('location') ? 'GetBucketLocation' : 'ListObjects' };
    case 'POST':
      if (!query.has('delete')) throw notImplemented('a form upload');
      return { ...place, name: 'DeleteObjects', keys: keysOf(request.body) };
    default:
      throw notImplemented(`${request.method === 'PUT' ? 'CreateBucket' : 'DeleteBucket'}: buckets come from the template`);
  }
}

function objectOperation(request: Pick<ServiceRequest, 'method' | 'headers'>, place: Omit<Operation, 'name'>): Operation {
  const { query } = place;
  const copySource = request.headers['x-amz-copy-source'];
  const source = typeof copySource === 'string' ? { source: readSource(copySource) } : undefined;
  switch (request.method) {
    case 'HEAD':
      return { ...place, name: 'HeadObject' };
    case 'GET':
      if (query.has('uploadId')) throw notImplemented('ListParts');
      return { ...place, name: query.has('attributes') ? 'GetObjectAttributes' : 'GetObject' };
    case 'PUT':
      if (query.has('uploadId')) return { ...place, ...source, name: source === undefined ? 'UploadPart' : 'UploadPartCopy' };
      return { ...place, ...source, name: source === undefined ? 'PutObject' : 'CopyObject' };
    case 'POST':
      if (query.has('uploads')) return { ...place, name: 'CreateMultipartUpload' };
      if (query.has('uploadId')) return { ...place, name: 'CompleteMultipartUpload' };
      throw notImplemented('POST on an object');
    case 'DELETE':
      return { ...place, name: query.has('uploadId') ? 'AbortMultipartUpload' : 'DeleteObject' };
    default:
      throw notImplemented(`the method ${request.method}`);
  }
}

/** The permissions that an operation needs, as the service authorization reference lists them. */
export function checksOf(operation: Operation, { headers }: Pick<ServiceRequest, 'headers'>): AccessCheck[] {
  const { name, bucket, query } = operation;
  const onObject = (action: string, object: ObjectName = operation): AccessCheck => ({ action, resource: `${bucketArn(object.bucket)}/${object.key}` });
  const tagging = headers['x-amz-tagging'] === undefined ? [] : [onObject('s3:PutObjectTagging')];
  switch (name) {
    case 'ListBuckets':
      return [{ action: 's3:ListAllMyBuckets', resource: '*' }];
    case 'HeadBucket':
      return [{ action: 's3:ListBucket', resource: bucketArn(bucket) }];
    case 'GetBucketLocation':
      return [{ action: 's3:GetBucketLocation', resource: bucketArn(bucket) }];
    case 'ListObjects':
      return [listCheck(bucket, query)];
    case 'DeleteObjects':
      return (operation.keys ?? []).map((key) => onObject('s3:DeleteObject', { bucket, key }));
    case 'GetObject':
    case 'HeadObject':
      return [onObject('s3:GetObject')];
    case 'GetObjectAttributes':
      return [onObject('s3:GetObject'), onObject('s3:GetObjectAttributes')];
    case 'CopyObject':
    case 'UploadPartCopy':
      return [...(operation.source === undefined ? [] : [onObject('s3:GetObject', operation.source)]), onObject('s3:PutObject'), ...tagging];
    case 'PutObject':
    case 'CreateMultipartUpload':
      return [onObject('s3:PutObject'), ...tagging];
    case 'UploadPart':
    case 'CompleteMultipartUpload':
      return [onObject('s3:PutObject')];
    case 'AbortMultipartUpload':
      return [onObject('s3:AbortMultipartUpload')];
    case 'DeleteObject':
      return [onObject('s3:DeleteObject')];
  }
}

/** What it takes to be told that a key does not exist. */
export function listCheck(bucket: string, query: URLSearchParams): AccessCheck {
  const context: Record<string, string[]> = {};
  for (const name of ['prefix', 'delimiter', 'max-keys']) {
    const value = query.get(name);
    if (value !== null) context[`s3:${name}`] = [value];
  }
  return { action: 's3:ListBucket', resource: bucketArn(bucket), context };
}

export function bucketArn(bucket: string): string {
  return `arn:aws:s3:::${bucket}`;
}

function readSource(header: string): ObjectName {
  const [path = '', search = ''] = split(header, '?');
  if (search.startsWith('versionId=')) throw notImplemented('a copy of a version');
  const [bucket = '', key = ''] = split(decode(path).replace(/^\//, ''), '/');
  return { bucket, key };
}

function keysOf(body: Buffer): string[] {
  const text = body.toString('utf8');
  if (text.includes('<VersionId>')) throw notImplemented('DeleteObjects of versions');
  return [...text.matchAll(/<Key>([\s\S]*?)<\/Key>/g)].map(([, key = '']) => unescapeXml(key));
}

/** Both sides of the first separator. */
function split(text: string, separator: string): string[] {
  const index = text.indexOf(separator);
  return index === -1 ? [text] : [text.slice(0, index), text.slice(index + separator.length)];
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    throw new ServiceError('InvalidURI', "Couldn't parse the specified URI.", 400, { cause: error });
  }
}

function notImplemented(what: string): ServiceError {
  return new ServiceError('NotImplemented', `The embedded cloud's S3 does not have ${what}`, 501);
}
