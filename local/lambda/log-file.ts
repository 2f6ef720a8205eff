/** One file of console output per function. */
import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/** Appends to a file; when it grows over the limit it becomes `<path>.1` and a new one begins. */
export class LogFile {
  readonly path: string;
  readonly #limit: number;
  #bytes: number;

  /** @param limit bytes after which the file is rotated */
  constructor(path: string, limit = 5 * 1024 * 1024) {
    mkdirSync(dirname(path), { recursive: true });
    this.path = path;
    this.#limit = limit;
    this.#bytes = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  }

  write(chunk: string | Buffer): void {
    const bytes = Buffer.byteLength(chunk);
    if (this.#bytes > 0 && this.#bytes + bytes > this.#limit) {
      renameSync(this.path, `${this.path}.1`);
      this.#bytes = 0;
    }
    appendFileSync(this.path, chunk);
    this.#bytes += bytes;
  }
}
