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
 * An error is a problem of a brief that is to be started, like any other.
 *
 * @throws InvalidBrief with the errors among the findings
 */
export function refuseErrors(findings: readonly Finding[]): void {
  const errors = findings.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new InvalidBrief(errors.map(({ field, message, line }) => ({ field, message, ...(line === undefined ? {} : { line }) })));
}

function located(finding: Finding, lineOf: Lines): Finding {
  const line = lineOf(finding.field.split('.'));
  return line === undefined ? finding : { ...finding, line };
}
