/** Something the person at the keyboard can mend; its message says how. Shown without a stack trace. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
