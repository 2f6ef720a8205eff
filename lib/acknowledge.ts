import { Stack, Validations } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

/** A resource of a grant that holds a wildcard, and why it must. */
export interface WildcardGrant {
  readonly resource: string;
  readonly why: string;
}

/**
 * Acknowledges cdk-nag's finding about each wildcard of these grants. A finding is named by the resource as
 * the template has it, which is known only when references between the stacks have become imports: so this
 * waits for the validation phase, which comes after that and before the rules.
 */
export function acknowledgeWildcards(scope: Construct, grants: () => readonly WildcardGrant[]): void {
  scope.node.addValidation({
    validate: () => {
      for (const { resource, why } of grants()) {
        const id = `AwsSolutions-IAM5[Resource::${flatten(Stack.of(scope).resolve(resource))}]`;
        Validations.of(scope).acknowledge({ id, reason: why });
      }
      return [];
    },
  });
}

/** Writes a resolved reference as cdk-nag names it in its findings: `<LogicalId.Arn>/runs/*`. */
function flatten(value: unknown): string {
  if (typeof value === 'string') return value.replaceAll('${', '<').replaceAll('}', '>');
  if (value !== null && typeof value === 'object') {
    const [[name, argument] = []] = Object.entries(value) as [string, unknown][];
    if (name === 'Fn::Join' && Array.isArray(argument)) return (argument[1] as unknown[]).map(flatten).join(String(argument[0]));
    if (name === 'Fn::GetAtt' && Array.isArray(argument)) return `<${argument.map(String).join('.')}>`;
    if (name === 'Fn::ImportValue' || name === 'Fn::Sub') return flatten(argument);
    if (name === 'Ref') return `<${String(argument)}>`;
  }
  return JSON.stringify(value);
}
