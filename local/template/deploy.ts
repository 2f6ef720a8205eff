/** Turns synthesized templates into a deployment: every name, ARN, attribute and cross-stack reference resolved. */
import type { Deployment, JsonObject, JsonValue, Resource } from '../types.ts';
import type { Assembly, AssemblyStack } from './assembly.ts';
import { NO_VALUE, resolveValue } from './intrinsics.ts';
import type { Resolved, Scope } from './intrinsics.ts';
import { generateUuid } from './names.ts';
import { resourceType } from './resource-types.ts';
import type { Identity } from './resource-types.ts';

export interface DeployOptions {
  readonly region: string;
  readonly accountId: string;
  /** Values of CfnParameters by name, for every stack that has them. */
  readonly parameters?: Readonly<Record<string, string>>;
  /**
   * Attributes that depend on where the cloud listens, by type or logical id: `AWS::ApiGatewayV2::Api.ApiEndpoint` is
   * the API's URL, `AWS::SQS::Queue.Endpoint` the start of every queue's URL.
   */
  readonly attributes?: Readonly<Record<string, string>>;
}

/**
 * Resolves all stacks of an assembly.
 * @throws Error naming stack, logical id and what cannot be resolved
 */
export function deploy(assembly: Assembly, options: DeployOptions): Deployment {
  const exports = new Map<string, JsonValue>();
  const resources: Resource[] = [];
  const outputs: Record<string, Record<string, string>> = {};
  for (const stack of assembly.stacks) {
    const deployed = new StackDeployment(stack, options, exports);
    resources.push(...deployed.resources());
    outputs[stack.name] = deployed.outputs();
  }
  const byArn = new Map(resources.map((resource) => [resource.arn, resource]));
  return {
    region: options.region,
    accountId: options.accountId,
    resources,
    outputs,
    ofType: (type) => resources.filter((resource) => resource.type === type),
    byArn: (arn) => byArn.get(arn),
    assetPath(keyOrHash) {
      const path = assembly.assets.get(keyOrHash);
      if (path === undefined) throw new Error(`Expected an asset of the assembly but received "${keyOrHash}"; run \`npx cdk synth\` again`);
      return path;
    },
  };
}

class StackDeployment implements Scope {
  readonly stack: string;
  readonly #template: AssemblyStack['template'];
  readonly #options: DeployOptions;
  readonly #exports: Map<string, JsonValue>;
  readonly #identities = new Map<string, Identity>();
  readonly #identifying = new Set<string>();
  readonly #conditions = new Map<string, boolean>();

  constructor({ name, template }: AssemblyStack, options: DeployOptions, exports: Map<string, JsonValue>) {
    this.stack = name;
    this.#template = template;
    this.#options = options;
    this.#exports = exports;
  }

