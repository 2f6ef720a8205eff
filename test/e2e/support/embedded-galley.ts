import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import type { z } from 'zod';
import { ApiClient } from '../../../bin/cli/api-client.ts';
import { EndpointsFile, findTarget } from '../../../bin/cli/target.ts';
import type { Target } from '../../../bin/cli/target.ts';
import { RunDetail, RunList } from '../../../core/api.ts';
import { Mailbox } from './mailbox.ts';

const cli = fileURLToPath(new URL('../../../bin/galley.js', import.meta.url));

/** The whole of Galley as its user starts it: a process of its own, with a state folder that outlives it. */
export class EmbeddedGalley {
  readonly stateDir: string;
  #process: ChildProcess | null = null;
  #endpoints: z.infer<typeof EndpointsFile> | null = null;
  #target: Target | null = null;

  private constructor(stateDir: string) {
    this.stateDir = stateDir;
  }

  static async start(): Promise<EmbeddedGalley> {
    const galley = new EmbeddedGalley(await mkdtemp(join(tmpdir(), 'galley-e2e-')));
    await galley.startAgain();
    return galley;
  }

  /** Starts on the state that an earlier process left behind. */
  async startAgain(): Promise<void> {
    const environment: NodeJS.ProcessEnv = { ...process.env, NO_COLOR: '1' };
    delete environment.OPENAI_API_KEY;
    const child = spawn(process.execPath, [cli, '--state', this.stateDir, 'start'], { stdio: ['ignore', 'pipe', 'pipe'], env: environment });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    this.#process = child;
    for (let tenths = 0; tenths < 900; tenths += 1) {
      if (child.exitCode !== null) throw new Error(`Galley ended while starting, with code ${String(child.exitCode)}:\n${output}`);
      const endpoints = await this.#readEndpoints();
      if (endpoints?.pid === child.pid) {
        this.#endpoints = endpoints;
        this.#target = await findTarget(this.stateDir, {});
        return;
      }
      await sleep(100);
    }
    throw new Error(`Galley did not start within 90 s:\n${output}`);
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
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
    this.#process = null;
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

  /** The run that an upload started, once there is one. */
  async runOf(source: string): Promise<string> {
    return until(`a run for ${source}`, async () => (await this.api.get(RunList, '/api/runs', { source })).runs[0]?.runId);
  }

  /** The run, once `reached` holds for it. */
  async runWhen(runId: string, what: string, reached: (run: RunDetail) => boolean): Promise<RunDetail> {
    let last: RunDetail | undefined;
    try {
      return await until(what, async () => {
        last = await this.api.get(RunDetail, `/api/runs/${runId}`);
        return reached(last) ? last : undefined;
      });
    } catch (cause) {
      throw new Error(`Waited for ${what}; the run is ${last?.state ?? 'unknown'} at ${last?.stage ?? 'unknown'}: ${JSON.stringify(last?.failure ?? last?.steps.at(-1))}`, { cause });
    }
  }
}

/** Asks again, four times a second, until there is an answer; gives up after a minute and a half. */
export async function until<Value>(what: string, ask: () => Promise<Value | undefined>): Promise<Value> {
  for (let quarter = 0; quarter < 360; quarter += 1) {
    const value = await ask();
    if (value !== undefined) return value;
    await sleep(250);
  }
  throw new Error(`Waited 90 s for ${what} in vain`);
}
