/** The functions of a deployment, ready to be invoked. */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';

import { ServiceError } from '../types.ts';
import type { CloudLog, Deployment, InvocationResult, InvokeFunction, JsonValue, Principal } from '../types.ts';
import { functionNameOf } from './arn.ts';
import { readFunctions } from './configuration.ts';
import type { FunctionConfiguration } from './configuration.ts';
import { functionEnvironment } from './environment.ts';
import { LogFile } from './log-file.ts';
import { createLayerResolver } from './native-modules.ts';
import { readPermissions } from './permissions.ts';
import type { MayInvoke } from './permissions.ts';
import { FunctionPool } from './pool.ts';
import { Sandbox } from './sandbox.ts';

export interface LambdaOptions {
  readonly deployment: Deployment;
  /** The identity that a role's ARN stands for; functions sign their calls with it. */
  principalOfRole(roleArn: string): Pick<Principal, 'accessKeyId' | 'secretAccessKey'>;
  /** Folder of the cloud's state; logs go to `logs/<function>.log` in it. */
  readonly stateDir: string;
  /** Folder whose `node_modules` stands in for packages that Lambda or a layer provides. */
  readonly projectDir: string;
  /** Address of the AWS endpoint. */
  readonly endpointUrl: string;
  /** Variables for every function, over those of the template. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly log: CloudLog;
  /** Workers at most for one function without reserved concurrency, 8 when not given. */
  readonly largestPool?: number;
  /** Idle time after which a worker is ended, 5 minutes when not given. */
  readonly idleMilliseconds?: number;
}

export interface Lambda {
  /** Configurations by function name. */
  readonly functions: ReadonlyMap<string, FunctionConfiguration>;
  readonly mayInvoke: MayInvoke;
  /** Invokes and waits; an aborted signal ends the waiting, not the function, as in Lambda. */
  readonly invoke: InvokeFunction;
  /** As `invoke`, under a given request id, with the event as JSON text. */
  run(functionArn: string, payload: string, requestId: string): Promise<InvocationResult>;
  /** Begins no new invocation and leaves those without an answer, gives the running ones `graceMilliseconds`, then ends all workers. */
  stop(graceMilliseconds: number): Promise<void>;
}

/** Reads the deployment's functions; a worker starts with the first invocation. */
export function createLambda(options: LambdaOptions): Lambda {
  const { deployment, stateDir, projectDir } = options;
  const functions = new Map(
    readFunctions(deployment, join(stateDir, 'functions')).map((configuration) => [configuration.name, configuration]),
  );
  const packagesOf = createLayerResolver(projectDir, options.log);
  const pools = new Map([...functions.values()].map((configuration) => [configuration.name, createPool(configuration)]));
  let closing = false;

  function createPool(configuration: FunctionConfiguration): FunctionPool {
    const log = new LogFile(join(stateDir, 'logs', `${configuration.name}.log`));
    const { roots: layerRoots, pinned: pinnedPackages } = packagesOf(configuration);
    return new FunctionPool({
      functionName: configuration.name,
      reservedConcurrency: configuration.reservedConcurrency,
      largestPool: options.largestPool ?? 8,
      idleMilliseconds: options.idleMilliseconds ?? 300_000,
      createSandbox() {
        const logStream = `${new Date().toISOString().slice(0, 10).replaceAll('-', '/')}/[$LATEST]${randomUUID().replaceAll('-', '')}`;
        const environment = functionEnvironment(configuration, {
          region: deployment.region,
          endpointUrl: options.endpointUrl,
          principal: options.principalOfRole(configuration.roleArn),
          extra: options.environment ?? {},
          logStream,
          compileCache: join(stateDir, 'compiled'),
        });
        const { taskRoot, handler, name: functionName, arn: functionArn, memoryMegabytes, logGroup } = configuration;
        const setup = { taskRoot, handler, functionName, functionArn, memoryMegabytes, logGroup, logStream, layerRoots, pinnedPackages, runtimeRoot: projectDir };
        return new Sandbox(configuration, setup, environment, log);
      },
    });
  }

  async function run(functionArn: string, payload: string, requestId: string): Promise<InvocationResult> {
    const name = functionNameOf(functionArn);
    const pool = pools.get(name);
    if (pool === undefined) throw new ServiceError('ResourceNotFoundException', `Function not found: ${functionArn}`, 404);
    // An error now would be recorded as the failure of a task or a delivery; without an answer both go on after the next start.
    if (closing) return new Promise(() => undefined);
    return pool.invoke({ payload, requestId });
  }

  return {
    functions,
    mayInvoke: readPermissions(deployment),
    run,
    async invoke(functionArn: string, payload: JsonValue, { signal } = {}) {
      signal?.throwIfAborted();
      const result = run(functionArn, JSON.stringify(payload), randomUUID());
      if (signal === undefined) return result;
      const aborted = Promise.withResolvers<never>();
      const abort = (): void => aborted.reject(signal.reason as Error);
      signal.addEventListener('abort', abort, { once: true });
      return Promise.race([result, aborted.promise]).finally(() => signal.removeEventListener('abort', abort));
    },
    async stop(graceMilliseconds) {
      closing = true;
      const grace = Promise.withResolvers<undefined>();
      const timer = setTimeout(() => grace.resolve(undefined), graceMilliseconds);
      await Promise.race([Promise.all([...pools.values()].map((pool) => pool.quiet())), grace.promise]);
      clearTimeout(timer);
      await Promise.all([...pools.values()].map((pool) => pool.close()));
    },
  };
}
