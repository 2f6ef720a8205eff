import { basename } from 'node:path';
import { briefFormatOf } from '../../core/brief/parse.ts';
import { checkBrief } from '../../core/critique/check.ts';
import { Severity, type Finding } from '../../core/critique/finding.ts';
import { InvalidBrief, type FieldProblem } from '../../core/errors.ts';
import { readBriefFile } from './brief-file.ts';
import { kitBeside } from './kit-beside.ts';
import { placeOf } from './problem-place.ts';

interface CheckCommand {
  readonly file: string;
  /** One JSON document instead of text. */
  readonly json: boolean;
  /** Warnings fail as errors do. */
  readonly strict: boolean;
  /** ISO date. */
  readonly today: string;
  readonly print: (line: string) => void;
}

interface Checked {
  /** What makes it no brief; then there are no findings. */
  readonly problems: readonly FieldProblem[];
  readonly findings: readonly Finding[];
}

/**
 * Reads a brief and prints what is wrong with it, what is vague and how to mend it. Needs no running Galley; a brand kit counts where it
 * lies beside the brief.
 *
 * @returns whether the brief passes
 * @throws UsageError when the file cannot be read
 */
export async function check({ file, json, strict, today, print }: CheckCommand): Promise<boolean> {
  const checked = await checkText((await readBriefFile(file)).toString('utf8'), file, today);
  for (const line of json ? [JSON.stringify({ file, ...checked }, null, 2)] : reportOf(file, checked)) print(line);
  return checked.problems.length === 0 && !checked.findings.some(({ severity }) => severity === 'error' || (strict && severity === 'warning'));
}

async function checkText(text: string, file: string, today: string): Promise<Checked> {
  try {
    return { problems: [], findings: checkBrief(text, briefFormatOf({ fileName: basename(file) }), { today, ...(await kitBeside(file, text)) }).findings };
  } catch (error) {
    if (!(error instanceof InvalidBrief)) throw error;
    return { problems: error.problems, findings: [] };
  }
}

const titles: Readonly<Record<Severity, string>> = { error: 'Errors: the brief is not accepted', warning: 'Warnings: the picture will suffer', hint: 'Hints: left to the template' };

function reportOf(file: string, { problems, findings }: Checked): string[] {
  if (problems.length > 0) {
    return [`${file}: ${several(problems.length, 'problem')}`, '', 'Problems: this cannot be read as a brief', ...problems.flatMap(({ field, line, message }) => ['', `  ${placeOf({ field, line })}`, ...wrapped(message)])];
  }
  if (findings.length === 0) return [`${file}: nothing to mend`];
  const groups = Severity.options.map((severity) => ({ severity, found: findings.filter((finding) => finding.severity === severity) })).filter(({ found }) => found.length > 0);
  return [
    `${file}: ${groups.map(({ severity, found }) => several(found.length, severity)).join(', ')}`,
    ...groups.flatMap(({ severity, found }) => ['', titles[severity], ...found.flatMap(linesOf)]),
    ...(findings.some(({ asks }) => asks) ? ['', '* The owner is asked about these before anything is spent.'] : []),
  ];
}

function linesOf({ rule, field, line, message, reason, example, asks }: Finding): string[] {
  return ['', `  ${placeOf({ field, line })}  ${rule}${asks ? ' *' : ''}`, ...wrapped(message), ...wrapped(`Why: ${reason}`), ...wrapped(`Before: ${example.before}`), ...wrapped(`After:  ${example.after}`)];
}

const width = 100;

/** Lines of at most `width` characters, indented; further lines of one text a little more. */
function wrapped(text: string): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(`${last === undefined ? '    ' : '      '}${word}`);
  }
  return lines;
}

function several(count: number, thing: string): string {
  return `${String(count)} ${thing}${count === 1 ? '' : 's'}`;
}
