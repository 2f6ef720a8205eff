import type { FieldProblem } from '../../core/errors.ts';

/** Where a problem is, as the command line says it: `concept.subject (line 3)`. */
export function placeOf({ field, line }: Pick<FieldProblem, 'field'> & { readonly line?: number | undefined }): string {
  return `${field === '' ? 'document' : field}${line === undefined ? '' : ` (line ${String(line)})`}`;
}
