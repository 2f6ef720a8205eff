import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { UsageError } from './errors.ts';

/** Which Galley the commands speak to: the embedded one, or a deployed one. */
export interface Target {
  readonly apiUrl: string;
  readonly briefsBucket: string;
  readonly region: string;
  /** Undefined means AWS itself. */
  readonly awsEndpoint?: string;
  /** Undefined means the usual AWS credential chain. */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/** What `npm start` writes beside its state. */
export const EndpointsFile = z.looseObject({
  aws: z.url(),
  api: z.url(),
  mailbox: z.url(),
  /** Where model calls go, when that is not the real API's own address. */
  openai: z.url().optional(),
  region: z.string(),
  pid: z.number().int(),
  outputs: z.record(z.string(), z.record(z.string(), z.string())),
});

/** The developer's credentials on the embedded cloud, which accepts them from this machine only. */
const developer = { accessKeyId: 'galley', secretAccessKey: 'galley' };

/**
 * A deployed Galley named by GALLEY_API_URL and GALLEY_BRIEFS_BUCKET, else the embedded one.
 * @throws UsageError when there is neither
 */
export async function findTarget(stateDir: string, environment: NodeJS.ProcessEnv): Promise<Target> {
  const { GALLEY_API_URL: apiUrl, GALLEY_BRIEFS_BUCKET: briefsBucket } = environment;
  if (apiUrl && briefsBucket) {
    const region = environment.AWS_REGION ?? environment.AWS_DEFAULT_REGION;
    if (!region) throw new UsageError('Expected AWS_REGION to be set for the deployed Galley in GALLEY_API_URL but it is not. Set it to the region of the deployment.');
    const { AWS_ENDPOINT_URL: awsEndpoint } = environment;
    return { apiUrl, briefsBucket, region, ...(awsEndpoint ? { awsEndpoint } : {}) };
  }
  const endpoints = await readEndpoints(stateDir);
  if (!endpoints) {
    throw new UsageError('No Galley is running here. Start it with "npm start", or name a deployed one in GALLEY_API_URL and GALLEY_BRIEFS_BUCKET.');
  }
  const bucket = Object.values(endpoints.outputs).find((outputs) => outputs.BriefsBucketName)?.BriefsBucketName;
  if (!bucket) throw new UsageError(`Expected an output BriefsBucketName in ${join(stateDir, 'endpoints.json')} but found none. Run "npm run reset" and "npm start".`);
  return { apiUrl: endpoints.api, briefsBucket: bucket, region: endpoints.region, awsEndpoint: endpoints.aws, credentials: developer };
}

/** The addresses of the embedded cloud, or null when it never ran or was stopped cleanly. */
export async function readEndpoints(stateDir: string): Promise<z.infer<typeof EndpointsFile> | null> {
  try {
    return EndpointsFile.parse(JSON.parse(await readFile(join(stateDir, 'endpoints.json'), 'utf8')));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
