import { basename } from 'node:path';
import { PromptPreview } from '../../core/api.ts';
import { briefFormatOf, parseBrief } from '../../core/brief/parse.ts';
import { dollars } from '../../core/budget.ts';
import { InvalidBrief, InvalidInput } from '../../core/errors.ts';
import { modelOf } from '../../core/models/models.ts';
import { chosenVersion, initialLabels } from '../../core/prompt/labels.ts';
import { previewOf } from '../../core/prompt/preview.ts';
import { slotLabels } from '../../core/prompt/slots.ts';
import { pinOf } from '../../core/prompt/template.ts';
import { shippedTemplate } from '../../core/prompt/templates.ts';
import type { Direction } from '../../core/workflow.ts';
import type { ApiClient } from './api-client.ts';
import { readBriefFile } from './brief-file.ts';
import { UsageError } from './errors.ts';
import { bodyWithKit, kitBeside } from './kit-beside.ts';
import { placeOf } from './problem-place.ts';

interface PromptCommand {
  readonly file: string;
  readonly changes?: string | undefined;
  readonly startOver?: string | undefined;
  readonly json?: boolean | undefined;
  /** ISO date. */
  readonly today: string;
  /** Whose templates and labels count; without it, those that ship. */
  readonly api?: ApiClient | undefined;
  readonly print: (line: string) => void;
}

/**
 * Shows what a brief would send: nothing is kept and nothing is spent.
 * @throws UsageError with every problem of the brief by field
 */
export async function promptFile(command: PromptCommand): Promise<void> {
  const { file, json, api, print } = command;
  const text = (await readBriefFile(file)).toString('utf8');
  const preview = api === undefined ? await offline(text, command) : await online(text, api, command);
  if (json === true) {
    print(JSON.stringify(preview, null, 2));
    return;
  }
  for (const line of linesOf(preview)) print(line);
  if (api === undefined) print('\nWith the templates that ship; with a running Galley its own templates and labels count.');
}

function online(text: string, api: ApiClient, { file, changes, startOver }: PromptCommand): Promise<PromptPreview> {
  return named(async () => {
    const query = { ...(changes === undefined ? {} : { changes }), ...(startOver === undefined ? {} : { startOver }) };
    return api.post(PromptPreview, '/api/prompts', await bodyWithKit(file, text), query);
  });
}

function offline(text: string, { file, changes, startOver, today }: PromptCommand): Promise<PromptPreview> {
  return named(async () => {
    const brief = parseBrief(text, briefFormatOf({ fileName: basename(file) }), await kitBeside(file, text));
    const pin = pinOf(brief);
    const { version, label } = chosenVersion(initialLabels(pin.name), pin, null);
    const shipped = shippedTemplate(pin.name, version);
    if (shipped === undefined) throw new InvalidInput(`Expected a template that ships for template but received ${pin.name}@${version}; start Galley to use a template of your own`);
    const directions: Direction[] = [
      ...(startOver === undefined ? [] : [{ kind: 'startOver', note: startOver, by: 'reviewer' } as const]),
      ...(changes === undefined ? [] : [{ kind: 'changes', note: changes, by: 'reviewer' } as const]),
    ];
    return previewOf({ brief, directions, template: { ...shipped.template, label, sha256: shipped.sha256 }, model: modelOf(brief.model, today), today, shares: {} });
  });
}

/** What is wrong with the brief is the user's to mend, and told without a stack. */
async function named<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof InvalidInput) throw new UsageError(error.message, { cause: error });
    if (!(error instanceof InvalidBrief)) throw error;
    throw new UsageError(['The brief has problems:', ...error.problems.map((problem) => `  ${placeOf(problem)}: ${problem.message}`)].join('\n'), { cause: error });
  }
}

const textWidth = 76;
const indent = '  ';

function linesOf({ title, operation, prompt, text, template, size, price }: PromptPreview): string[] {
  const { parameters } = prompt;
  const label = prompt.template.label === null ? '' : ` (${prompt.template.label})`;
  const shares = Object.entries(template.shares).map(([name, share]) => `${name} ${String(share)} %`);
  const labelWidth = Math.max(...Object.values(slotLabels).map(({ length }) => length)) + 2;
  return [
    title,
    `${prompt.template.name}@${prompt.template.version}${label}, ${prompt.model.snapshot}, ${operation === 'edit' ? 'an edit of a candidate' : 'a new generation'}`,
    ...(shares.length === 0 ? [] : [`Runs are shared: ${shares.join(', ')}.`]),
    '',
    ...prompt.slots.flatMap(({ slot, text: words, from }) => entry(slotLabels[slot].padEnd(labelWidth), words, from)),
    ...section('Constraints', prompt.constraints.flatMap(({ text: words, from }) => entry('- ', words, from))),
    ...(operation === 'edit' ? section('Instruction of the edit', text.split('\n').flatMap((line) => wrapped(line, textWidth).map((part) => indent + part))) : []),
    ...section('Parameters', [`${indent}${Object.entries(parameters).map(([name, value]) => `${name} ${String(value)}`).join(', ')}`]),
    ...section('Size', entry('', `${parameters.size} for ${size.aspect}: ${size.reason}.`)),
    ...section('Not sent', prompt.notSent.flatMap(({ parameter, value, reason, sent }) => entry('- ', `${parameter} ${JSON.stringify(value)}: ${reason}.${sent === undefined ? '' : ` Sent: ${typeof sent === 'string' ? sent : JSON.stringify(sent)}.`}`))),
    ...section('Warnings', prompt.warnings.flatMap((warning) => entry('! ', warning))),
    ...section('Price', entry('', `at most ${dollars(price.callMicroUsd)} for a call of ${String(price.pictures)}, ${dollars(price.pictureMicroUsd)} a picture, of a cap of ${dollars(price.capMicroUsd)} (prices of ${price.pricesAsOf}).`)),
    ...section('Template', [...entry('', template.notes), ...(template.modelNote === null ? [] : entry('', `${prompt.model.name}: ${template.modelNote}`))]),
  ];
}

function section(heading: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', heading, ...lines];
}

/** The words beside their label, wrapped, and under them where they come from. */
function entry(label: string, words: string, from?: string): string[] {
  const hanging = indent + ' '.repeat(label.length);
  return [...wrapped(words, textWidth).map((line, index) => (index === 0 ? indent + label : hanging) + line), ...(from === undefined ? [] : [`${hanging}↳ ${from}`])];
}

function wrapped(words: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of words.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
