import { InvalidBrief } from '../errors.ts';
import { presetNames } from '../imaging/presets.ts';
import type { Brief } from './schema.ts';

export type BriefFormat = 'yaml' | 'json' | 'markdown';

/**
 * The format of a brief by its file name's extension, else by its content type.
 *
 * @throws InvalidBrief when neither names a format that Galley reads.
 */
export function briefFormatOf(source: { readonly fileName?: string; readonly contentType?: string }): BriefFormat {
  throw new InvalidBrief([{ field: '', message: `not yet ${String(source.fileName)}` }]);
}

export interface ParseOptions {
  /** Names that `deliverables` may use; the table of presets when absent. */
  readonly knownPresets?: readonly string[];
}

/**
 * Reads a brief and applies its defaults.
 *
 * @throws InvalidBrief naming every field that is wrong, all at once, with lines where the source has them.
 */
export function parseBrief(text: string, format: BriefFormat, options: ParseOptions = {}): Brief {
  throw new InvalidBrief([{ field: '', message: `not yet ${text} ${format} ${(options.knownPresets ?? presetNames()).join()}` }]);
}

/** The owner's address, as far as it can be read even from a brief that is otherwise wrong. */
export function senderOf(text: string, format: BriefFormat): string | undefined {
  return text === format ? text : undefined;
}
