/** What every kernel exports besides its functions. */
export interface Kernel {
  readonly memory: WebAssembly.Memory;
}

/**
 * A kernel's exports, made from what `tools/compile-kernels.ts` assembled, when they are first asked for. The caller
 * says what they are, as the `.wat` file does; nothing checks it but the kernel's tests.
 */
export function lazyKernel(wasm: string): () => unknown {
  let made: unknown;
  return () => (made ??= new WebAssembly.Instance(new WebAssembly.Module(Buffer.from(wasm, 'base64'))).exports);
}

const pageBytes = 65_536;

/** The kernel's memory, at least so large. Growing it leaves earlier views empty: take a new one afterwards. */
export function memoryOf({ memory }: Kernel, bytes: number): ArrayBuffer {
  const missing = Math.ceil((bytes - memory.buffer.byteLength) / pageBytes);
  if (missing > 0) memory.grow(missing);
  return memory.buffer;
}