  resources(): Resource[] {
    return Object.entries(this.#template.Resources)
      .filter(([, { Condition: condition }]) => condition === undefined || this.condition(condition))
      .map(([logicalId, { Type: type, Properties: properties }]) => {
        const { physicalId, arn } = this.#identity(logicalId);
        return { logicalId, stack: this.stack, type, physicalId, arn, properties: this.#located(logicalId, () => resolveValue(properties, this)) as JsonObject };
      });
  }

  /** Outputs by name; those with an export become importable. */
  outputs(): Record<string, string> {
    const outputs: Record<string, string> = {};
    for (const [name, output] of Object.entries(this.#template.Outputs)) {
      if (output.Condition !== undefined && !this.condition(output.Condition)) continue;
      const value = this.#located(`output ${name}`, () => resolveValue(output.Value, this));
      if (value === NO_VALUE) continue;
      outputs[name] = typeof value === 'string' ? value : JSON.stringify(value);
      if (output.Export !== undefined) this.#exports.set(JSON.stringify(resolveValue(output.Export.Name, this)), value);
    }
    return outputs;
  }

  ref(name: string): Resolved {
    if (name.startsWith('AWS::')) return this.#pseudoParameter(name);
    return this.#template.Parameters[name] === undefined ? this.#identity(name).physicalId : this.#parameter(name);
  }

  attribute(logicalId: string, attribute: string): JsonValue {
    const value = this.#identity(logicalId).attributes[attribute];
    if (value !== undefined) return value;
    const type = this.#template.Resources[logicalId]?.Type ?? '';
    throw new Error(`Expected an attribute that the embedded cloud has of ${type} ${logicalId} in stack ${this.stack} but received ${attribute}`);
  }

  condition(name: string): boolean {
    let result = this.#conditions.get(name);
    if (result === undefined) {
      const expression = this.#template.Conditions[name];
      if (expression === undefined) throw new Error(`Expected a condition of stack ${this.stack} but received ${name}`);
      result = resolveValue(expression, this) === true;
      this.#conditions.set(name, result);
    }
    return result;
  }

  mapping(map: string, first: string, second: string): JsonValue | undefined {
    return this.#template.Mappings[map]?.[first]?.[second];
  }

  importValue(name: string): JsonValue {
    const value = this.#exports.get(JSON.stringify(name));
    if (value === undefined) throw new Error(`Expected an export of an earlier stack for Fn::ImportValue in stack ${this.stack} but received "${name}"`);
    return value;
  }

  #parameter(name: string): JsonValue {
    const { Type: type, Default: fallback } = this.#template.Parameters[name] ?? { Type: 'String' };
    // A parameter of the Systems Manager holds the name of a value there; the only one is the bootstrap version.
    if (type.startsWith('AWS::SSM::')) return fallback ?? '';
    const value = this.#options.parameters?.[name] ?? fallback;
    if (value === undefined) throw new Error(`Expected a value for parameter ${name} of stack ${this.stack} but received none, and the template has no default`);
    return type === 'CommaDelimitedList' || type.startsWith('List<') ? value.split(',').map((item) => item.trim()) : value;
  }

  #pseudoParameter(name: string): Resolved {
    const { region, accountId } = this.#options;
    switch (name) {
      case 'AWS::Region':
        return region;
      case 'AWS::AccountId':
        return accountId;
      case 'AWS::Partition':
        return 'aws';
      case 'AWS::URLSuffix':
        return 'amazonaws.com';
      case 'AWS::StackName':
        return this.stack;
      case 'AWS::StackId':
        return `arn:aws:cloudformation:${region}:${accountId}:stack/${this.stack}/${generateUuid(this.stack, '')}`;
      case 'AWS::NotificationARNs':
        return [];
      case 'AWS::NoValue':
        return NO_VALUE;
      default:
        throw new Error(`Expected a pseudo parameter of CloudFormation in stack ${this.stack} but received ${name}`);
    }
  }

  #identity(logicalId: string): Identity {
    const known = this.#identities.get(logicalId);
    if (known !== undefined) return known;
    const resource = this.#template.Resources[logicalId];
    if (resource === undefined) throw new Error(`Expected a resource or parameter of stack ${this.stack} but received ${logicalId}`);
    if (this.#identifying.has(logicalId)) throw new Error(`Expected a name that does not depend on itself for ${logicalId} of stack ${this.stack}`);
    this.#identifying.add(logicalId);
    const { attributes = {}, region, accountId } = this.#options;
    const identity = resourceType(resource.Type, logicalId, this.stack).identify({
      stack: this.stack,
      logicalId,
      region,
      accountId,
      property: (name) => {
        const value = resource.Properties[name];
        const resolved = value === undefined ? NO_VALUE : resolveValue(value, this);
        return resolved === NO_VALUE ? undefined : resolved;
      },
      given: (attribute) => attributes[`${logicalId}.${attribute}`] ?? attributes[`${resource.Type}.${attribute}`],
    });
    this.#identifying.delete(logicalId);
    this.#identities.set(logicalId, identity);
    return identity;
  }

  #located<T>(place: string, resolve: () => T): T {
    try {
      return resolve();
    } catch (error) {
      throw new Error(`Cannot deploy ${place} of stack ${this.stack}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
    }
  }
}
