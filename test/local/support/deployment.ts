/** Small deployments for the tests of single parts, with real code folders. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import type { CloudLog, Deployment, JsonObject, Resource } from '../../../local/types.ts';

export const REGION = 'eu-central-1';
export const ACCOUNT = '000000000000';

export const silentLog: CloudLog = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** A temporary folder that is removed with `using`. */
export function temporaryFolder(): Disposable & { readonly path: string } {
  const path = mkdtempSync(join(tmpdir(), 'galley-'));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}

/** Writes files by their paths relative to a folder. */
export function writeFiles(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
}

/** A resource with its properties as they would stand in a resolved template. */
export function resource(type: string, logicalId: string, properties: JsonObject, names: { physicalId?: string; arn?: string } = {}): Resource {
  const physicalId = names.physicalId ?? logicalId;
  return { logicalId, stack: 'Test', type, properties, physicalId, arn: names.arn ?? `arn:aws:test:${REGION}:${ACCOUNT}:${physicalId}` };
}

export function functionArn(name: string): string {
  return `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${name}`;
}

/** A function whose asset is the folder of the same name below the assets folder. */
export function lambdaFunction(name: string, properties: JsonObject = {}): Resource {
  return resource(
    'AWS::Lambda::Function',
    name,
    {
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      MemorySize: 256,
      Timeout: 30,
      Role: `arn:aws:iam::${ACCOUNT}:role/${name}`,
      Code: { S3Key: name },
      ...properties,
    },
    { arn: functionArn(name) },
  );
}

/** A deployment of these resources; assets are folders below `assets`. */
export function deploymentOf(resources: readonly Resource[], assets: string): Deployment {
  return {
    region: REGION,
    accountId: ACCOUNT,
    resources,
    outputs: {},
    ofType: (type) => resources.filter((candidate) => candidate.type === type),
    byArn: (arn) => resources.find((candidate) => candidate.arn === arn),
    assetPath: (key) => join(assets, key),
  };
}
