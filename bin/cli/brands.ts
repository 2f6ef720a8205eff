import { readFile } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { BrandList } from '../../core/api.ts';
import type { BrandKit } from '../../core/brief/brand-kit-schema.ts';
import { kitNameOfKey, parseBrandKit } from '../../core/brief/brand-kit.ts';
import { brandFileProblem, filesOfKit } from '../../core/brief/brand-files.ts';
import { briefFormatOf } from '../../core/brief/parse.ts';
import { InvalidBrandKit, InvalidBrief, type FieldProblem } from '../../core/errors.ts';
import type { ApiClient } from './api-client.ts';
import { UsageError } from './errors.ts';

/**
 * Checks a brand kit on this machine, and the files that it names where they lie beside it.
 * @throws UsageError with every problem by its line and field
 */
export async function checkBrandKit(file: string, print: (line: string) => void): Promise<void> {
  const kit = parsed(file, await readKitText(file));
  // A kit lies in brands/<name>/, and names its files by their keys in the bucket.
  const root = resolve(dirname(file), '..', '..');
  const key = relative(root, resolve(file)).split(sep).join('/');
  const name = kitNameOfKey(key);
  const problems: FieldProblem[] = [];
  const elsewhere: string[] = [];
  for (const named of filesOfKit(kit)) {
    const bytes = await readFile(join(root, named.file)).catch(() => null);
    if (bytes === null) elsewhere.push(named.file);
    else problems.push(...[brandFileProblem(named, bytes)].filter((problem) => problem !== null));
  }
  if (problems.length > 0) throw refusal(file, problems);

  const { colours, banned, dont } = kit;
  print(`${kit.name}, version ${String(kit.version)}: ${counted(colours.length, 'colour')}, ${counted(kit.do.length, 'do')}, ${counted(dont.length, "don't")}, ${counted(banned.length, 'banned subject')}.`);
  for (const missing of elsewhere) print(`Not on this machine: ${missing}. It must be in the briefs bucket before a brief names the kit.`);
  print(name === undefined ? `Briefs find it as brands/<name>/${/^kit\./u.test(basename(file)) ? basename(file) : 'kit.yaml'} in the briefs bucket.` : `Briefs name it as brand: ${name}. Its place in the briefs bucket is ${key}.`);
}

/** Prints the brand kits of a running Galley. */
export async function listBrandKits(api: ApiClient, print: (line: string) => void): Promise<void> {
  const { brands } = await api.get(BrandList, '/api/brands');
  const width = Math.max(0, ...brands.map(({ name }) => name.length));
  for (const { name, title, version, problems, file } of brands) {
    print(`${name.padEnd(width)}  ${title === null ? `${counted(problems, 'problem')} in ${file}: npx galley brand check` : `${title}, version ${String(version)}`}`);
  }
  if (brands.length === 0) print('No brand kits yet: a kit is a file brands/<name>/kit.yaml in the briefs bucket (docs/brief.md).');
}

function parsed(file: string, text: string): BrandKit {
  try {
    return parseBrandKit(text, briefFormatOf({ fileName: basename(file) }));
  } catch (error) {
    if (error instanceof InvalidBrandKit) throw refusal(file, error.problems);
    if (error instanceof InvalidBrief) throw new UsageError(`Expected a brand kit as .yaml, .json or .md but received ${JSON.stringify(file)}.`, { cause: error });
    throw error;
  }
}

function refusal(file: string, problems: readonly FieldProblem[]): UsageError {
  const lines = problems.map(({ field, message, line }) => `  ${line === undefined ? '' : `line ${String(line)}, `}${field === '' ? '' : `${field}: `}${message}`);
  return new UsageError([`${file} is no brand kit that briefs can use:`, ...lines].join('\n'));
}

async function readKitText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new UsageError(`Expected a brand kit that can be read but received ${JSON.stringify(file)}. examples/brands/voltaire/kit.yaml is one.`, { cause });
  }
}

function counted(count: number, what: string): string {
  return `${String(count)} ${what}${count === 1 ? '' : 's'}`;
}
