/** Reads a CDK cloud assembly: the stacks in the order they deploy in, and where their assets lie. */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { z } from 'zod';

const Manifest = z.looseObject({
  artifacts: z
    .record(
      z.string(),
      z.looseObject({
        type: z.string(),
        dependencies: z.array(z.string()).default([]),
        properties: z.record(z.string(), z.unknown()).default({}),
      }),
    )
    .default({}),
});

const Template = z.looseObject({
  Parameters: z.record(z.string(), z.looseObject({ Type: z.string(), Default: z.coerce.string().optional() })).default({}),
  Mappings: z.record(z.string(), z.record(z.string(), z.record(z.string(), z.json()))).default({}),
  Conditions: z.record(z.string(), z.json()).default({}),
  Resources: z
    .record(z.string(), z.looseObject({ Type: z.string(), Condition: z.string().optional(), Properties: z.record(z.string(), z.json()).default({}) }))
    .default({}),
  Outputs: z
    .record(
      z.string(),
      z.looseObject({ Value: z.json(), Condition: z.string().optional(), Export: z.looseObject({ Name: z.json() }).optional() }),
    )
    .default({}),
});
export type Template = z.infer<typeof Template>;

const AssetManifest = z.looseObject({
  files: z
    .record(
      z.string(),
      z.looseObject({
        source: z.looseObject({ path: z.string().optional(), executable: z.array(z.string()).optional() }),
        destinations: z.record(z.string(), z.looseObject({ objectKey: z.string() })).default({}),
      }),
    )
    .default({}),
  dockerImages: z.record(z.string(), z.unknown()).default({}),
});

export interface AssemblyStack {
  readonly name: string;
  readonly template: Template;
}

export interface Assembly {
  /** In deployment order: a stack comes after those it depends on. */
  readonly stacks: readonly AssemblyStack[];
  /** Absolute path by asset hash and by the object key of each destination. */
  readonly assets: ReadonlyMap<string, string>;
}

/**
 * Reads the assembly that `cdk synth` wrote, nested assemblies of stages included.
 * @throws Error naming the file that is missing or not what it should be
 */
export function loadAssembly(directory: string): Assembly {
  const stacks: AssemblyStack[] = [];
  const assets = new Map<string, string>();
  readAssembly(resolve(directory), stacks, assets);
  return { stacks, assets };
}

function readAssembly(directory: string, stacks: AssemblyStack[], assets: Map<string, string>): void {
  const { artifacts } = readJson(join(directory, 'manifest.json'), Manifest);
  const done = new Set<string>();
  const visit = (id: string): void => {
    const artifact = artifacts[id];
    if (artifact === undefined || done.has(id)) return;
    done.add(id);
    for (const dependency of artifact.dependencies) visit(dependency);
    const { properties } = artifact;
    if (artifact.type === 'cdk:asset-manifest') readAssets(directory, String(properties['file']), assets);
    if (artifact.type === 'cdk:cloud-assembly') readAssembly(join(directory, String(properties['directoryName'])), stacks, assets);
    if (artifact.type === 'aws:cloudformation:stack') {
      const template = readJson(join(directory, String(properties['templateFile'])), Template);
      stacks.push({ name: typeof properties['stackName'] === 'string' ? properties['stackName'] : id, template });
    }
  };
  for (const id of Object.keys(artifacts)) visit(id);
}

function readAssets(directory: string, file: string, assets: Map<string, string>): void {
  for (const [hash, asset] of Object.entries(readJson(join(directory, file), AssetManifest).files)) {
    if (asset.source.path === undefined) continue;
    const path = resolve(directory, asset.source.path);
    assets.set(hash, path);
    for (const { objectKey } of Object.values(asset.destinations)) assets.set(objectKey, path);
  }
}

function readJson<T>(path: string, schema: z.ZodType<T>): T {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new Error(`Expected a synthesized cloud assembly with ${path} but the file cannot be read; run \`npx cdk synth\``, { cause: error });
  }
  const parsed = schema.safeParse(JSON.parse(text));
  if (!parsed.success) throw new Error(`Expected a file of a cloud assembly at ${path} but received:\n${z.prettifyError(parsed.error)}`);
  return parsed.data;
}
