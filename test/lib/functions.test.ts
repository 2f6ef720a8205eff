import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, test } from 'vitest';
import { functions } from '../../lib/functions.ts';
import type { FunctionName } from '../../lib/functions.ts';
import { assetFunctions } from '../../statemachines/asset.placeholders.ts';
import { projectDir } from './support/stacks.ts';

const names = Object.keys(functions) as FunctionName[];
const read = (path: string): string => readFileSync(join(projectDir, path), 'utf8');

/** Where `wired.runs()` and its like get their variables. */
const wiring = 'lambdas/shared/clients.ts';
/** Set by Lambda itself, in every function. */
const givenByLambda = ['LAMBDA_TASK_ROOT'];

/** Every file that a file brings along at run time, itself included. */
function filesOf(entry: string): string[] {
  const seen = new Set<string>();
  const visit = (path: string): void => {
    if (seen.has(path)) return;
    seen.add(path);
    for (const [, imported] of read(path).matchAll(/^(?:import|export) (?!type )[^;]*?from '(\.[^']+\.ts)'/gm)) visit(normalize(join(dirname(path), imported!)));
  };
  visit(entry);
  return [...seen];
}

const requiredIn = (source: string): string[] => [...source.matchAll(/require(?:Env|Number)\('(\w+)'\)/g)].map(([, name]) => name!);

/** What each adapter of `wired` requires: `runs` → RUNS_TABLE; one that calls a helper of the file requires what that does. */
function requiredByAdapters(): Map<string, string[]> {
  const source = read(wiring);
  const helpers = new Map([...source.matchAll(/^function (\w+)\([^]*?^\}/gm)].map(([body, name]) => [name!, requiredIn(body)]));
  return new Map(
    [...source.matchAll(/^export const (\w+) = \(\) => (.*);$/gm)].map(([, adapter, body]) => [
      adapter!,
      [...requiredIn(body!), ...[...helpers].flatMap(([helper, required]) => (body!.includes(`${helper}(`) ? required : []))],
    ]),
  );
}

/** Variables that a function asks for, read from its sources. */
function requiredBy(name: FunctionName): string[] {
  const adapters = requiredByAdapters();
  const own = filesOf(`lambdas/${name}/handler.ts`).filter((path) => path !== wiring && path.startsWith('lambdas/'));
  const asked = own.flatMap((path) => {
    const source = read(path);
    return [...requiredIn(source), ...[...source.matchAll(/wired\.(\w+)\(/g)].flatMap(([, adapter]) => adapters.get(adapter!) ?? [`unknown adapter ${adapter!}`])];
  });
  return [...new Set(asked)].filter((variable) => !givenByLambda.includes(variable)).sort();
}

describe('the table of functions', () => {
  test('has a row for every handler, and every row has a handler', () => {
    const folders = readdirSync(join(projectDir, 'lambdas')).filter((name) => existsSync(join(projectDir, 'lambdas', name, 'handler.ts')));
    expect(folders.sort()).toEqual([...names].sort());
  });

  test.each(names)('%s is given exactly the variables that it asks for', (name) => {
    expect([...functions[name].environment].sort()).toEqual(requiredBy(name));
  });

  test.each(names)('%s has the layer of sharp if it uses sharp, and only then', (name) => {
    const uses = filesOf(`lambdas/${name}/handler.ts`).some((path) => /^import (?!type )[^;]*from 'sharp'/m.test(read(path)));
    expect('sharp' in functions[name]).toBe(uses);
  });

  test('no handler knows of other endpoints: the SDKs read those by themselves', () => {
    for (const name of names) {
      for (const path of filesOf(`lambdas/${name}/handler.ts`)) expect(read(path), path).not.toMatch(/AWS_ENDPOINT_URL|OPENAI_BASE_URL/);
    }
  });

  test('a function gives up before the workflow gives up on it', () => {
    const { States } = JSON.parse(read('statemachines/asset.asl.json')) as { States: Record<string, { Type: string; Resource?: string; TimeoutSeconds?: unknown; Arguments?: { FunctionName?: string } }> };
    const tasks = Object.entries(States).filter(([, state]) => state.Resource === 'arn:aws:states:::lambda:invoke');
    expect(tasks.length).toBeGreaterThan(5);
    for (const [state, { TimeoutSeconds, Arguments }] of tasks) {
      const name = assetFunctions[(Arguments?.FunctionName ?? '').slice(2, -1) as keyof typeof assetFunctions];
      expect(functions[name].timeout, state).toBeLessThan(TimeoutSeconds as number);
    }
  });

  test('functions behind the HTTP API answer before its thirty seconds are over', () => {
    for (const name of ['api', 'review', 'site'] as const) expect(functions[name].timeout).toBeLessThan(30);
  });
});
