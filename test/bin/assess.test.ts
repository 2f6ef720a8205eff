import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Assessment } from '../../core/documents.ts';

const projectDir = fileURLToPath(new URL('../..', import.meta.url));
const example = (name: string): string => join(projectDir, 'examples', name);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'galley-assess-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** `galley assess …`, as it is typed where no Galley runs. */
function galleyAssess(...words: readonly string[]): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }> {
  const { GALLEY_API_URL: _url, GALLEY_BRIEFS_BUCKET: _bucket, ...env } = process.env;
  return new Promise((resolve) => {
    execFile(process.execPath, [join(projectDir, 'bin/galley.js'), '--state', join(folder, 'none'), 'assess', ...words], { cwd: folder, env }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : typeof error.code === 'number' ? error.code : -1, stdout, stderr });
    });
  });
}

describe('galley assess, without a Galley', () => {
  test('says whether to generate, what it costs and what that hangs on', async () => {
    const { code, stdout } = await galleyAssess(example('five-lines.yaml'));
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Frisbee in the park: generate it\n/u);
    for (const part of ['Saving        $', 'Stops paying  beyond', '30 % lower (░)', 'Assessed here']) expect(stdout).toContain(part);
  });

  test('prints the whole assessment as JSON', async () => {
    const { stdout } = await galleyAssess(example('sales-chart.yaml'), '--json');
    expect(Assessment.parse(JSON.parse(stdout))).toMatchObject({ verdict: 'decline', signals: [{ id: 'proprietary-data', severity: 'block' }] });
  });

  test('counts with figures of one’s own', async () => {
    const { stdout } = await galleyAssess(example('annual-report.yaml'), '--constants', example('teams/press/constants.yaml'), '--json');
    expect(Assessment.parse(JSON.parse(stdout)).returnOnInvestment).toMatchObject({ team: 'press', constantsAsOf: '2026-11-20', alternative: { route: 'our staff photographer' } });
  });

  test('names what is wrong with a brief and with constants, by field and line', async () => {
    const [brief, constants] = [join(folder, 'brief.yaml'), join(folder, 'ours.yaml')];
    await Promise.all([writeFile(brief, 'title: X\nconcept: { subject: dog }\n'), writeFile(constants, 'generation:\n  raunds: 2\n')]);
    const [one, two, three] = await Promise.all([galleyAssess(brief), galleyAssess(example('five-lines.yaml'), '--constants', constants), galleyAssess(join(folder, 'nothing.yaml'))]);
    expect(one).toMatchObject({ code: 1, stderr: expect.stringMatching(/cannot be read as a brief:\n {2}line 2, concept\.subject: Expected/u) as string });
    expect(two).toMatchObject({ code: 1, stderr: expect.stringMatching(/line 2, generation\.raunds: .*did you mean "rounds"/u) as string });
    expect(three).toMatchObject({ code: 1, stderr: expect.stringMatching(/Expected a brief file that can be read but received .*nothing\.yaml/u) as string });
  });
});
