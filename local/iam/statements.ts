/** Reads policy documents of a template into statements. */
import { z } from 'zod';

import type { JsonValue, PolicyStatement } from '../types.ts';
import { operatorOf } from './conditions.ts';

const Texts = z.union([z.string(), z.array(z.string())]).transform((value) => [value].flat());
const ConditionValues = z
  .union([z.string(), z.boolean(), z.number(), z.array(z.union([z.string(), z.boolean(), z.number()]))])
  .transform((value) => [value].flat().map(String));

const Statement = z.looseObject({
  Effect: z.enum(['Allow', 'Deny']),
  Action: Texts.default([]),
  NotAction: Texts.default([]),
  Resource: Texts.default([]),
  NotResource: Texts.default([]),
  Condition: z.record(z.string(), z.record(z.string(), ConditionValues)).default({}),
});

const PolicyDocument = z.looseObject({ Statement: z.union([Statement, z.array(Statement)]).transform((value) => [value].flat()) });

/**
 * The statements of a policy document whose intrinsics are resolved.
 * @param owner for messages, for example `AssessFunctionRole of stack GalleyStateless`
 * @throws Error naming the owner when the document, or an operator of its conditions, is not understood
 */
export function readPolicyDocument(document: JsonValue | undefined, owner: string): PolicyStatement[] {
  const parsed = PolicyDocument.safeParse(document);
  if (!parsed.success) throw new Error(`Expected a policy document for ${owner} but received:\n${z.prettifyError(parsed.error)}`);
  return parsed.data.Statement.map((statement) => {
    for (const operator of Object.keys(statement.Condition)) {
      if (operatorOf(operator) === undefined) throw new Error(`Expected an operator that the embedded cloud has for a Condition of ${owner} but received "${operator}"`);
    }
    return {
      effect: statement.Effect,
      actions: statement.Action,
      notActions: statement.NotAction,
      resources: statement.Resource,
      notResources: statement.NotResource,
      conditions: statement.Condition,
    };
  });
}
