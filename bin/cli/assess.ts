import { readFile } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { BriefAssessed } from '../../core/api.ts';
import { assess } from '../../core/assessment/assess.ts';
import { parseTeamConstants, shippedConstants, withTeam } from '../../core/assessment/constants.ts';
import type { Constants } from '../../core/assessment/constants.ts';
import { reportOf } from '../../core/assessment/report.ts';
import { briefFormatOf, parseBrief } from '../../core/brief/parse.ts';
import type { BriefFormat } from '../../core/brief/parse.ts';
import { InvalidBrief, InvalidConstants } from '../../core/errors.ts';
import { modelOf } from '../../core/models/models.ts';
import { ApiClient } from './api-client.ts';
import { readBriefFile } from './brief-file.ts';
import { UsageError } from './errors.ts';
import { bodyWithKit, kitBeside } from './kit-beside.ts';
import { findTarget } from './target.ts';
import type { Target } from './target.ts';

interface AssessCommand {
  readonly file: string;
  readonly json: boolean;
  readonly offline: boolean;
  /** Figures of one's own; only offline, as a running Galley has those of its teams. */
  readonly constants: string | undefined;
  readonly stateDir: string;
  readonly print: (line: string) => void;
}

/**
 * Assesses a brief: by a Galley that runs, with its teams' figures and its history; else here, with the figures that
 * ship.
 *
 * @throws UsageError with every problem of the brief or of the constants
 */
export async function assessFile({ file, json, offline, constants, stateDir, print }: AssessCommand): Promise<void> {
  const target = offline || constants !== undefined ? null : await runningTarget(stateDir);
  const text = (await readBriefFile(file)).toString('utf8');
  const { title, assessment } = target === null ? await assessedHere(file, text, constants) : await new ApiClient(target).post(BriefAssessed, '/api/assessments', await withProblems(file, 'a brief', () => bodyWithKit(file, text)));
  if (json) {
    print(JSON.stringify(assessment, null, 2));
    return;
  }
  for (const line of reportOf(title, assessment)) print(line);
  if (target !== null) print(`Assessed by the Galley at ${target.apiUrl}; nothing was started.`);
  else if (constants === undefined) print('Assessed here, with Galley’s own figures and no history; a Galley that runs adds those of the team.');
  else print(`Assessed here, with the figures of ${constants} and no history.`);
}

async function assessedHere(file: string, text: string, constantsFile: string | undefined) {
  const brief = await withProblems(file, 'a brief', async () => parseBrief(text, formatOf(file), await kitBeside(file, text)));
  const own = constantsFile === undefined ? {} : { constants: await constantsIn(constantsFile), team: brief.team ?? basename(constantsFile, extname(constantsFile)) };
  return { title: brief.title, assessment: assess(brief, { model: modelOf(brief.model), ...own }) };
}

async function constantsIn(file: string): Promise<Constants> {
  const text = await readConstants(file);
  return withProblems(file, 'a file of constants', () => withTeam(parseTeamConstants(text, extname(file).toLowerCase() === '.json' ? 'json' : 'yaml'), shippedConstants));
}

function formatOf(file: string): BriefFormat {
  return briefFormatOf({ fileName: basename(file) });
}

/** A Galley that is named or that runs here; null where there is none. */
async function runningTarget(stateDir: string): Promise<Target | null> {
  try {
    return await findTarget(stateDir, process.env);
  } catch (error) {
    if (error instanceof UsageError && process.env['GALLEY_API_URL'] === undefined) return null;
    throw error;
  }
}

async function readConstants(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new UsageError(`Expected constants in ${file} but it cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

async function withProblems<Result>(file: string, what: string, work: () => Result | Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof InvalidBrief || error instanceof InvalidConstants)) throw error;
    const problems = error.problems.map(({ field, message, line }) => `  ${line === undefined ? '' : `line ${String(line)}, `}${field === '' ? '' : `${field}: `}${message}`);
    throw new UsageError([`${file} cannot be read as ${what}:`, ...problems].join('\n'), { cause: error });
  }
}
