import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command, InvalidArgumentError } from 'commander';
import { ApiClient } from './cli/api-client.ts';
import { UsageError } from './cli/errors.ts';
import { printBudget, resolveBudget } from './cli/budget.ts';
import { environmentLines } from './cli/environment-lines.ts';
import { start } from './cli/start.ts';
import { search } from './cli/search.ts';
import { submit } from './cli/submit.ts';
import { findTarget } from './cli/target.ts';
import { terminalText } from './cli/terminal-text.ts';
import { printStatus, watch } from './cli/watch.ts';

const projectDir = fileURLToPath(new URL('..', import.meta.url));
const print = (line: string): void => {
  process.stdout.write(`${terminalText(line)}\n`);
};

// A reader that has seen enough, as in `galley assess FILE | head`, is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

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
  .command('assess <file>')
  .description('whether a brief can be generated well, and whether that is worth it; starts nothing')
  .option('--json', 'the whole assessment as JSON')
  .option('--offline', 'with Galley’s own figures and no history, even where a Galley is running')
  .option('--constants <file>', 'offline, with figures of your own, as YAML or JSON (docs/assessment.md)')
  .action(async (file: string, options: { json?: boolean; offline?: boolean; constants?: string }) => {
    const { assessFile } = await import('./cli/assess.ts');
    await assessFile({ file, json: options.json === true, offline: options.offline === true, constants: options.constants, stateDir: stateDir(), print });
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
  .command('reopen <run>')
  .description('open the review of a run again that nobody answered in time')
  .option('--hours <number>', 'how long it waits then; as long as before when absent')
  .option('--approvers <people>', 'who is asked then, such as "eva@example.com, bo@example.com", or by role "legal: eva@example.com"; the same people when absent')
  .action(async (runId: string, options: { hours?: string; approvers?: string }) => {
    const { reopen } = await import('./cli/reopen.ts');
    await reopen({ api: await client(), runId, hours: options.hours, approvers: options.approvers, print });
  });

program
  .command('lineage <run>')
  .description('the candidates of a run as a tree: what led to each, in whose words, and what it cost')
  .option('--json', 'as JSON, with the drawings')
  .action(async (runId: string, options: { json?: boolean }) => {
    const { printLineage } = await import('./cli/lineage.ts');
    await printLineage({ api: await client(), runId, json: options.json === true, print });
  });

program
  .command('search <words...>')
  .description('find archived assets by words of their brief and prompt')
  .action(async (words: string[]) => {
    await search({ api: await client(), query: words.join(' '), print });
  });

program
  .command('advice')
  .description('how often the check was right about rounds, and how far its expectations were off (docs/judgement.md)')
  .option('--kind <kind>', 'of one kind of picture')
  .option('--team <team>', 'of one team')
  .option('--json', 'as JSON')
  .action(async (options: { kind?: string; team?: string; json?: boolean }) => {
    const { printAdvice } = await import('./cli/advice.ts');
    await printAdvice({ api: await client(), kind: options.kind, team: options.team, json: options.json === true, print });
  });

const brand = program.command('brand').description('brand kits, which briefs name');

brand
  .command('check <file>')
  .description('check a brand kit on this machine')
  .action(async (file: string) => {
    const { checkBrandKit } = await import('./cli/brands.ts');
    await checkBrandKit(file, print);
  });

brand
  .command('list')
  .description('the brand kits of the running Galley')
  .action(async () => {
    const { listBrandKits } = await import('./cli/brands.ts');
    await listBrandKits(await client(), print);
  });

program
  .command('schema [document]')
  .description('the JSON Schema of briefs ("brief") or of brand kits ("brand-kit"), for editors')
  .action(async (document?: string) => {
    const { printSchema } = await import('./cli/schema.ts');
    printSchema(document ?? 'brief', print);
  });

const budget = program
  .command('budget [run]')
  .description('what this month and its campaigns may spend and have spent, or one run')
  .option('--campaign <name>', 'one campaign, of any month')
  .action(async (run: string | undefined, options: { campaign?: string }) => {
    await printBudget({ api: await client(), run, campaign: options.campaign, print });
  });

budget
  .command('resolve <reservation>')
  .description('book what a call with an unknown outcome cost, after a look at the provider’s bill')
  .option('--spent <usd>', 'what the bill says, in US dollars', Number)
  .option('--not-spent', 'the bill does not have it')
  .action(async (reservation: string, options: { spent?: number; notSpent?: boolean }) => {
    await resolveBudget({ api: await client(), reservation, spent: options.spent, notSpent: options.notSpent === true, print });
  });

program
  .command('agreement')
  .description('how far the automatic check agrees with people, question by question, and whether it has earned trust (docs/inspection.md)')
  .option('--month <month>', 'one month, as 2026-11; the last twelve without it')
  .option('--json', 'as JSON')
  .action(async (options: { month?: string; json?: boolean }) => {
    const { printAgreement } = await import('./cli/agreement.ts');
    await printAgreement({ api: await client(), month: options.month, json: options.json === true, print });
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
  .command('prompt <file>')
  .description('show the prompt of a brief, slot by slot, with its parameters, what is not sent, and its price; spends nothing')
  .option('--changes <note>', 'as the edit that this note of a reviewer asks for')
  .option('--start-over <note>', 'with the new concept of this note')
  .option('--offline', 'with the templates that ship, even where a Galley is running')
  .option('--json', 'as JSON')
  .action(async (file: string, options: { changes?: string; startOver?: string; offline?: boolean; json?: boolean }) => {
    const { promptFile } = await import('./cli/prompt.ts');
    const target = options.offline === true ? undefined : await findTarget(stateDir(), process.env).catch(() => undefined);
    await promptFile({ file, ...options, today: new Date().toISOString().slice(0, 10), api: target === undefined ? undefined : new ApiClient(target), print });
  });

const templates = program.command('templates').description('the prompt templates: versions, labels and how they share the traffic');
templates
  .command('list [name]', { isDefault: true })
  .description('all templates, or one with the history of its labels')
  .action(async (name?: string) => {
    const { printTemplates } = await import('./cli/templates.ts');
    await printTemplates({ api: await client(), name, print });
  });
templates
  .command('label <name> <label> <version>')
  .description('point a label at a version')
  .action(async (name: string, label: string, version: string) => {
    const { changeTemplate } = await import('./cli/templates.ts');
    await changeTemplate({ api: await client(), name, what: 'labels', body: { label, version }, print });
  });
templates
  .command('share <name> <shares...>')
  .description('share the traffic between labels, in percent: production=80 candidate=20')
  .action(async (name: string, shares: string[]) => {
    const { changeTemplate, sharesOf } = await import('./cli/templates.ts');
    await changeTemplate({ api: await client(), name, what: 'shares', body: { shares: sharesOf(shares) }, print });
  });
templates
  .command('rollback <name> <label>')
  .description('move a label back to where it was')
  .action(async (name: string, label: string) => {
    const { changeTemplate } = await import('./cli/templates.ts');
    await changeTemplate({ api: await client(), name, what: 'rollback', body: { label }, print });
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
  process.stderr.write(`${terminalText(error.message)}\n`);
  process.exitCode = 1;
}
