/** EventBridge event patterns, compiled to predicates. */
import type { JsonObject, JsonValue } from '../types.ts';
import { wildcardPattern } from '../wildcard.ts';

/** Whether an event matches. */
export type EventPredicate = (event: JsonObject) => boolean;
/** Judges a field: all its values (an array's elements one by one), none when the field is absent. */
type FieldPredicate = (values: readonly JsonValue[]) => boolean;
type ValuePredicate = (value: JsonValue) => boolean;

/**
 * Compiles an event pattern: exact values, `prefix`, `suffix`, `wildcard`, `anything-but`, `exists`, `numeric`,
 * `equals-ignore-case`, `$or` and nested objects.
 * @param where names the rule in messages
 * @throws Error naming an operator that the embedded cloud does not know
 */
export function compilePattern(pattern: JsonObject, where: string): EventPredicate {
  const object = compileObject(pattern, where);
  return (event) => object([event]);
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function flatten(value: JsonValue | undefined): JsonValue[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value.flatMap(flatten) : [value];
}

function compileObject(pattern: JsonObject, where: string): FieldPredicate {
  const parts = Object.entries(pattern).map(([key, matchers]): FieldPredicate => {
    const path = `${where}.${key}`;
    if (key === '$or') {
      if (!Array.isArray(matchers) || matchers.length < 2) throw expected('at least two patterns', path, matchers);
      const options = matchers.map((option, index) => {
        if (!isObject(option)) throw expected('a pattern', `${path}[${String(index)}]`, option);
        return compileObject(option, `${path}[${String(index)}]`);
      });
      return (values) => options.some((option) => option(values));
    }
    const field = compileField(matchers, path);
    return (values) => field(flatten(isObject(values[0]) ? values[0][key] : undefined));
  });
  // Each object of an array is judged by itself, so that conditions hold for one and the same element.
  return (values) => (values.length === 0 ? [undefined] : values).some((value) => parts.every((part) => part(value === undefined ? [] : [value])));
}

function compileField(matchers: JsonValue | undefined, where: string): FieldPredicate {
  if (isObject(matchers)) return compileObject(matchers, where);
  if (!Array.isArray(matchers) || matchers.length === 0) throw expected('a list of matchers or a nested pattern', where, matchers);
  const predicates = matchers.map((matcher) => compileMatcher(matcher, where));
  return (values) => predicates.some((predicate) => predicate(values));
}

function compileMatcher(matcher: JsonValue, where: string): FieldPredicate {
  if (isObject(matcher) && 'exists' in matcher) {
    if (typeof matcher['exists'] !== 'boolean') throw expected('true or false', `${where}.exists`, matcher['exists']);
    const wanted = matcher['exists'];
    return (values) => values.some((value) => !isObject(value)) === wanted;
  }
  if (isObject(matcher) && 'anything-but' in matcher) {
    const excluded = compileExcluded(matcher['anything-but'], `${where}.anything-but`);
    return (values) => values.some((value) => !isObject(value) && !excluded(value));
  }
  const predicate = compileValue(matcher, where);
  return (values) => values.some(predicate);
}

function compileExcluded(excluded: JsonValue | undefined, where: string): ValuePredicate {
  if (isObject(excluded)) {
    const [operator] = Object.keys(excluded);
    const operands = flatten(excluded[operator ?? '']);
    const predicates = operands.map((operand) => compileValue({ [operator ?? '']: operand }, where));
    return (value) => predicates.some((predicate) => predicate(value));
  }
  const values = flatten(excluded);
  if (values.length === 0) throw expected('values', where, excluded);
  return (value) => values.includes(value);
}

function compileValue(matcher: JsonValue, where: string): ValuePredicate {
  if (!isObject(matcher)) {
    if (Array.isArray(matcher)) throw expected('a value or an operator', where, matcher);
    return (value) => value === matcher;
  }
  const [operator, ...others] = Object.keys(matcher);
  if (operator === undefined || others.length > 0) throw expected('one operator', where, matcher);
  const operand = matcher[operator];
  const path = `${where}.${operator}`;
  switch (operator) {
    case 'prefix':
    case 'suffix':
      return compileAffix(operator, operand, path);
    case 'wildcard': {
      const expression = wildcardPattern(text(operand, path));
      return (value) => typeof value === 'string' && expression.test(value);
    }
    case 'equals-ignore-case': {
      const wanted = text(operand, path).toLowerCase();
      return (value) => typeof value === 'string' && value.toLowerCase() === wanted;
    }
    case 'numeric':
      return compileNumeric(operand, path);
    default:
      throw new Error(
        `Expected exists, anything-but, prefix, suffix, wildcard, equals-ignore-case or numeric for an operator of ${where} but received "${operator}": the embedded cloud has no other`,
      );
  }
}

function compileAffix(operator: 'prefix' | 'suffix', operand: JsonValue | undefined, where: string): ValuePredicate {
  const ignoreCase = isObject(operand);
  const raw = text(ignoreCase ? operand['equals-ignore-case'] : operand, where);
  const wanted = ignoreCase ? raw.toLowerCase() : raw;
  return (value) => {
    if (typeof value !== 'string') return false;
    const given = ignoreCase ? value.toLowerCase() : value;
    return operator === 'prefix' ? given.startsWith(wanted) : given.endsWith(wanted);
  };
}

const COMPARISONS: Readonly<Record<string, (value: number, limit: number) => boolean>> = {
  '=': (value, limit) => value === limit,
  '>': (value, limit) => value > limit,
  '>=': (value, limit) => value >= limit,
  '<': (value, limit) => value < limit,
  '<=': (value, limit) => value <= limit,
};

function compileNumeric(operand: JsonValue | undefined, where: string): ValuePredicate {
  if (!Array.isArray(operand) || operand.length === 0 || operand.length % 2 !== 0) throw expected('pairs of a comparison and a number', where, operand);
  const conditions: ValuePredicate[] = [];
  for (let index = 0; index < operand.length; index += 2) {
    const comparison = operand[index];
    const compare = typeof comparison === 'string' ? COMPARISONS[comparison] : undefined;
    const limit = operand[index + 1];
    if (compare === undefined) throw expected(Object.keys(COMPARISONS).join(' '), where, comparison);
    if (typeof limit !== 'number') throw expected('a number', where, limit);
    conditions.push((value) => typeof value === 'number' && compare(value, limit));
  }
  return (value) => conditions.every((condition) => condition(value));
}

function text(operand: JsonValue | undefined, where: string): string {
  if (typeof operand !== 'string') throw expected('a text', where, operand);
  return operand;
}

function expected(what: string, where: string, received: JsonValue | undefined): Error {
  return new Error(`Expected ${what} for ${where} but received ${JSON.stringify(received)}`);
}
