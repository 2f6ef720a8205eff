import { createHash } from 'node:crypto';

/**
 * A number from 0 up to 1 that follows from a template's name and a run: the first 48 bits of the SHA-256 over both.
 * The same run always draws the same label, and of two labels the one whose share grows keeps the runs that it had.
 */
export function drawOf(name: string, runId: string): number {
  return createHash('sha256').update(`${name}\n${runId}`, 'utf8').digest().readUIntBE(0, 6) / 2 ** 48;
}
