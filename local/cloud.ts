/** The embedded cloud: stands up everything that a cloud assembly describes, in this process and on loopback ports only. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { startDataServices } from './data-services.ts';
import type { DataServices } from './data-services.ts';
import { startEndpoint } from './endpoint.ts';
import type { RunningEndpoint } from './endpoint.ts';
import { createEvents } from './events/events.ts';
import type { Events } from './events/events.ts';
import { createPutEvents } from './events/put-events.ts';
import { createQueueSender } from './events/queue.ts';
import { createEventsService } from './events/service.ts';
import { startHttpApi } from './http-api/http-api.ts';
import type { RunningHttpApi } from './http-api/http-api.ts';
import { readHttpApi } from './http-api/routes.ts';
import { isAllowed } from './iam/evaluate.ts';
import { principalsOf } from './iam/principals.ts';
import type { Principals } from './iam/principals.ts';
import { SignatureProblem, asServiceError } from './iam/signature-problem.ts';
import { verifySignature } from './iam/signature.ts';
import { createLambda } from './lambda/lambda.ts';
import type { Lambda } from './lambda/lambda.ts';
import { createLambdaService } from './lambda/service.ts';
import { lockState } from './lock.ts';
import { freePort } from './start/ports.ts';
import { readStateMachines } from './state-machines.ts';
import { StateMachineEngine } from './states/engine.ts';
import type { StatusChange } from './states/engine.ts';
import { createStatesService } from './states/service.ts';
import { createTaskRunner } from './states/tasks.ts';
import { loadAssembly } from './template/assembly.ts';
import { deploy } from './template/deploy.ts';
import { ServiceError } from './types.ts';
import type { CloudLog, Deployment, PublishEvent } from './types.ts';

export interface CloudOptions {
  /** Folder that `cdk synth` wrote. */
  readonly assemblyDir: string;
  /** Folder of everything that outlives the process. */
  readonly stateDir: string;
  /** Folder whose `node_modules` stands in for what Lambda's runtime and layers provide. */
  readonly projectDir: string;
  /** 0 takes a free port. */
  readonly ports: { readonly aws: number; readonly api: number; readonly mailbox: number };
  /** Values of the stacks' parameters by name. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** Values of secrets by logical id, or by the id in the stack's source. */
  readonly secretValues?: Readonly<Record<string, string>>;
  /** Where functions find the image API; the client's own address when there is none. */
  readonly openai?: { readonly baseUrl?: string };
  readonly log: CloudLog;
  onProgress?(text: string): void;
  /** Whether the caller holds the lock of the state's folder already. */
  readonly locked?: boolean;
}

export interface Cloud {
  /** Addresses without a slash at the end. */
  readonly endpoints: { readonly aws: string; readonly api: string; readonly mailbox: string };
  readonly deployment: Deployment;
  /** Stack outputs by stack name. */
  readonly outputs: Deployment['outputs'];
  /** The developer's, who may do everything. */
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** Takes nothing new, lets running functions finish for up to 5 s, and closes; the next start goes on. */
  stop(): Promise<void>;
}

/** Where the embedded account is. */
const REGION = 'us-east-1';
const ACCOUNT = '000000000000';
const GRACE_MILLISECONDS = 5_000;
const CLOSING_MILLISECONDS = 500;

/**
 * Stands the cloud up and goes on with what an earlier process left.
 * @throws Error naming what the templates ask for and the embedded cloud does not have; StateLocked when another process
 *   runs on the same state
 */
