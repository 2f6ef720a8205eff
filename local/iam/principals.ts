/** Who may sign requests: every role of the deployment with its policies, and the developer at the keyboard. */
import { z } from 'zod';

import type { Deployment, PolicyStatement, Principal, Resource } from '../types.ts';
import { keptCredentials } from './credentials.ts';
import { readPolicyDocument } from './statements.ts';

export interface Principals {
  readonly developer: Principal;
  readonly all: readonly Principal[];
  /** @throws Error when the ARN is of no role of these stacks */
  ofRole(roleArn: string): Principal;
  byAccessKey(accessKeyId: string): Principal | undefined;
}

/** Access key and secret of the developer; no secret, as the cloud listens on this machine alone. */
export const DEVELOPER_KEY = 'galley';

const InlinePolicy = z.looseObject({ PolicyName: z.string().default(''), PolicyDocument: z.json() });
const RoleProperties = z.looseObject({ Policies: z.array(InlinePolicy).default([]), ManagedPolicyArns: z.array(z.string()).default([]) });
const AttachedPolicy = z.looseObject({ PolicyDocument: z.json(), Roles: z.array(z.string()).default([]) });

const LOGS = ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'];
const XRAY = ['xray:PutTraceSegments', 'xray:PutTelemetryRecords', 'xray:GetSamplingRules', 'xray:GetSamplingTargets', 'xray:GetSamplingStatisticSummaries'];

/** Policies that AWS keeps, by the name at the end of their ARN. */
const AWS_MANAGED: Readonly<Record<string, readonly string[]>> = {
  AWSLambdaBasicExecutionRole: LOGS,
  AmazonAPIGatewayPushToCloudWatchLogs: LOGS,
  CloudWatchLambdaInsightsExecutionRolePolicy: LOGS,
  AWSXRayDaemonWriteAccess: XRAY,
  AWSXrayWriteOnlyAccess: XRAY,
};

/**
 * The principals of a deployment; their access keys are kept in the state's folder.
 * @throws Error naming the role and the policy that is not understood
 */
export function principalsOf(deployment: Deployment, { stateDir }: { readonly stateDir: string }): Principals {
  const roles = deployment.ofType('AWS::IAM::Role');
  const credentials = keptCredentials(
    stateDir,
    roles.map(({ arn }) => arn),
  );
  const developer: Principal = {
    name: 'developer',
    arn: `arn:aws:iam::${deployment.accountId}:user/${DEVELOPER_KEY}`,
    accessKeyId: DEVELOPER_KEY,
    secretAccessKey: DEVELOPER_KEY,
    statements: [{ effect: 'Allow', actions: ['*'], notActions: [], resources: ['*'], notResources: [], conditions: {} }],
  };
  const byRole = new Map(
    roles.map((role) => {
      const { accessKeyId = '', secretAccessKey = '' } = credentials.get(role.arn) ?? {};
      return [role.arn, { name: role.logicalId, arn: role.arn, accessKeyId, secretAccessKey, statements: statementsOf(role, deployment) }] as const;
    }),
  );
  const all = [developer, ...byRole.values()];
  const byKey = new Map(all.map((principal) => [principal.accessKeyId, principal]));
  return {
    developer,
    all,
    ofRole(roleArn) {
      const principal = byRole.get(roleArn);
      if (principal === undefined) throw new Error(`Expected the ARN of a role of these stacks but received ${roleArn}`);
      return principal;
    },
    byAccessKey: (accessKeyId) => byKey.get(accessKeyId),
  };
}

function statementsOf(role: Resource, deployment: Deployment): PolicyStatement[] {
  const { Policies: inline, ManagedPolicyArns: managedArns } = RoleProperties.parse(role.properties);
  const attached = [...deployment.ofType('AWS::IAM::Policy'), ...deployment.ofType('AWS::IAM::ManagedPolicy')].filter(
    (policy) => AttachedPolicy.parse(policy.properties).Roles.includes(role.physicalId) || managedArns.includes(policy.arn),
  );
  return [
    ...inline.flatMap((policy) => readPolicyDocument(policy.PolicyDocument, `policy ${policy.PolicyName} of ${place(role)}`)),
    ...attached.flatMap((policy) => readPolicyDocument(policy.properties['PolicyDocument'], place(policy))),
    ...managedArns.filter((arn) => deployment.byArn(arn) === undefined).map((arn) => awsManaged(arn, role)),
  ];
}

function awsManaged(arn: string, role: Resource): PolicyStatement {
  const actions = AWS_MANAGED[arn.split('/').at(-1) ?? ''];
  if (actions === undefined) throw new Error(`Expected a managed policy that the embedded cloud knows for ${place(role)} but received ${arn}`);
  return { effect: 'Allow', actions, notActions: [], resources: ['*'], notResources: [], conditions: {} };
}

function place({ logicalId, stack }: Resource): string {
  return `${logicalId} of stack ${stack}`;
}
