/**
 * The emulator of S3 and SQS, in process and without a port of its own. Its `startFauxqs` listens on every interface
 * and writes objects in two steps, so the app is built from its stores instead, with objects in SQLite: a killed
 * process leaves the old object or the new one, never half of either.
 */
import { mkdirSync } from 'node:fs';
import { findPackageJSON } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { buildApp } from 'fauxqs';

import type { ServiceRequest, ServiceResponse } from '../types.ts';

type Stores = NonNullable<NonNullable<Parameters<typeof buildApp>[0]>['stores']>;

/** The part of the emulator's SQLite store that is used. */
interface Persistence {
  load(sqs: Stores['sqsStore'], sns: Stores['snsStore'], s3: Stores['s3Store']): void;
  close(): void;
}

export interface EmulatorOptions {
  /** Folder of the database. */
  readonly dataDir: string;
  readonly region: string;
}

export interface Emulator {
  /** Creates the bucket unless it is there. */
  createBucket(name: string): void;
  /** Hands a request to the emulator; it authenticates nobody. */
  request(request: Pick<ServiceRequest, 'method' | 'rawUrl' | 'headers'> & { readonly body?: Buffer | string }): Promise<ServiceResponse>;
  stop(): Promise<void>;
}

const LARGEST_BODY = 64 * 1024 * 1024;

/** Opens the emulator on its folder. */
export async function startEmulator({ dataDir, region }: EmulatorOptions): Promise<Emulator> {
  mkdirSync(dataDir, { recursive: true });
  const stores: Stores = {
    sqsStore: await construct<Stores['sqsStore']>('sqs/sqsStore.js', 'SqsStore'),
    snsStore: await construct<Stores['snsStore']>('sns/snsStore.js', 'SnsStore'),
    s3Store: await construct<Stores['s3Store']>('s3/s3Store.js', 'S3Store'),
  };
  const persistence = await construct<Persistence>('persistence.js', 'PersistenceManager', dataDir);
  // Loading comes before the stores know where they persist: otherwise each row would be written again.
  persistence.load(stores.sqsStore, stores.snsStore, stores.s3Store);
  for (const store of [...Object.values(stores), ...stores.sqsStore.allQueues()]) Object.assign(store, { persistence });

  const app = buildApp({ logger: false, defaultRegion: region, stores });
  // Its own limit of 11 MiB is below the size of a large picture.
  app.removeContentTypeParser('*');
  app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: LARGEST_BODY }, (_request, body, done) => done(null, body));
  await app.ready();

  return {
    createBucket: (name) => stores.s3Store.createBucket(name),
    async request({ method, rawUrl, headers, body }) {
      const response = await app.inject({
        method: method as 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE',
        url: rawUrl,
        headers: { ...headers, host: '127.0.0.1' },
        ...(body === undefined || body.length === 0 ? {} : { payload: body }),
      });
      const answered: Record<string, string | string[]> = {};
      for (const [name, value] of Object.entries(response.headers)) {
        if (value !== undefined) answered[name] = Array.isArray(value) ? value : String(value);
      }
      return { status: response.statusCode, headers: answered, body: response.rawPayload };
    },
    async stop() {
      await app.close();
      persistence.close();
    },
  };
}

/** A class of the emulator that its package does not export by name. */
async function construct<T>(file: string, name: string, ...values: readonly unknown[]): Promise<T> {
  const manifest = findPackageJSON('fauxqs', import.meta.url);
  if (manifest === undefined) throw new Error('Expected the package fauxqs to be installed; run `npm ci`');
  const module = (await import(/* @vite-ignore */ pathToFileURL(join(dirname(manifest), 'dist', file)).href)) as Record<string, new (...values: readonly unknown[]) => T>;
  const Constructor = module[name];
  if (Constructor === undefined) throw new Error(`Expected ${name} in ${file} of the package fauxqs but found none; the version in package.json is the one to use`);
  return new Constructor(...values);
}
