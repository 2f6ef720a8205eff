/** What a target receives of an event: the event, a part of it, a constant or a transformed text. */
import type { JsonObject, JsonValue } from '../types.ts';

/** The target's input properties, as the template has them. */
export interface TargetInput {
  readonly Input?: string | undefined;
  readonly InputPath?: string | undefined;
  readonly InputTransformer?: { readonly InputPathsMap?: Readonly<Record<string, string>> | undefined; readonly InputTemplate: string } | undefined;
}

/** Facts that a template may name besides its own paths. */
export interface RuleFacts {
  readonly ruleArn: string;
  readonly ruleName: string;
}

/** Gives the JSON text for a target. */
export type RenderInput = (event: JsonObject) => string;

/**
 * Compiles a target's input.
 * @throws Error naming a path that the embedded cloud does not know
 */
export function compileInput(input: TargetInput, facts: RuleFacts): RenderInput {
  if (input.Input !== undefined) {
    const constant = input.Input;
    return () => constant;
  }
  if (input.InputPath !== undefined) {
    const read = compilePath(input.InputPath, facts.ruleName);
    return (event) => JSON.stringify(read(event) ?? null);
  }
  if (input.InputTransformer !== undefined) return compileTransformer(input.InputTransformer, facts);
  return (event) => JSON.stringify(event);
}

function compileTransformer(transformer: NonNullable<TargetInput['InputTransformer']>, facts: RuleFacts): RenderInput {
  const paths = Object.entries(transformer.InputPathsMap ?? {}).map(([name, path]) => [name, compilePath(path, facts.ruleName)] as const);
  return (event) => {
    const values = new Map<string, JsonValue | undefined>([
      ['aws.events.rule-arn', facts.ruleArn],
      ['aws.events.rule-name', facts.ruleName],
      ['aws.events.event.ingestion-time', event['time']],
      ['aws.events.event', Object.fromEntries(Object.entries(event).filter(([key]) => key !== 'detail'))],
      ['aws.events.event.json', event],
      ...paths.map(([name, read]) => [name, read(event)] as const),
    ]);
    return asJson(fill(transformer.InputTemplate, values));
  };
}

/** Replaces `<name>`: as JSON between values, as escaped text within a quoted string. */
function fill(template: string, values: ReadonlyMap<string, JsonValue | undefined>): string {
  let result = '';
  let quoted = false;
  for (let index = 0; index < template.length; index += 1) {
    const character = template.charAt(index);
    if (character === '\\' && quoted) {
      result += character + template.charAt(index + 1);
      index += 1;
      continue;
    }
    const name = character === '<' ? /^<([\w.-]+)>/.exec(template.slice(index))?.[1] : undefined;
    if (name !== undefined && values.has(name)) {
      const value = values.get(name);
      if (quoted) result += JSON.stringify(typeof value === 'string' ? value : JSON.stringify(value ?? '')).slice(1, -1);
      else result += JSON.stringify(value ?? null);
      index += name.length + 1;
      continue;
    }
    if (character === '"') quoted = !quoted;
    result += character;
  }
  return result;
}

function asJson(text: string): string {
  try {
    JSON.parse(text);
    return text;
  } catch {
    return JSON.stringify(text);
  }
}

function compilePath(path: string, ruleName: string): (event: JsonObject) => JsonValue | undefined {
  const steps: (string | number)[] = [];
  let rest = path.replace(/^\$/, '');
  while (rest !== '') {
    const step = /^(?:\.([\w-]+)|\['([^']+)'\]|\[(\d+)\])/.exec(rest);
    if (step === null || !path.startsWith('$')) {
      throw new Error(`Expected a path of names and numbers like $.detail.key[0] for the input of rule ${ruleName} but received "${path}"`);
    }
    steps.push(step[3] === undefined ? (step[1] ?? step[2] ?? '') : Number(step[3]));
    rest = rest.slice(step[0].length);
  }
  return (event) =>
    steps.reduce<JsonValue | undefined>(
      (value, step) => (typeof value === 'object' && value !== null ? (value as Record<string | number, JsonValue | undefined>)[step] : undefined),
      event,
    );
}
