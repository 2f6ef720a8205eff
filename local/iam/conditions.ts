/** The operators of a policy's conditions. */
import { wildcardPattern } from '../wildcard.ts';

type Matches = (actual: string, expected: string) => boolean;

interface Comparison {
  readonly matches: Matches;
  /** `StringNotEquals` and its like: true when no value matches. */
  readonly negated: boolean;
}

export interface Operator {
  holds(actual: readonly string[] | undefined, expected: readonly string[]): boolean;
}

const equals: Matches = (actual, expected) => actual === expected;
const equalsIgnoringCase: Matches = (actual, expected) => actual.toLowerCase() === expected.toLowerCase();
const like: Matches = (actual, expected) => wildcardPattern(expected, { single: true }).test(actual);

const COMPARISONS: Readonly<Record<string, Comparison>> = {
  StringEquals: { matches: equals, negated: false },
  StringNotEquals: { matches: equals, negated: true },
  StringEqualsIgnoreCase: { matches: equalsIgnoringCase, negated: false },
  StringNotEqualsIgnoreCase: { matches: equalsIgnoringCase, negated: true },
  StringLike: { matches: like, negated: false },
  StringNotLike: { matches: like, negated: true },
  // AWS evaluates ArnEquals and ArnLike alike.
  ArnEquals: { matches: like, negated: false },
  ArnLike: { matches: like, negated: false },
  ArnNotEquals: { matches: like, negated: true },
  ArnNotLike: { matches: like, negated: true },
  Bool: { matches: equalsIgnoringCase, negated: false },
};

/** The operator of a name like `ForAllValues:StringEqualsIfExists`; undefined when there is no such operator here. */
export function operatorOf(name: string): Operator | undefined {
  if (name === 'Null') return { holds: (actual, expected) => expected.includes(String(actual === undefined)) };
  const [, quantifier, comparisonName = '', optional] = /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/.exec(name) ?? [];
  const comparison = COMPARISONS[comparisonName];
  if (comparison === undefined) return undefined;
  const { matches, negated } = comparison;
  const one = (value: string, expected: readonly string[]): boolean => expected.some((candidate) => matches(value, candidate)) !== negated;
  return {
    holds(actual, expected) {
      if (actual === undefined || actual.length === 0) return optional !== undefined || quantifier === 'ForAllValues' || (quantifier === undefined && negated);
      return quantifier === 'ForAnyValue' ? actual.some((value) => one(value, expected)) : actual.every((value) => one(value, expected));
    },
  };
}
