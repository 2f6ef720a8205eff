/**
 * Assembles the inner loops of the imaging engine, `.wat` files in `core/imaging/`, into the JSON files beside them that
 * the core loads.
 *
 *   npx node tools/compile-kernels.ts
 */
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import loadWabt from 'wabt';

const imaging = new URL('../core/imaging/', import.meta.url);

/** Source and result of each kernel, below `core/imaging/`. */
export const kernels = [
  { source: 'grade/lattice.wat', result: 'grade/lattice-kernel.json' },
  { source: 'enlarge/enlarge.wat', result: 'enlarge/enlarge-kernel.json' },
] as const;

/** What the result's file has to say for a source: WebAssembly in base64. */
export async function compileKernel(source: string): Promise<string> {
  const wabt = await loadWabt();
  const parsed = wabt.parseWat(source, await readFile(new URL(source, imaging), 'utf8'), { simd: true });
  try {
    return `${JSON.stringify({ wasm: Buffer.from(parsed.toBinary({}).buffer).toString('base64') })}\n`;
  } finally {
    parsed.destroy();
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const { source, result } of kernels) await writeFile(new URL(result, imaging), await compileKernel(source));
}
