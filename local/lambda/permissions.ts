/** Who else than IAM principals may invoke a function: the template's `AWS::Lambda::Permission`. */
import { z } from 'zod';

import type { Deployment } from '../types.ts';
import { wildcardPattern } from '../wildcard.ts';
import { functionNameOf } from './arn.ts';

const PermissionProperties = z.looseObject({
  FunctionName: z.string(),
  Action: z.string(),
  Principal: z.string(),
  SourceArn: z.string().optional(),
  SourceAccount: z.coerce.string().optional(),
});

/** Whether a service may invoke a function on behalf of a source, for example a rule or a route. */
export type MayInvoke = (functionArn: string, servicePrincipal: string, sourceArn: string) => boolean;

/** Reads the permissions of a deployment. */
export function readPermissions(deployment: Deployment): MayInvoke {
  const permissions = deployment.ofType('AWS::Lambda::Permission').map((resource) => {
    const properties = PermissionProperties.parse(resource.properties);
    return {
      functionName: functionNameOf(properties.FunctionName),
      action: properties.Action,
      principal: properties.Principal,
      source: properties.SourceArn === undefined ? undefined : wildcardPattern(properties.SourceArn, { single: true }),
      account: properties.SourceAccount,
    };
  });
  return (functionArn, servicePrincipal, sourceArn) => {
    const name = functionNameOf(functionArn);
    return permissions.some(
      (permission) =>
        permission.functionName === name &&
        (permission.action === 'lambda:InvokeFunction' || permission.action === 'lambda:*') &&
        permission.principal === servicePrincipal &&
        (permission.source?.test(sourceArn) ?? true) &&
        (permission.account === undefined || permission.account === sourceArn.split(':')[4]),
    );
  };
}
