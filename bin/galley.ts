import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command, InvalidArgumentError } from 'commander';
import { ApiClient } from './cli/api-client.ts';
import { UsageError } from './cli/errors.ts';
import { environmentLines } from './cli/environment-lines.ts';
import { start } from './cli/start.ts';
import { search } from './cli/search.ts';
import { submit } from './cli/submit.ts';
import { findTarget } from './cli/target.ts';
import { printStatus, watch } from './cli/watch.ts';

const projectDir = fileURLToPath(new URL('..', import.meta.url));
const print = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

const program = new Command('galley')
  .description('Galley: from a project brief to approved, finished, archived images.')
  .option('--state <folder>', 'where the embedded cloud keeps its state', join(projectDir, '.galley'))
  .configureHelp({ sortSubcommands: false })
  .showHelpAfterError('(add --help for what this command takes)');

const stateDir = (): string => resolve(program.opts<{ state: string }>().state);
const client = async (): Promise<ApiClient> => new ApiClient(await findTarget(stateDir(), process.env));

program
  .command('start')
  .description('bring the whole stack up on this machine')
  .option('--port <number>', 'first of four consecutive ports (AWS endpoint, API, mailbox, image API)', portNumber)
  .action(async (options: { port?: number }) => {
    await start({ projectDir, stateDir: stateDir(), ...(options.port === undefined ? {} : { port: options.port }), print });
  });

program
  .command('submit <file>')
  .description('upload a brief to the briefs bucket')
  .option('--watch', 'follow the run until it waits for a person or ends')
  .action(async (file: string, options: { watch?: boolean }) => {
    const target = await findTarget(stateDir(), process.env);
    const api = new ApiClient(target);
    const runId = await submit({ file, target, api, print });
    if (options.watch) await watch({ api, runId, print });
  });

program
  .command('check <file>')
  .description('criticise a brief: what is wrong, vague or contradictory, and how to mend it (docs/critique.md)')
  .option('--json', 'one JSON document with every problem and finding')
  .option('--strict', 'fail on warnings too')
  .action(async (file: string, options: { json?: boolean; strict?: boolean }) => {
    const { check } = await import('./cli/check.ts');
    const passes = await check({ file, json: options.json ?? false, strict: options.strict ?? false, today: new Date().toISOString().slice(0, 10), print });
    if (!passes) process.exitCode = 1;
  });

program
  .command('status [run]')
  .description('the newest runs, or one run step by step')
  .action(async (runId?: string) => {
    await printStatus({ api: await client(), ...(runId === undefined ? {} : { runId }), print });
  });

program
  .command('watch <run>')
  .description('follow a run until it ends')
  .action(async (runId: string) => {
    await watch({ api: await client(), runId, print, throughReviews: true });
  });

program
  .command('search <words...>')
  .description('find archived assets by words of their brief and prompt')
  .action(async (words: string[]) => {
    await search({ api: await client(), query: words.join(' '), print });
  });

program
  .command('finish <image>')
  .description('run the finishing engine alone: a picture and a recipe become graded, cropped, compressed renditions')
  .option('--recipe <file>', 'the recipe, as YAML or JSON (docs/finishing.md); without it, the default deliverables')
  .requiredOption('--out <folder>', 'where the renditions, a contact sheet and a report go')
  .action(async (image: string, options: { recipe?: string; out: string }) => {
    const { finishFile } = await import('./cli/finish.ts');
    await finishFile({ image, recipe: options.recipe, out: options.out, print });
  });

program
  .command('env')
  .description('shell exports that point the AWS CLI and SDKs at the embedded cloud: eval "$(npx galley env)"')
  .action(async () => {
    for (const line of environmentLines(await findTarget(stateDir(), process.env))) print(line);
  });

program
  .command('reset')
  .description('clear the state of the embedded cloud')
  .action(async () => {
    const { refuseWhileRunning } = await import('./cli/running.ts');
    await refuseWhileRunning(stateDir());
    await rm(stateDir(), { recursive: true, force: true });
    print(`Cleared ${stateDir()}.`);
  });

function portNumber(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1024 || port > 65_532) {
    throw new InvalidArgumentError(`Expected a port from 1024 to 65532 for --port but received ${JSON.stringify(text)}.`);
  }
  return port;
}

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
