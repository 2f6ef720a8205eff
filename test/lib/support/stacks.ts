/** Both stacks as templates, from stand-ins for the bundles: what the infrastructure says does not hang on their code. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { App } from 'aws-cdk-lib';
import { z } from 'zod';
import { bundleFolder } from '../../../lib/bundle.ts';
import { functions } from '../../../lib/functions.ts';
import { galleyApp } from '../../../lib/galley-app.ts';

export const projectDir = fileURLToPath(new URL('../../..', import.meta.url));
export const hostArchitecture = process.arch === 'arm64' ? 'arm64' : 'x64';

const Resource = z.looseObject({
  Type: z.string(),
  Properties: z.record(z.string(), z.unknown()).default({}),
  DeletionPolicy: z.string().optional(),
  UpdateReplacePolicy: z.string().optional(),
  Condition: z.string().optional(),
});
const Template = z.looseObject({
  Parameters: z.record(z.string(), z.looseObject({})).default({}),
  Outputs: z.record(z.string(), z.looseObject({})).default({}),
  Resources: z.record(z.string(), Resource),
});

export interface TemplateResource extends z.infer<typeof Resource> {
  readonly id: string;
}

export interface SynthesizedTemplate {
  readonly text: string;
  readonly parameters: readonly string[];
  readonly outputs: readonly string[];
  readonly resources: readonly TemplateResource[];
  ofType(type: string): readonly TemplateResource[];
}

export interface SynthesizedStacks {
  readonly stateful: SynthesizedTemplate;
  readonly stateless: SynthesizedTemplate;
}

/** Synthesizes in this process. @param change what a test does to the app before */
export function synthesizeStacks(change: (app: App) => void = () => undefined, context: Readonly<Record<string, string>> = { architecture: hostArchitecture }): SynthesizedStacks {
  const folder = mkdtempSync(join(tmpdir(), 'galley-stacks-'));
  try {
    for (const name of Object.keys(functions)) {
      mkdirSync(bundleFolder(folder, name), { recursive: true });
      writeFileSync(join(bundleFolder(folder, name), 'index.js'), `exports.handler = async () => '${name}';\n`);
    }
    const outdir = join(folder, 'cdk.out');
    const app = galleyApp(projectDir, folder, { outdir, context });
    change(app);
    app.synth();
    return { stateful: readTemplate(join(outdir, 'GalleyStateful.template.json')), stateless: readTemplate(join(outdir, 'GalleyStateless.template.json')) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function readTemplate(path: string): SynthesizedTemplate {
  const text = readFileSync(path, 'utf8');
  const { Parameters, Outputs, Resources } = Template.parse(JSON.parse(text));
  const resources = Object.entries(Resources).map(([id, resource]) => ({ id, ...resource }));
  return { text, parameters: Object.keys(Parameters), outputs: Object.keys(Outputs), resources, ofType: (type) => resources.filter((each) => each.Type === type) };
}

const Statement = z.looseObject({
  Effect: z.enum(['Allow', 'Deny']),
  Action: z.union([z.string().transform((action) => [action]), z.array(z.string())]),
  Resource: z.unknown().optional(),
  Condition: z.unknown().optional(),
});

export interface Grant {
  readonly actions: readonly string[];
  /** Each resource as text: `<Briefs.Arn>/inbox/*`. */
  readonly resources: readonly string[];
  readonly condition: unknown;
}

/** What each role may do, by the id of the policy's construct without its hash: `IntakeRoleDefaultPolicy`. */
export function grantsOf(template: SynthesizedTemplate): ReadonlyMap<string, readonly Grant[]> {
  return new Map(
    template.ofType('AWS::IAM::Policy').map(({ id, Properties }) => {
      const { Statement: statements } = z.looseObject({ Statement: z.array(Statement) }).parse(Properties['PolicyDocument']);
      return [id.slice(0, -8), statements.map((each) => ({ actions: each.Action, resources: [each.Resource].flat().map(referenceText), condition: each.Condition }))];
    }),
  );
}

/** The grants of one function, by its folder below `lambdas/`. */
export function grantsOfFunction(template: SynthesizedTemplate, name: string): readonly Grant[] {
  const pascal = name.replace(/(^|-)([a-z])/g, (_, __, letter: string) => letter.toUpperCase());
  const found = [...grantsOf(template)].filter(([id]) => id.endsWith(`${pascal}RoleDefaultPolicy`) && !(name === 'review' && id.startsWith('AssetWorkflow')));
  if (found.length !== 1) throw new Error(`Expected one policy of the function ${name} but received ${found.map(([id]) => id).join(', ') || 'none'}`);
  return found[0]![1];
}

/** A reference as text, with exports of the stateful stack by the name of what they export: `<Briefs.Arn>/inbox/*`. */
export function referenceText(value: unknown): string {
  if (typeof value === 'string') return value;
  const [[intrinsic, argument] = ['', undefined]] = Object.entries(value as Record<string, unknown>);
  if (intrinsic === 'Fn::Join') {
    const [separator, parts] = z.tuple([z.string(), z.array(z.unknown())]).parse(argument);
    return parts.map(referenceText).join(separator);
  }
  if (intrinsic === 'Fn::GetAtt') return `<${z.array(z.string()).parse(argument).join('.')}>`;
  if (intrinsic === 'Fn::ImportValue') return z.string().parse(argument).replace(/^GalleyStateful:ExportsOutput(?:FnGetAtt|Ref)([A-Za-z]+?)[0-9A-F]{8}(Arn)?[0-9A-F]{8}$/, (_, name: string, arn?: string) => (arn === undefined ? `<${name}>` : `<${name}.Arn>`));
  if (intrinsic === 'Ref') return `<${z.string().parse(argument)}>`;
  throw new Error(`Expected a reference but received ${JSON.stringify(value)}`);
}
