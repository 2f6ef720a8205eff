/** Resolves CloudFormation's intrinsic functions. */
import type { JsonObject, JsonValue } from '../types.ts';

/** Stands for a property that `AWS::NoValue` removes. */
export const NO_VALUE = Symbol('AWS::NoValue');
export type Resolved = JsonValue | typeof NO_VALUE;

/** What a template's expressions can refer to. */
export interface Scope {
  /** For messages: `bucket of stack GalleyStateful`. */
  readonly stack: string;
  ref(name: string): Resolved;
  attribute(logicalId: string, attribute: string): JsonValue;
  condition(name: string): boolean;
  mapping(map: string, first: string, second: string): JsonValue | undefined;
  importValue(name: string): JsonValue;
}

type Evaluate = (argument: JsonValue, scope: Scope) => Resolved;

const FUNCTIONS: Readonly<Record<string, Evaluate>> = {
  Ref: (name, scope) => scope.ref(text(name, 'Ref', scope)),
  Condition: (name, scope) => scope.condition(text(name, 'Condition', scope)),
  'Fn::GetAtt': (argument, scope) => {
    const [logicalId, ...attribute] = typeof argument === 'string' ? argument.split('.') : list(argument, 'Fn::GetAtt', scope);
    return scope.attribute(text(logicalId, 'Fn::GetAtt', scope), attribute.map((segment) => text(value(segment, scope), 'Fn::GetAtt', scope)).join('.'));
  },
  'Fn::Sub': substitute,
  'Fn::Join': (argument, scope) => {
    const [separator, parts] = list(argument, 'Fn::Join', scope);
    return list(value(parts, scope), 'Fn::Join', scope)
      .map((item) => text(item, 'Fn::Join', scope))
      .join(text(separator, 'Fn::Join', scope));
  },
  'Fn::Select': (argument, scope) => {
    const [index, items] = list(argument, 'Fn::Select', scope);
    const all = list(value(items, scope), 'Fn::Select', scope);
    const item = all[Number(value(index, scope))];
    if (item === undefined) throw wrong('Fn::Select', `an index below ${String(all.length)}`, index, scope);
    return item;
  },
  'Fn::Split': (argument, scope) => {
    const [separator, source] = list(argument, 'Fn::Split', scope);
    return text(value(source, scope), 'Fn::Split', scope).split(text(separator, 'Fn::Split', scope));
  },
  'Fn::FindInMap': (argument, scope) => {
    const [map = '', first = '', second = ''] = list(argument, 'Fn::FindInMap', scope).map((item) => text(value(item, scope), 'Fn::FindInMap', scope));
    const found = scope.mapping(map, first, second);
    if (found === undefined) throw wrong('Fn::FindInMap', 'an entry of the template\'s mappings', [map, first, second], scope);
    return found;
  },
  'Fn::If': (argument, scope) => {
    const [name, yes, no] = list(argument, 'Fn::If', scope);
    return resolveValue((scope.condition(text(name, 'Fn::If', scope)) ? yes : no) ?? null, scope);
  },
  'Fn::Equals': (argument, scope) => {
    const [left, right] = list(argument, 'Fn::Equals', scope).map((item) => value(item, scope));
    return text(left, 'Fn::Equals', scope) === text(right, 'Fn::Equals', scope);
  },
  'Fn::And': (argument, scope) => list(argument, 'Fn::And', scope).every((item) => truth(item, scope)),
  'Fn::Or': (argument, scope) => list(argument, 'Fn::Or', scope).some((item) => truth(item, scope)),
  'Fn::Not': (argument, scope) => !truth(list(argument, 'Fn::Not', scope)[0], scope),
  'Fn::ImportValue': (argument, scope) => scope.importValue(text(value(argument, scope), 'Fn::ImportValue', scope)),
  'Fn::Base64': (argument, scope) => Buffer.from(text(value(argument, scope), 'Fn::Base64', scope)).toString('base64'),
};

/**
 * Resolves every intrinsic in a value.
 * @throws Error naming the function and the stack when an argument is wrong or the function is not known
 */
export function resolveValue(input: JsonValue, scope: Scope): Resolved {
  if (Array.isArray(input)) return input.map((item) => resolveValue(item, scope)).filter((item) => item !== NO_VALUE);
  if (typeof input !== 'object' || input === null) return input;
  const [only, ...others] = Object.entries(input);
  if (only !== undefined && others.length === 0) {
    const [name, argument] = only;
    const evaluate = FUNCTIONS[name];
    // A policy statement may have `Condition` as its only key next to nothing else: there it is an object.
    if (evaluate !== undefined && !(name === 'Condition' && typeof argument !== 'string')) return evaluate(argument, scope);
    if (name.startsWith('Fn::')) throw new Error(`Expected an intrinsic function that the embedded cloud has in stack ${scope.stack} but received ${name}`);
  }
  const output: JsonObject = {};
  for (const [name, item] of Object.entries(input)) {
    const resolved = resolveValue(item, scope);
    if (resolved !== NO_VALUE) output[name] = resolved;
  }
  return output;
}

function substitute(argument: JsonValue, scope: Scope): string {
  const [template, variables] = Array.isArray(argument) ? argument : [argument, {}];
  const own = typeof variables === 'object' && variables !== null && !Array.isArray(variables) ? variables : {};
  return text(template, 'Fn::Sub', scope).replace(/\$\{(!?)([^}]+)\}/g, (_, literal: string, name: string) => {
    if (literal === '!') return `\${${name}}`;
    const key = name.trim();
    const variable = own[key];
    if (variable !== undefined) return text(value(variable, scope), 'Fn::Sub', scope);
    const dot = key.indexOf('.');
    const referred = dot === -1 ? scope.ref(key) : scope.attribute(key.slice(0, dot), key.slice(dot + 1));
    return referred === NO_VALUE ? '' : text(referred, 'Fn::Sub', scope);
  });
}

function value(input: JsonValue | undefined, scope: Scope): JsonValue {
  const resolved = resolveValue(input ?? null, scope);
  return resolved === NO_VALUE ? null : resolved;
}

function truth(input: JsonValue | undefined, scope: Scope): boolean {
  return value(input, scope) === true;
}

function text(input: JsonValue | undefined, name: string, scope: Scope): string {
  if (typeof input === 'string' || typeof input === 'number' || typeof input === 'boolean') return String(input);
  throw wrong(name, 'text', input, scope);
}

function list(input: JsonValue | undefined, name: string, scope: Scope): JsonValue[] {
  if (Array.isArray(input)) return input;
  throw wrong(name, 'a list', input, scope);
}

function wrong(name: string, expected: string, received: unknown, { stack }: Scope): Error {
  return new Error(`Expected ${expected} for ${name} in stack ${stack} but received ${JSON.stringify(received)}`);
}
