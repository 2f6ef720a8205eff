import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { Finding } from '../../core/critique/finding.ts';

const projectDir = fileURLToPath(new URL('../..', import.meta.url));
const example = (name: string): string => join(projectDir, 'examples', name);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'galley-check-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** `galley check …`, as it is typed, in a folder where nothing runs. */
function galleyCheck(...words: readonly string[]): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [join(projectDir, 'bin/galley.js'), '--state', join(folder, 'state'), 'check', ...words], { cwd: folder }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : typeof error.code === 'number' ? error.code : -1, stdout, stderr });
    });
  });
}

async function brief(name: string, text: string): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, text);
  return file;
}

describe('galley check', () => {
  test('tells a vague brief what to name, with lines and examples, and passes it', async () => {
    const { code, stdout, stderr } = await galleyCheck(example('dog-in-a-park.yaml'));
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/: 3 warnings, 1 hint\n\nWarnings: [\s\S]+concept\.subject \(line 5\) {2}generic-subject[\s\S]+\n\nHints: [\s\S]+no-light/u);
    expect(stdout).toContain('Before: a dog in a park\n    After:  a golden retriever catching a red frisbee mid-air');
    expect(stdout.split('\n').every((line) => line.length <= 110)).toBe(true);
  });

  test('fails on warnings when it is to be strict, and never on a good brief', async () => {
    expect((await galleyCheck(example('dog-in-a-park.yaml'), '--strict')).code).toBe(1);
    const good = await galleyCheck(example('five-lines.yaml'), '--strict');
    expect(good).toMatchObject({ code: 0, stdout: `${example('five-lines.yaml')}: nothing to mend\n` });
  });

  test('fails on an error', async () => {
    const file = await brief('banned.yaml', 'title: Shelf\nconcept: { subject: a brass telescope, action: lying on a purple cloth, environment: an attic at dusk }\nbrand: { banned: [purple] }\n');
    const { code, stdout } = await galleyCheck(file);
    expect(code).toBe(1);
    expect(stdout).toMatch(/: 1 error\n\nErrors: [\s\S]+concept\.action \(line 2\) {2}banned-colour/u);
  });

  test('counts the rules of a brand kit that lies beside the brief', async () => {
    await mkdir(join(folder, 'brands/acme'), { recursive: true });
    await brief('brands/acme/kit.yaml', 'name: Acme\nversion: 1\nbanned: [purple]\n');
    const file = await brief('kit.yaml', 'title: Shelf\nbrand: acme\nconcept: { subject: a brass telescope, action: lying on a purple cloth, environment: an attic at dusk }\n');
    const { code, stdout } = await galleyCheck(file);
    expect(code).toBe(1);
    expect(stdout).toContain('banned-colour');

    await brief('brands/acme/kit.yaml', 'name: Acme\nversion: one\n');
    expect((await galleyCheck(file)).stdout).toMatch(/In the brand kit brands\/acme\/kit\.yaml, line 2: /);
  });

  test('fails on what is no brief, with every problem', async () => {
    const { code, stdout } = await galleyCheck(example('invalid/misspelt.yaml'));
    expect(code).toBe(1);
    expect(stdout).toContain('10 problems');
    expect(stdout).toContain('did you mean "kind"?');
  });

  test('speaks JSON', async () => {
    const Answer = z.strictObject({ file: z.string(), problems: z.array(z.object({ field: z.string(), message: z.string() })), findings: z.array(Finding) });
    const vague = Answer.parse(JSON.parse((await galleyCheck(example('dog-in-a-park.yaml'), '--json')).stdout));
    expect(vague.problems).toEqual([]);
    expect(vague.findings.map(({ rule, line }) => [rule, line])).toContainEqual(['generic-subject', 5]);
    const invalid = await galleyCheck(example('invalid/misspelt.yaml'), '--json');
    expect(invalid.code).toBe(1);
    expect(Answer.parse(JSON.parse(invalid.stdout)).problems).toHaveLength(10);
  });

  test('knows what day it is', async () => {
    const file = await brief('late.yaml', 'title: Late\nconcept: { subject: a brass telescope, action: lying on a cloth, environment: an attic at dusk }\ndeadline: 2001-02-03\n');
    expect((await galleyCheck(file)).stdout).toContain('past-deadline');
  });

  test('says which file it cannot read', async () => {
    const { code, stderr } = await galleyCheck(join(folder, 'nowhere.yaml'));
    expect(code).toBe(1);
    expect(stderr).toMatch(/^Expected a brief file that can be read but received ".*nowhere\.yaml"/u);
    expect(stderr).not.toContain('    at ');
  });
});
