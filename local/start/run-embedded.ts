/** Brings the whole stack up on this machine: build, synthesize, stand up, and keep running until it is stopped. */
import { join } from 'node:path';

import type { Cloud } from '../cloud.ts';
import { createCloudLog } from '../cloud-log.ts';
import { lockState } from '../lock.ts';
import { removeEndpoints, writeEndpoints } from './endpoints.ts';
import type { Endpoints } from './endpoints.ts';
import { chooseImageApi, loadEnvironment, stackParameters } from './environment.ts';
import { choosePorts } from './ports.ts';
import { createProgress } from './progress.ts';
import type { ProgressOutput } from './progress.ts';

export interface EmbeddedOptions {
  /** Folder of everything that outlives the process. */
  readonly stateDir: string;
  /** Folder of the project, with its `package.json` and `.env`. */
  readonly projectDir: string;
  /** The first of four consecutive ports; without it the remembered or free ones are taken. */
  readonly port?: number;
  /** Where progress is shown; standard output when not given. */
  readonly output?: ProgressOutput;
}

export interface Embedded {
  readonly endpoints: Endpoints;
  readonly cloud: Cloud;
  /** Whether the stand-in answers for the image API. */
  readonly standIn: boolean;
  stop(): Promise<void>;
}

/**
 * Brings the stack up.
 * @throws StateLocked when another process runs on the same state, PortTaken when a fixed port is not free
 */
export async function startEmbedded({ stateDir, projectDir, port, output = process.stdout }: EmbeddedOptions): Promise<Embedded> {
  const progress = createProgress(output);
  const unlock = lockState(stateDir);
  const stops: (() => Promise<void> | void)[] = [unlock];
  const stop = async (): Promise<void> => {
    for (const undo of stops.splice(0).reverse()) await undo();
  };
  try {
    const log = createCloudLog(stateDir, (line) => progress.note(line));
    const environment = await loadEnvironment(projectDir);
    const ports = await choosePorts({ stateDir, onMoved: (message) => progress.note(message), ...(port === undefined ? {} : { fixed: port }) });
    const assemblyDir = join(stateDir, 'cdk.out');
    await progress.step('Build and synthesize the stacks', async (detail) => {
      const { synthesize } = await import('../../lib/synthesize.ts');
      const context = { architecture: process.arch === 'arm64' ? 'arm64' : 'x64' };
      await synthesize({ projectDir, outDir: assemblyDir, context, onProgress: detail });
    });
    const imageApi = chooseImageApi(environment);
    let baseUrl = imageApi.baseUrl;
    if (imageApi.standIn) {
      baseUrl = await progress.step('Start the stand-in for the image API', async () => {
        const { startOpenAiStandIn } = await import('../openai/server.ts');
        const standIn = await startOpenAiStandIn({ port: ports.openai, stateDir, log });
        stops.push(() => standIn.stop());
        return standIn.url;
      });
    }
    const cloud = await progress.step('Stand up the cloud', async (detail) => {
      const { startCloud } = await import('../cloud.ts');
      return startCloud({
        assemblyDir,
        stateDir,
        projectDir,
        ports,
        parameters: stackParameters(environment, imageApi.standIn),
        secretValues: { OpenAiKey: imageApi.key },
        openai: baseUrl === undefined ? {} : { baseUrl },
        log,
        onProgress: detail,
        locked: true,
      });
    });
    stops.push(() => cloud.stop());
    const endpoints: Endpoints = {
      ...cloud.endpoints,
      ...(baseUrl === undefined ? {} : { openai: baseUrl }),
      region: cloud.deployment.region,
      pid: process.pid,
      outputs: cloud.outputs,
    };
    await writeEndpoints(stateDir, endpoints);
    stops.push(() => removeEndpoints(stateDir));
    return { endpoints, cloud, standIn: imageApi.standIn, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

export interface RunEmbeddedOptions extends EmbeddedOptions {
  /** Told once everything answers. */
  readonly onReady: (embedded: Embedded) => Promise<void> | void;
}

/** Runs until SIGINT or SIGTERM, then stops in order; a second signal ends the process at once. */
export async function runEmbedded({ onReady, ...options }: RunEmbeddedOptions): Promise<void> {
  const embedded = await startEmbedded(options);
  const { promise: asked, resolve } = Promise.withResolvers<undefined>();
  let signals = 0;
  const listener = (): void => {
    signals += 1;
    if (signals > 1) process.exit(130);
    resolve(undefined);
  };
  process.on('SIGINT', listener);
  process.on('SIGTERM', listener);
  try {
    await onReady(embedded);
    await asked;
    createProgress(options.output ?? process.stdout).note('Stopping …');
  } finally {
    await embedded.stop();
    process.off('SIGINT', listener);
    process.off('SIGTERM', listener);
  }
}
