/** What the template says about a function, in the form the workers need. */
import { mkdirSync, realpathSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { z } from 'zod';

import type { Deployment, Resource } from '../types.ts';

/** A function that can run: its code, limits and what happens to its failed asynchronous invocations. */
export interface FunctionConfiguration {
  readonly name: string;
  readonly arn: string;
  readonly logicalId: string;
  /** Absolute folder of the code asset. */
  readonly taskRoot: string;
  /** `file.export`, relative to the task root. */
  readonly handler: string;
  readonly runtime: string;
  readonly memoryMegabytes: number;
  readonly timeoutSeconds: number;
  readonly variables: Readonly<Record<string, string>>;
  readonly roleArn: string;
  readonly logGroup: string;
  /** Absolute folders of its layers, in the template's order. */
  readonly layers: readonly string[];
  readonly reservedConcurrency: number | undefined;
  readonly asynchronous: AsynchronousPolicy;
}

/** How Lambda treats an invocation nobody waits for. */
export interface AsynchronousPolicy {
  /** Further tries after a function error. */
  readonly retries: number;
  readonly maximumAgeSeconds: number;
  /** Queue of `DeadLetterConfig`: receives the event itself. */
  readonly deadLetterArn: string | undefined;
  /** Queue of `DestinationConfig.OnFailure`: receives a record about the invocation. */
  readonly onFailureArn: string | undefined;
}

const FunctionProperties = z.looseObject({
  PackageType: z.string().optional(),
  Runtime: z.string().default(''),
  Handler: z.string().default('index.handler'),
  MemorySize: z.coerce.number().default(128),
  Timeout: z.coerce.number().default(3),
  Role: z.string(),
  Code: z.looseObject({ S3Key: z.string().optional(), ZipFile: z.string().optional() }),
  Environment: z.looseObject({ Variables: z.record(z.string(), z.coerce.string()).default({}) }).optional(),
  Layers: z.array(z.string()).default([]),
  ReservedConcurrentExecutions: z.coerce.number().optional(),
  DeadLetterConfig: z.looseObject({ TargetArn: z.string().optional() }).optional(),
  LoggingConfig: z.looseObject({ LogGroup: z.string().optional() }).optional(),
});

const EventInvokeProperties = z.looseObject({
  FunctionName: z.string(),
  MaximumRetryAttempts: z.coerce.number().default(2),
  MaximumEventAgeInSeconds: z.coerce.number().default(21_600),
  DestinationConfig: z
    .looseObject({
      OnFailure: z.looseObject({ Destination: z.string() }).optional(),
      OnSuccess: z.looseObject({ Destination: z.string() }).optional(),
    })
    .optional(),
});

/**
 * Reads every `AWS::Lambda::Function` of a deployment.
 * @param inlineDirectory where the code of functions with `Code.ZipFile` is written
 * @throws Error naming the function and the property that the embedded cloud cannot run
 */
export function readFunctions(deployment: Deployment, inlineDirectory: string): FunctionConfiguration[] {
  const policies = new Map(
    deployment.ofType('AWS::Lambda::EventInvokeConfig').map((resource) => {
      const properties = EventInvokeProperties.parse(resource.properties);
      return [properties.FunctionName, properties] as const;
    }),
  );
  return deployment
    .ofType('AWS::Lambda::Function')
    .map((resource) => readFunction(resource, deployment, policies.get(resource.physicalId) ?? policies.get(resource.arn), inlineDirectory));
}

function readFunction(
  resource: Resource,
  deployment: Deployment,
  policy: z.infer<typeof EventInvokeProperties> | undefined,
  inlineDirectory: string,
): FunctionConfiguration {
  const parsed = FunctionProperties.safeParse(resource.properties);
  if (!parsed.success) throw new Error(`Expected properties of a function for ${resource.logicalId} but received:\n${z.prettifyError(parsed.error)}`);
  const properties = parsed.data;
  if (properties.PackageType === 'Image') refuse(resource, 'PackageType', 'Zip', 'Image');
  if (!properties.Runtime.startsWith('nodejs')) refuse(resource, 'Runtime', 'a Node.js runtime', properties.Runtime);
  const success = policy?.DestinationConfig?.OnSuccess?.Destination;
  if (success !== undefined) refuse(resource, 'EventInvokeConfig.DestinationConfig.OnSuccess', 'no destination', success);
  return {
    name: resource.physicalId,
    arn: resource.arn,
    logicalId: resource.logicalId,
    taskRoot: codeFolder(resource, properties.Code, deployment, inlineDirectory),
    handler: properties.Handler,
    runtime: properties.Runtime,
    memoryMegabytes: properties.MemorySize,
    timeoutSeconds: properties.Timeout,
    variables: properties.Environment?.Variables ?? {},
    roleArn: properties.Role,
    logGroup: properties.LoggingConfig?.LogGroup ?? `/aws/lambda/${resource.physicalId}`,
    layers: properties.Layers.map((layer) => layerFolder(resource, layer, deployment)),
    reservedConcurrency: properties.ReservedConcurrentExecutions,
    asynchronous: {
      retries: policy?.MaximumRetryAttempts ?? 2,
      maximumAgeSeconds: policy?.MaximumEventAgeInSeconds ?? 21_600,
      deadLetterArn: queueOf(resource, 'DeadLetterConfig', properties.DeadLetterConfig?.TargetArn),
      onFailureArn: queueOf(resource, 'EventInvokeConfig.DestinationConfig.OnFailure', policy?.DestinationConfig?.OnFailure?.Destination),
    },
  };
}

function codeFolder(
  resource: Resource,
  code: { readonly S3Key?: string | undefined; readonly ZipFile?: string | undefined },
  deployment: Deployment,
  inlineDirectory: string,
): string {
  if (code.ZipFile !== undefined) {
    const folder = join(inlineDirectory, resource.physicalId);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'index.js'), code.ZipFile);
    return realpathSync(folder);
  }
  if (code.S3Key === undefined) refuse(resource, 'Code', 'S3Key or ZipFile', Object.keys(code).join(', '));
  return folderOnly(resource, 'Code.S3Key', deployment.assetPath(code.S3Key));
}

function layerFolder(resource: Resource, layerArn: string, deployment: Deployment): string {
  const layer = deployment
    .ofType('AWS::Lambda::LayerVersion')
    .find((candidate) => candidate.arn === layerArn || candidate.physicalId === layerArn);
  if (layer === undefined) refuse(resource, 'Layers', 'a layer of these stacks', layerArn);
  const { Content: content } = z.looseObject({ Content: z.looseObject({ S3Key: z.string() }) }).parse(layer.properties);
  return folderOnly(layer, 'Content.S3Key', deployment.assetPath(content.S3Key));
}

function folderOnly(resource: Resource, field: string, path: string): string {
  if (!statSync(path).isDirectory()) refuse(resource, field, 'an asset that is a folder', path);
  // Modules are known by their real paths, so the folder is too.
  return realpathSync(path);
}

function queueOf(resource: Resource, field: string, arn: string | undefined): string | undefined {
  if (arn !== undefined && arn.split(':')[2] !== 'sqs') refuse(resource, field, 'an SQS queue', arn);
  return arn;
}

function refuse(resource: Resource, field: string, expected: string, received: string): never {
  throw new Error(
    `Expected ${expected} for ${field} of ${resource.type} ${resource.logicalId} but received "${received}": the embedded cloud runs no other`,
  );
}
