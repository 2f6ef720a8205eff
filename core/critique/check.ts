import { readBrief, type BriefFormat, type ParseOptions } from '../brief/parse.ts';
import type { Brief } from '../brief/schema.ts';
import { InvalidBrief } from '../errors.ts';
import type { Lines } from '../source/paths.ts';
import { critique, type CritiqueOptions } from './critique.ts';
import type { Finding } from './finding.ts';

export interface CheckedBrief {
  readonly brief: Brief;
  /** With the lines of the source. */
  readonly findings: readonly Finding[];
}

/**
 * Reads a brief and criticises it, errors included.
 *
 * @throws InvalidBrief when it is no brief
 */
export function checkBrief(text: string, format: BriefFormat, options: ParseOptions & CritiqueOptions = {}): CheckedBrief {
  const { brief, lineOf } = readBrief(text, format, options);
  return { brief, findings: critique(brief, options).map((finding) => located(finding, lineOf)) };
}

/**
 * As `checkBrief`, for a brief that is to be started: an error is a problem of the brief like any other.
 *
 * @throws InvalidBrief when it is no brief, or the critique finds an error in it
 */
export function acceptableBrief(text: string, format: BriefFormat, options: ParseOptions & CritiqueOptions = {}): CheckedBrief {
  const checked = checkBrief(text, format, options);
  const errors = checked.findings.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new InvalidBrief(errors.map(({ field, message, line }) => ({ field, message, ...(line === undefined ? {} : { line }) })));
  return checked;
}

function located(finding: Finding, lineOf: Lines): Finding {
  const line = lineOf(finding.field.split('.'));
  return line === undefined ? finding : { ...finding, line };
}