export async function startCloud(options: CloudOptions): Promise<Cloud> {
  const { stateDir, log } = options;
  const onProgress = (text: string): void => options.onProgress?.(text);
  mkdirSync(stateDir, { recursive: true });
  // Functions run in UTC as in Lambda, and the time zone belongs to the whole process.
  process.env.TZ = 'UTC';
  const undo: (() => Promise<void> | void)[] = [];
  const stop = async (): Promise<void> => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  if (options.locked !== true) undo.push(lockState(stateDir));
  try {
    const ports = { aws: options.ports.aws || (await freePort()), api: options.ports.api || (await freePort()) };
    const awsUrl = `http://127.0.0.1:${String(ports.aws)}`;
    onProgress('reading the templates');
    const deployment = deployAssembly(options, awsUrl, ports.api);
    const principals = principalsOf(deployment, { stateDir });

    onProgress('opening the stores');
    // Services publish while they start, and what they publish needs the outbox, which needs them to deliver.
    const publish: PublishEvent = (bus, event) => events.publish(bus, event);
    const data = await startDataServices({ deployment, stateDir, log, publish, secretValues: options.secretValues ?? {}, mailboxPort: options.ports.mailbox, undo });
    const lambda = createLambda({
      deployment,
      stateDir,
      projectDir: options.projectDir,
      endpointUrl: awsUrl,
      principalOfRole: (arn) => principals.ofRole(arn),
      environment: options.openai?.baseUrl === undefined ? {} : { OPENAI_BASE_URL: options.openai.baseUrl },
      log,
    });
    const engine = createEngine({ deployment, stateDir, log, lambda, principals, publish });
    const events = createCloudEvents({ deployment, stateDir, log, lambda, principals, engine, data });
    undo.push(() => events.stop(CLOSING_MILLISECONDS));
    undo.push(() => engine.stop());
    await data.startPublishing();

    onProgress('opening the ports');
    const services = [
      ...data.services,
      createLambdaService(lambda, (configuration, payload, requestId) => events.enqueueInvocation(configuration, payload, requestId)),
      createEventsService({ deployment, rules: events.rules, publish }),
      createStatesService(engine),
    ];
    const endpoint = await startEndpoint({ port: ports.aws, services, principals, log });
    undo.push(() => closeEndpoint(endpoint));
    undo.push(() => lambda.stop(GRACE_MILLISECONDS));
    const api = await openApi(options, ports.api, deployment, lambda, principals);
    if (api !== undefined) undo.push(() => api.stop(CLOSING_MILLISECONDS));

    engine.resume();
    events.resume();
    const { accessKeyId, secretAccessKey } = principals.developer;
    return {
      endpoints: { aws: endpoint.url, api: api?.url ?? '', mailbox: data.mailboxUrl },
      deployment,
      outputs: deployment.outputs,
      credentials: { accessKeyId, secretAccessKey },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function deployAssembly({ assemblyDir, parameters = {} }: CloudOptions, awsUrl: string, apiPort: number): Deployment {
  return deploy(loadAssembly(assemblyDir), {
    region: REGION,
    accountId: ACCOUNT,
    parameters,
    attributes: { 'AWS::ApiGatewayV2::Api.ApiEndpoint': `http://127.0.0.1:${String(apiPort)}`, 'AWS::SQS::Queue.Endpoint': awsUrl },
  });
}

interface EngineParts {
  readonly deployment: Deployment;
  readonly stateDir: string;
  readonly log: CloudLog;
  readonly lambda: Lambda;
  readonly principals: Principals;
  readonly publish: PublishEvent;
}

function createEngine({ deployment, stateDir, log, lambda, principals, publish }: EngineParts): StateMachineEngine {
  mkdirSync(join(stateDir, 'states'), { recursive: true });
  const engine = new StateMachineEngine({
    databasePath: join(stateDir, 'states', 'executions.db'),
    runTask: createTaskRunner({
      invoke: lambda.invoke,
      putEvents: createPutEvents(publish),
      principalOf: (roleArn) => principals.ofRole(roleArn),
      authorize: isAllowed,
    }),
    onStatusChange: (change) => publish('default', statusEvent(change)),
    log,
  });
  for (const machine of readStateMachines(deployment)) engine.register(machine);
  return engine;
}

function statusEvent(change: StatusChange): Parameters<PublishEvent>[1] {
  return {
    source: 'aws.states',
    'detail-type': 'Step Functions Execution Status Change',
    time: new Date(change.stopDate ?? change.startDate).toISOString().replace(/\.\d+Z$/, 'Z'),
    resources: [change.executionArn],
    detail: change,
  };
}

interface EventParts {
  readonly deployment: Deployment;
  readonly stateDir: string;
  readonly log: CloudLog;
  readonly lambda: Lambda;
  readonly principals: Principals;
  readonly engine: StateMachineEngine;
  readonly data: DataServices;
}

function createCloudEvents({ deployment, stateDir, log, lambda, principals, engine, data }: EventParts): Events {
  return createEvents({
    deployment,
    stateDir,
    log,
    senders: {
      lambda,
      sendToQueue: createQueueSender(data.queues, deployment, principals.developer),
      startExecution(stateMachineArn, name, input) {
        engine.startExecution({ stateMachineArn, name, input });
        return Promise.resolve();
      },
      mayAct: (roleArn, action, resource) => roleArn !== undefined && isAllowed(principals.ofRole(roleArn), { action, resource }),
    },
  });
}

async function openApi({ log }: CloudOptions, port: number, deployment: Deployment, lambda: Lambda, principals: Principals): Promise<RunningHttpApi | undefined> {
  const definition = readHttpApi(deployment);
  if (definition === undefined) return undefined;
  return startHttpApi({
    deployment,
    definition,
    lambda,
    developer: principals.developer,
    authorize: isAllowed,
    async authenticate(request) {
      try {
        const { principal, service } = await verifySignature(request, principals);
        if (service !== 'execute-api') throw new ServiceError('InvalidSignatureException', `Expected a signature for execute-api but received one for ${service}`, 403);
        return principal;
      } catch (error) {
        throw error instanceof SignatureProblem ? asServiceError(error, 'execute-api', 'rest-json') : error;
      }
    },
    log,
    port,
  });
}

/** An answer that waits for a function that was cut off never comes. */
async function closeEndpoint(endpoint: RunningEndpoint): Promise<void> {
  const patience = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => patience.resolve(undefined), CLOSING_MILLISECONDS);
  await Promise.race([endpoint.stop(), patience.promise]);
  clearTimeout(timer);
}
