/** Decides whether a principal may do something, as IAM does: denied unless allowed, and an explicit denial wins. */
import type { AccessCheck, PolicyStatement, Principal } from '../types.ts';
import { wildcardPattern } from '../wildcard.ts';
import { operatorOf } from './conditions.ts';

export type Decision =
  | { readonly allowed: true }
  /** `explicit`: a statement denies it; `implicit`: none allows it. */
  | { readonly allowed: false; readonly denial: 'explicit' | 'implicit'; readonly message: string };

/** Evaluates one check against the statements of a principal. */
export function evaluate(principal: Principal, check: AccessCheck): Decision {
  const applying = principal.statements.filter((statement) => applies(statement, principal, check));
  if (applying.some(({ effect }) => effect === 'Deny')) return denied(principal, check, 'explicit');
  if (applying.some(({ effect }) => effect === 'Allow')) return { allowed: true };
  return denied(principal, check, 'implicit');
}

/** Whether every check is allowed; for callers that need no reason. */
export function isAllowed(principal: Principal, ...checks: readonly AccessCheck[]): boolean {
  return checks.every((check) => evaluate(principal, check).allowed);
}

function denied(principal: Principal, { action, resource }: AccessCheck, denial: 'explicit' | 'implicit'): Decision {
  const because = denial === 'explicit' ? 'with an explicit deny in an identity-based policy' : `because no identity-based policy allows the ${action} action`;
  return { allowed: false, denial, message: `User: ${principal.arn} is not authorized to perform: ${action} on resource: ${resource} ${because}` };
}

function applies(statement: PolicyStatement, principal: Principal, check: AccessCheck): boolean {
  return (
    selects(statement.actions, statement.notActions, check.action, true) &&
    selects(statement.resources, statement.notResources, check.resource, false) &&
    conditionsHold(statement, principal, check)
  );
}

function selects(patterns: readonly string[], excluded: readonly string[], value: string, ignoreCase: boolean): boolean {
  const matches = (pattern: string): boolean => wildcardPattern(pattern, { single: true, ignoreCase }).test(value);
  return excluded.length > 0 ? !excluded.some(matches) : patterns.some(matches);
}

function conditionsHold(statement: PolicyStatement, principal: Principal, check: AccessCheck): boolean {
  const operators = Object.entries(statement.conditions);
  if (operators.length === 0) return true;
  const context = contextOf(principal, check);
  return operators.every(([name, keys]) => {
    const operator = operatorOf(name);
    if (operator === undefined) throw new Error(`Expected an operator that the embedded cloud has in a Condition of ${principal.name} but received "${name}"`);
    return Object.entries(keys).every(([key, expected]) => operator.holds(context.get(key.toLowerCase()), expected));
  });
}

function contextOf(principal: Principal, check: AccessCheck): ReadonlyMap<string, readonly string[]> {
  const context: Record<string, readonly string[]> = {
    // Requests stay on the loopback interface, which nobody else can listen to.
    'aws:SecureTransport': ['true'],
    'aws:PrincipalArn': [principal.arn],
    'aws:PrincipalAccount': [principal.arn.split(':')[4] ?? ''],
    ...check.context,
  };
  return new Map(Object.entries(context).map(([key, values]) => [key.toLowerCase(), values]));
}
