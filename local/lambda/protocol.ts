/** Messages between the cloud and a worker thread that runs a function. */
import { z } from 'zod';

/** What a worker thread gets to start with. */
export interface WorkerSetup {
  readonly taskRoot: string;
  readonly handler: string;
  readonly functionName: string;
  readonly functionArn: string;
  readonly memoryMegabytes: number;
  readonly logGroup: string;
  readonly logStream: string;
  /** Folders with a `node_modules` for packages that the code does not bundle, first match wins. */
  readonly layerRoots: readonly string[];
  /** Such a folder for single packages, before all others. */
  readonly pinnedPackages: Readonly<Record<string, string>>;
  /** Folder whose `node_modules` has what Lambda's own runtime ships, the AWS SDK. */
  readonly runtimeRoot: string;
}

export interface InvokeMessage {
  readonly requestId: string;
  /** JSON text of the event. */
  readonly payload: string;
  /** Milliseconds since the epoch at which the invocation times out. */
  readonly deadline: number;
}

const Failure = z.object({ errorType: z.string(), errorMessage: z.string(), trace: z.array(z.string()) });
export type Failure = z.infer<typeof Failure>;

export const WorkerMessage = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready') }),
  z.object({ kind: z.literal('initialisation-failed'), error: Failure }),
  z.object({ kind: z.literal('succeeded'), requestId: z.string(), payload: z.string() }),
  z.object({ kind: z.literal('failed'), requestId: z.string(), error: Failure, fatal: z.boolean() }),
]);
export type WorkerMessage = z.infer<typeof WorkerMessage>;
