/** Patterns with `*` and, where the caller wants it, `?`, as ARNs and event patterns use them. */

const SPECIAL = /[\\^$.*+?()[\]{}|]/g;

/**
 * A regular expression for the whole text.
 * @param options.single whether `?` stands for one character
 * @param options.ignoreCase whether letters match in either case
 */
export function wildcardPattern(pattern: string, options: { readonly single?: boolean; readonly ignoreCase?: boolean } = {}): RegExp {
  const source = pattern
    .replace(SPECIAL, '\\$&')
    .replaceAll('\\*', '.*')
    .replaceAll('\\?', options.single === true ? '.' : '\\?');
  return new RegExp(`^${source}$`, options.ignoreCase === true ? 'si' : 's');
}
