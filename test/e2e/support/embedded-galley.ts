import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import type { z } from 'zod';
import { ApiClient } from '../../../bin/cli/api-client.ts';
import { EndpointsFile, findTarget } from '../../../bin/cli/target.ts';
import type { Target } from '../../../bin/cli/target.ts';
import { RunDetail, RunList } from '../../../core/api.ts';
import { Mailbox } from './mailbox.ts';

/** What `npx galley` runs. */
export const commandLine = fileURLToPath(new URL('../../../bin/galley.js', import.meta.url));

/** Longest that a start, an end and what a test waits for may take: several times what they take on two slow cores. */
const patience = { start: 240_000, end: 60_000, wait: 240_000 } as const;

/** The whole of Galley as its user starts it: a process of its own, with a state folder that outlives it. */
export class EmbeddedGalley {
  readonly stateDir: string;
  readonly #environment: Readonly<Record<string, string>>;
  #process: ChildProcess | null = null;
  #endpoints: z.infer<typeof EndpointsFile> | null = null;
  #target: Target | null = null;

  /**
   * Not started yet, with a folder of its own, which `dispose` removes.
   * @param environment variables for the process, over those of the tests
   */
  constructor(environment: Readonly<Record<string, string>> = {}) {
    this.#environment = environment;
    this.stateDir = mkdtempSync(join(tmpdir(), 'galley-e2e-'));
  }

  static async start(): Promise<EmbeddedGalley> {
    const galley = new EmbeddedGalley();
    try {
      await galley.start();
      return galley;
    } catch (error) {
      await galley.dispose();
      throw error;
    }
  }

  /** Starts, on the state that an earlier process left behind if there was one. */
  async start(): Promise<void> {
    const environment: NodeJS.ProcessEnv = { ...process.env, ...this.#environment, NO_COLOR: '1' };
    delete environment.OPENAI_API_KEY;
    const child = spawn(process.execPath, [commandLine, '--state', this.stateDir, 'start'], { stdio: ['ignore', 'pipe', 'pipe'], env: environment });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    this.#process = child;
    // Tests that end in the middle leave no process behind.
    const killed = (): void => void child.kill('SIGKILL');
    process.once('exit', killed);
    child.once('exit', () => process.off('exit', killed));
    this.#endpoints = await until(
      'Galley to start',
      async () => {
        if (child.exitCode !== null) throw new Error(`Galley ended while starting, with code ${String(child.exitCode)}:\n${output}`);
        const endpoints = await this.#readEndpoints();
        return endpoints?.pid === child.pid ? endpoints : undefined;
      },
      { longest: patience.start },
    ).catch((cause: unknown) => {
      throw new Error(`Expected Galley to start but it said:\n${output}`, { cause });
    });
    this.#target = await findTarget(this.stateDir, {});
  }

  /** `kill -9`: nothing is flushed, nothing is said. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  /** Ctrl-C, and the state folder goes. */
  async dispose(): Promise<void> {
    await this.#end('SIGINT');
    await rm(this.stateDir, { recursive: true, force: true });
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#process;
    this.#process = null;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    const late = setTimeout(() => child.kill('SIGKILL'), patience.end);
    child.kill(signal);
    await ended;
    clearTimeout(late);
  }

  async #readEndpoints(): Promise<z.infer<typeof EndpointsFile> | null> {
    try {
      return EndpointsFile.parse(JSON.parse(await readFile(join(this.stateDir, 'endpoints.json'), 'utf8')));
    } catch {
      return null;
    }
  }

  get endpoints(): z.infer<typeof EndpointsFile> {
    if (!this.#endpoints) throw new Error('Expected a started Galley but it has not been started');
    return this.#endpoints;
  }

  get target(): Target {
    if (!this.#target) throw new Error('Expected a started Galley but it has not been started');
    return this.#target;
  }

  get api(): ApiClient {
    return new ApiClient(this.target);
  }

  get mailbox(): Mailbox {
    return new Mailbox(this.endpoints.mailbox);
  }

  get s3(): S3Client {
    return new S3Client(this.#clientOptions({ forcePathStyle: true }));
  }

  get sfn(): SFNClient {
    return new SFNClient(this.#clientOptions({}));
  }

  #clientOptions<Extra extends object>(extra: Extra): Extra & { region: string; endpoint: string; credentials: { accessKeyId: string; secretAccessKey: string } } {
    return { ...extra, region: this.endpoints.region, endpoint: this.endpoints.aws, credentials: { accessKeyId: 'galley', secretAccessKey: 'galley' } };
  }

  /** Value of a stack output by its name. */
  output(name: string): string {
    const value = Object.values(this.endpoints.outputs).find((outputs) => outputs[name])?.[name];
    if (!value) throw new Error(`Expected a stack output ${name} but found none`);
    return value;
  }

  /** The execution of a run. */
  executionOf(runId: string): string {
    return `${this.output('StateMachineArn').replace(':stateMachine:', ':execution:')}:${runId}`;
  }

  /** A document of the bucket of assets. */
  async document<Output>(key: string, schema: { parse(value: unknown): Output }): Promise<Output> {
    const { Body } = await this.s3.send(new GetObjectCommand({ Bucket: this.output('AssetsBucketName'), Key: key }));
    return schema.parse(JSON.parse((await Body?.transformToString()) ?? ''));
  }

  /** The run that an upload started, once there is one. */
  async runOf(source: string): Promise<string> {
    return until(`a run for ${source}`, async () => (await this.api.get(RunList, '/api/runs', { source })).runs[0]?.runId);
  }

  /** The run, once `reached` holds for it. A run that ended without is not waited for. */
  async runWhen(runId: string, what: string, reached: (run: RunDetail) => boolean): Promise<RunDetail> {
    let last: RunDetail | undefined;
    try {
      return await until(what, async () => {
        last = await this.api.get(RunDetail, `/api/runs/${runId}`);
        if (reached(last)) return last;
        if (last.endedAt !== undefined) throw new Error('The run has ended');
        return undefined;
      });
    } catch (cause) {
      throw new Error(`Waited for ${what}; the run is ${last?.state ?? 'unknown'} at ${last?.stage ?? 'unknown'}: ${JSON.stringify(last?.failure ?? last?.steps.at(-1))}`, { cause });
    }
  }

  /**
   * The run, once it waits for people at `stage` and the function that asks them has returned: everybody whom it asks has their mail,
   * and nothing more is sent or written before somebody answers.
   */
  async asks(runId: string, stage = 'Review'): Promise<RunDetail> {
    return this.runWhen(runId, `people to be asked at ${stage}`, (run) => {
      const step = run.steps.at(-1);
      return run.state === 'waiting' && run.stage === stage && step?.state === stage && step.status === 'waiting';
    });
  }

  /** The run, once it has ended so. */
  async ends(runId: string, state: RunDetail['state']): Promise<RunDetail> {
    return this.runWhen(runId, `the end as ${state}`, (run) => run.state === state);
  }
}

/** Asks again, four times a second, until there is an answer. @param longest milliseconds after which it gives up */
export async function until<Value>(what: string, ask: () => Promise<Value | undefined>, { longest = patience.wait } = {}): Promise<Value> {
  const began = performance.now();
  do {
    const value = await ask();
    if (value !== undefined) return value;
    await sleep(250);
  } while (performance.now() - began < longest);
  throw new Error(`Waited ${String(longest / 1000)} s for ${what} in vain`);
}
