/** The Lambda API: Invoke and GetFunction. */
import { randomUUID } from 'node:crypto';

import { ServiceError } from '../types.ts';
import type { JsonValue, Service, ServiceRequest, ServiceResponse } from '../types.ts';
import { functionNameOf } from './arn.ts';
import type { FunctionConfiguration } from './configuration.ts';
import type { Lambda } from './lambda.ts';

/** Largest request of a synchronous and of an asynchronous invocation, in bytes. */
const SYNCHRONOUS_BYTES = 6 * 1024 * 1024;
const ASYNCHRONOUS_BYTES = 1024 * 1024;

const INVOKE = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/;
const GET = /^\/2015-03-31\/functions\/([^/]+)(\/configuration)?$/;

/** Accepts an asynchronous invocation durably. */
export type EnqueueInvocation = (configuration: FunctionConfiguration, payload: JsonValue, requestId: string) => void;

/** Lambda behind the endpoint (`rest-json`). */
export function createLambdaService(lambda: Lambda, enqueue: EnqueueInvocation): Service {
  function configurationOf(encodedName: string | undefined): FunctionConfiguration {
    const name = decodeURIComponent(encodedName ?? '');
    const configuration = lambda.functions.get(functionNameOf(name));
    if (configuration === undefined) throw new ServiceError('ResourceNotFoundException', `Function not found: ${name}`, 404);
    return configuration;
  }

  async function invoke(request: ServiceRequest, configuration: FunctionConfiguration): Promise<ServiceResponse> {
    const type = String(request.headers['x-amz-invocation-type'] ?? 'RequestResponse');
    const limit = type === 'Event' ? ASYNCHRONOUS_BYTES : SYNCHRONOUS_BYTES;
    if (request.body.length > limit) {
      throw new ServiceError('RequestTooLargeException', `Request must be smaller than ${String(limit)} bytes for the InvokeFunction operation`, 413);
    }
    const payload = parsePayload(request.body);
    const requestId = randomUUID();
    const headers = { 'x-amzn-requestid': requestId, 'x-amz-executed-version': '$LATEST' };
    switch (type) {
      case 'DryRun':
        return { status: 204, headers, body: '' };
      case 'Event':
        enqueue(configuration, payload, requestId);
        return { status: 202, headers, body: '' };
      case 'RequestResponse': {
        const result = await lambda.run(configuration.arn, JSON.stringify(payload), requestId);
        const json = { ...headers, 'content-type': 'application/json' };
        if (result.ok) return { status: 200, headers: json, body: JSON.stringify(result.payload) };
        const { errorType, errorMessage, trace } = result;
        return { status: 200, headers: { ...json, 'x-amz-function-error': 'Unhandled' }, body: JSON.stringify({ errorType, errorMessage, trace }) };
      }
      default:
        throw new ServiceError('InvalidParameterValueException', `Expected RequestResponse, Event or DryRun for InvocationType but received "${type}"`);
    }
  }

  return {
    signingName: 'lambda',
    protocol: 'rest-json',
    checks(request) {
      const name = INVOKE.exec(request.url.pathname)?.[1];
      if (name !== undefined) return [{ action: 'lambda:InvokeFunction', resource: configurationOf(name).arn }];
      const [, read, suffix] = GET.exec(request.url.pathname) ?? [];
      if (read === undefined) return [];
      return [{ action: suffix === undefined ? 'lambda:GetFunction' : 'lambda:GetFunctionConfiguration', resource: configurationOf(read).arn }];
    },
    async handle(request) {
      const { pathname } = request.url;
      const invoked = INVOKE.exec(pathname);
      if (invoked !== null && request.method === 'POST') return invoke(request, configurationOf(invoked[1]));
      const read = GET.exec(pathname);
      if (read !== null && request.method === 'GET') {
        const description = describe(configurationOf(read[1]));
        return {
          status: 200,
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(read[2] === undefined ? { Configuration: description } : description),
        };
      }
      throw new ServiceError(
        'UnknownOperationException',
        `Expected Invoke, GetFunction or GetFunctionConfiguration for a request to Lambda but received ${request.method} ${pathname}: the embedded cloud has no other`,
        501,
      );
    },
  };
}

function parsePayload(body: Buffer): JsonValue {
  try {
    return body.length === 0 ? null : (JSON.parse(body.toString('utf8')) as JsonValue);
  } catch (error) {
    throw new ServiceError('InvalidRequestContentException', 'Could not parse request body into json: expected a JSON payload', 400, { cause: error });
  }
}

function describe(configuration: FunctionConfiguration): Record<string, unknown> {
  return {
    FunctionName: configuration.name,
    FunctionArn: configuration.arn,
    Runtime: configuration.runtime,
    Role: configuration.roleArn,
    Handler: configuration.handler,
    Timeout: configuration.timeoutSeconds,
    MemorySize: configuration.memoryMegabytes,
    Version: '$LATEST',
    State: 'Active',
    LastUpdateStatus: 'Successful',
    PackageType: 'Zip',
    LoggingConfig: { LogGroup: configuration.logGroup },
  };
}
