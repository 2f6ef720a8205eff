import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { FuzzReport } from './fuzz/child.ts';

/** Milliseconds: far more than one case takes on a busy machine, which only a case that hangs needs. All together take as long as the machine takes. */
const longestCase = 60_000;
const longestRun = 600_000;
const mostMegabytes = 700;
const heapMegabytes = 256;

/**
 * Runs the fuzzer in a process of its own, with little room for JavaScript, so that a crash, a hang or a lack of memory
 * is told as such.
 */
function fuzzed(mode: 'files' | 'bombs' | 'recipes', seed: number, count: number): Promise<FuzzReport> {
  const words = [join(import.meta.dirname, 'fuzz/child.ts'), mode, String(seed), String(count)];
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [`--max-old-space-size=${String(heapMegabytes)}`, '--disable-warning=ExperimentalWarning', ...words], { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, MALLOC_ARENA_MAX: '1' } });
    let output = '';
    let progress = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
    // Enough of the end to hold the last case, and what Node says before it dies.
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      progress = (progress + text).slice(-4_000);
      timer.refresh();
    });
    const timer = setTimeout(() => child.kill('SIGKILL'), longestCase);
    child.on('error', reject);
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      if (code === 0) resolve(JSON.parse(output) as FuzzReport);
      else reject(new Error(`Expected the fuzzer to end by itself but it ended with ${String(code ?? signal)} (SIGKILL is for a case that hangs, or the kernel's) in its last case:\n${progress}\nAgain: node ${words.join(' ')}`));
    });
  });
}

function expectSound({ strange, peakMegabytes }: FuzzReport): void {
  expect(strange).toEqual([]);
  expect(peakMegabytes).toBeLessThan(mostMegabytes);
}

describe.concurrent('finishing', { timeout: longestRun }, () => {
  // Two processes, because there are two cores.
  it.each([[11], [12]])('of damaged files ends in a finished picture or a named error, and in bounded memory (seed %d)', async (seed) => {
    const report = await fuzzed('files', seed, 1_550);
    expectSound(report);
    expect(report.cases).toBe(1_550);
    expect(Object.keys(report.refused).every((name) => ['UnreadableImage', 'InvalidInput'].includes(name))).toBe(true);
    expect(report.refused.UnreadableImage).toBeGreaterThan(500);
    expect(report.accepted).toBeGreaterThan(150);
  });

  it('of files that unpack to far more than they are costs no more memory than a picture of the largest size', async () => {
    const report = await fuzzed('bombs', 5, 0);
    expectSound(report);
    expect(report.refused).toEqual({ UnreadableImage: 5 });
    expect(report.accepted).toBe(3);
  });
});

describe.concurrent('reading recipes', { timeout: longestRun }, () => {
  it('that are damaged ends in a recipe that can be planned, or in a named error', async () => {
    const report = await fuzzed('recipes', 21, 2_050);
    expectSound(report);
    expect(report.cases).toBeGreaterThanOrEqual(2_050);
    expect(Object.keys(report.refused).every((name) => ['InvalidRecipe', 'InvalidInput'].includes(name))).toBe(true);
    expect(report.refused.InvalidRecipe).toBeGreaterThan(1_000);
    expect(report.accepted).toBeGreaterThan(20);
  });
});
