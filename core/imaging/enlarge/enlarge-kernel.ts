import { type Kernel, lazyKernel } from '../kernel.ts';
import file from './enlarge-kernel.json' with { type: 'json' };

/** The functions that `enlarge.wat` exports, with its parameters. */
interface EnlargeKernel extends Kernel {
  readonly widen: (source: number, taps: number, row: number, count: number, stride: number) => void;
  readonly blend: (rows: number, output: number, count: number) => void;
  readonly narrow: (row: number, output: number, count: number, stride: number) => void;
  readonly sharpen: (above: number, row: number, below: number, columns: number, output: number, bytes: number, amount: number, threshold: number, stride: number) => void;
}

export const enlargeKernel = lazyKernel(file.wasm) as () => EnlargeKernel;
