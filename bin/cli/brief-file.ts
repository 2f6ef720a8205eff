import { readFile } from 'node:fs/promises';
import { UsageError } from './errors.ts';

/** The bytes of a brief that somebody names on the command line. @throws UsageError when it cannot be read */
export async function readBriefFile(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (cause) {
    throw new UsageError(`Expected a brief file that can be read but received ${JSON.stringify(file)}. The folder examples/ has some to try.`, { cause });
  }
}
