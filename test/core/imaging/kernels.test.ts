import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { type Kernel, lazyKernel, memoryOf } from '../../../core/imaging/kernel.ts';
import { compileKernel, kernels } from '../../../tools/compile-kernels.ts';

const fileOf = (path: string): Promise<string> => readFile(new URL(`../../../core/imaging/${path}`, import.meta.url), 'utf8');

describe.each(kernels)('the kernel $result', ({ source, result }) => {
  it('is the one that its text assembles to', async () => {
    expect(await fileOf(result)).toBe(await compileKernel(source));
  });

  it('is made once, when it is first asked for, and its memory grows to what is needed', async () => {
    const { wasm } = JSON.parse(await fileOf(result)) as { wasm: string };
    const kernel = lazyKernel(wasm) as () => Kernel;
    expect(kernel()).toBe(kernel());
    expect(memoryOf(kernel(), 10).byteLength).toBe(65_536);
    expect(memoryOf(kernel(), 65_537).byteLength).toBe(131_072);
    expect(memoryOf(kernel(), 10).byteLength).toBe(131_072);
  });
});
