import { readFile } from 'node:fs/promises';
import type { BriefFormat } from '../../core/brief/parse.ts';
import { UsageError } from './errors.ts';

/** What a brief is sent to the API as. */
export const briefContentTypes: Readonly<Record<BriefFormat, string>> = { yaml: 'application/yaml', json: 'application/json', markdown: 'text/markdown' };

/** The bytes of a brief that somebody names on the command line. @throws UsageError when it cannot be read */
export async function readBriefFile(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (cause) {
    throw new UsageError(`Expected a brief file that can be read but received ${JSON.stringify(file)}. The folder examples/ has some to try.`, { cause });
  }
}
