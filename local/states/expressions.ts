/** JSONata expressions and the JSON templates that hold them. */
import jsonata from 'jsonata';

import type { JsonObject, JsonValue } from '../types.ts';
import { StateFailure } from './failure.ts';
import { stepFunctions } from './functions.ts';

/** Bounds of one evaluation: milliseconds, depth of calls, items of one sequence. */
const GUARDS = { timeout: 1_000, stack: 500, sequence: 100_000 };

/** Whether a string of a definition is an expression: exactly `{% … %}`. */
export function isExpression(text: string): boolean {
  return text.length >= 4 && text.startsWith('{%') && text.endsWith('%}');
}

function sourceOf(text: string): string {
  return text.slice(2, -2).trim();
}

/** @returns what is wrong with the expression's syntax, or undefined */
export function syntaxProblem(text: string): string | undefined {
  try {
    jsonata(sourceOf(text));
    return undefined;
  } catch (error) {
    return messageOf(error);
  }
}

/** What an expression sees: `$states` and the variables in scope. */
export interface Scope {
  readonly states: JsonObject;
  readonly variables: JsonObject;
}

export interface EvaluatorOptions {
  readonly now: () => number;
  readonly random: () => number;
}

/** Evaluates templates; expressions are compiled once. */
export class Evaluator {
  readonly #options: EvaluatorOptions;
  readonly #compiled = new Map<string, jsonata.Expression>();

  constructor(options: EvaluatorOptions) {
    this.#options = options;
  }

  /**
   * Replaces every expression in a template by its value.
   * @param location path of the template for messages, `Arguments` or `Catch[0]/Output`
   * @throws StateFailure States.QueryEvaluationError when one fails or has no value
   */
  async evaluate(template: JsonValue, scope: Scope, location: string): Promise<JsonValue> {
    if (typeof template === 'string') return isExpression(template) ? this.#value(template, scope, location) : template;
    if (Array.isArray(template)) {
      const items: JsonValue[] = [];
      for (const [index, item] of template.entries()) items.push(await this.evaluate(item, scope, `${location}[${String(index)}]`));
      return items;
    }
    if (typeof template !== 'object' || template === null) return template;
    const fields: JsonObject = {};
    for (const [key, value] of Object.entries(template)) define(fields, key, await this.evaluate(value, scope, `${location}/${key}`));
    return fields;
  }

  async #value(text: string, { states, variables }: Scope, location: string): Promise<JsonValue> {
    const source = sourceOf(text);
    const now = this.#options.now();
    let value: unknown;
    try {
      value = await this.#compile(source).evaluate(undefined, { ...stepFunctions(now, this.#options.random), ...variables, states });
    } catch (error) {
      throw evaluationFailure(`The JSONata expression '${source}' specified for the field '${location}' threw an error during evaluation. ${messageOf(error)}`, location);
    }
    if (value === undefined) {
      throw evaluationFailure(`The JSONata expression '${source}' specified for the field '${location}' returned nothing (undefined).`, location);
    }
    const json = isFunction(value) ? undefined : (JSON.stringify(value) as string | undefined);
    if (json === undefined) {
      throw evaluationFailure(`The JSONata expression '${source}' specified for the field '${location}' returned a function, expected a JSON value.`, location);
    }
    // Results share their objects with the input and carry JSONata's marks on arrays: a copy has neither.
    return JSON.parse(json) as JsonValue;
  }

  #compile(source: string): jsonata.Expression {
    let expression = this.#compiled.get(source);
    if (expression === undefined) {
      expression = jsonata(source, GUARDS);
      this.#compiled.set(source, expression);
    }
    return expression;
  }
}

/** The failure of an expression. */
export function evaluationFailure(cause: string, location: string): StateFailure {
  return new StateFailure('States.QueryEvaluationError', cause, { location });
}

function isFunction(value: unknown): boolean {
  return typeof value === 'function' || (typeof value === 'object' && value !== null && ('_jsonata_lambda' in value || '_jsonata_function' in value));
}

/** Sets an own property even for a key such as `__proto__`. */
function define(target: JsonObject, key: string, value: JsonValue): void {
  Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
}

/** JSONata throws plain objects with a message. */
function messageOf(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'message' in error) return String(error.message);
  return String(error);
}
