/** The environment a function sees: what the template and Lambda set, and nothing of the machine it runs on. */
import { devNull } from 'node:os';

import type { Principal } from '../types.ts';
import type { FunctionConfiguration } from './configuration.ts';

/** Where a function runs, as far as its environment tells it. */
export interface Surroundings {
  readonly region: string;
  /** Address of the AWS endpoint. */
  readonly endpointUrl: string;
  /** The identity of the function's role. */
  readonly principal: Pick<Principal, 'accessKeyId' | 'secretAccessKey'>;
  /** Set for every function over the template's variables, for example the address of a stand-in. */
  readonly extra: Readonly<Record<string, string>>;
  readonly logStream: string;
  /** Folder where compiled code is kept, so that a worker starts sooner the next time. */
  readonly compileCache: string;
}

/** Environment variables of one worker of a function. */
export function functionEnvironment(configuration: FunctionConfiguration, surroundings: Surroundings): Record<string, string> {
  return {
    ...configuration.variables,
    ...surroundings.extra,
    AWS_REGION: surroundings.region,
    AWS_DEFAULT_REGION: surroundings.region,
    AWS_ENDPOINT_URL: surroundings.endpointUrl,
    AWS_ACCESS_KEY_ID: surroundings.principal.accessKeyId,
    AWS_SECRET_ACCESS_KEY: surroundings.principal.secretAccessKey,
    // A profile in the home directory could redirect the SDK, and there is no metadata service to ask.
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_EXECUTION_ENV: `AWS_Lambda_${configuration.runtime}`,
    AWS_LAMBDA_FUNCTION_NAME: configuration.name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(configuration.memoryMegabytes),
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: configuration.logGroup,
    AWS_LAMBDA_LOG_STREAM_NAME: surroundings.logStream,
    LAMBDA_TASK_ROOT: configuration.taskRoot,
    _HANDLER: configuration.handler,
    NODE_COMPILE_CACHE: surroundings.compileCache,
    LANG: 'en_US.UTF-8',
    PATH: '/usr/local/bin:/usr/bin:/bin',
    TZ: 'UTC',
  };
}
