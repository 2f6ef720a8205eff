import type { Refusal } from './budget.ts';

/**
 * Every error that crosses a function's edge. A name is a literal, because Step Functions matches it as
 * text and a bundler may rename classes.
 */

/** A document of a person's that cannot be read or breaks its format. `problems` names each field and the way out. */
class InvalidDocument extends Error {
  readonly problems: readonly FieldProblem[];

  constructor(problems: readonly FieldProblem[], options?: ErrorOptions) {
    super(problems.map((problem) => `${problem.field}: ${problem.message}`).join('; '), options);
    this.problems = problems;
  }
}

export class InvalidBrief extends InvalidDocument {
  override readonly name = 'InvalidBrief';
}

/** `brands/<name>/kit.yaml`. */
export class InvalidBrandKit extends InvalidDocument {
  override readonly name = 'InvalidBrandKit';
}

/** The file of `galley finish`. */
export class InvalidRecipe extends InvalidDocument {
  override readonly name = 'InvalidRecipe';
}

/** A team's file of constants. */
export class InvalidConstants extends InvalidDocument {
  override readonly name = 'InvalidConstants';
}

/** What is wrong with one field: `Expected X for Y but received Z`, and what to write instead. */
export interface FieldProblem {
  /** Path in the document, `concept.subject`; the empty string is the document itself. */
  readonly field: string;
  readonly message: string;
  /** 1-based line of the source, where the parser knows it. */
  readonly line?: number;
  /** A name for what is wrong, where one field can be wrong in several ways and a page words it. */
  readonly reason?: string;
}

/** The image API refused the prompt or a picture on policy grounds. Never retried. */
export class ModerationBlocked extends Error {
  override readonly name = 'ModerationBlocked';
}

/** The image API answered 429: the caller waits and tries again. */
export class RateLimited extends Error {
  override readonly name = 'RateLimited';
  /** Seconds that the answer asks to wait; undefined where it asks for nothing. */
  readonly retryAfter: number | undefined;

  constructor(message: string, retryAfter?: number) {
    super(message);
    this.retryAfter = retryAfter;
  }
}

/** The image API was unreachable or answered 5xx before it accepted the call: nothing was spent. */
export class ImageApiUnavailable extends Error {
  override readonly name = 'ImageApiUnavailable';
}

/** The call was sent and its answer never came: the reservation stays on the books as spent. */
export class OutcomeUnknown extends Error {
  override readonly name = 'OutcomeUnknown';
}

/** The image API refused the request as such (400, 401, 403, 404). Retrying changes nothing. */
export class ImageApiRefused extends Error {
  override readonly name = 'ImageApiRefused';
}

/** The next call would pass the cap of the brief, of its campaign or of the month. Nothing was spent. */
export class BudgetExceeded extends Error {
  override readonly name = 'BudgetExceeded';
  /** Which cap, and by how much; absent on an error that was made of a message alone. */
  readonly refusal: Refusal | undefined;

  constructor(message: string, refusal?: Refusal) {
    super(message);
    this.refusal = refusal;
  }
}

/** A picture that cannot be decoded, or that no recipe can be applied to. */
export class UnreadableImage extends Error {
  override readonly name = 'UnreadableImage';
}

/** A record or object that must exist does not. */
export class NotFound extends Error {
  override readonly name = 'NotFound';
}

/** Input of a function, an event or a stored document that does not have the form agreed on. */
export class InvalidInput extends Error {
  override readonly name = 'InvalidInput';
}
