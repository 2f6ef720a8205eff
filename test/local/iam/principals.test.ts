import { statSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, beforeEach, describe, expect, test } from 'vitest';

import { isAllowed } from '../../../local/iam/evaluate.ts';
import { principalsOf } from '../../../local/iam/principals.ts';
import type { Resource } from '../../../local/types.ts';
import { ACCOUNT, deploymentOf, resource, temporaryFolder } from '../support/deployment.ts';

const document = (action: string) => ({ Statement: [{ Effect: 'Allow', Action: action, Resource: '*' }] });
const roleArn = `arn:aws:iam::${ACCOUNT}:role/Worker`;
const managedArn = `arn:aws:iam::${ACCOUNT}:policy/Shared`;

function principals(stateDir: string, role: Resource['properties'], ...others: Resource[]) {
  const worker = resource('AWS::IAM::Role', 'Worker', role, { arn: roleArn });
  return principalsOf(deploymentOf([worker, ...others], ''), { stateDir });
}

describe('principals of a deployment', () => {
  let folder = temporaryFolder();
  beforeEach(() => {
    folder[Symbol.dispose]();
    folder = temporaryFolder();
  });
  afterAll(() => folder[Symbol.dispose]());

  test('a role has its inline, attached and managed policies', () => {
    const all = principals(
      folder.path,
      {
        Policies: [{ PolicyName: 'inline', PolicyDocument: document('s3:GetObject') }],
        ManagedPolicyArns: ['arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole', managedArn],
      },
      resource('AWS::IAM::Policy', 'Attached', { PolicyDocument: document('sqs:SendMessage'), Roles: ['Worker'] }),
      resource('AWS::IAM::Policy', 'Another', { PolicyDocument: document('ses:SendEmail'), Roles: ['Other'] }),
      resource('AWS::IAM::ManagedPolicy', 'Shared', { PolicyDocument: document('states:StartExecution') }, { arn: managedArn }),
    );
    const worker = all.ofRole(roleArn);
    const allowed = ['s3:GetObject', 'logs:PutLogEvents', 'states:StartExecution', 'sqs:SendMessage', 'ses:SendEmail'].filter((action) => isAllowed(worker, { action, resource: 'x' }));
    expect(allowed).toEqual(['s3:GetObject', 'logs:PutLogEvents', 'states:StartExecution', 'sqs:SendMessage']);
  });

  test('keys stay over restarts, in a file that only the owner reads', () => {
    const first = principals(folder.path, {}).ofRole(roleArn);
    const second = principals(folder.path, {}).ofRole(roleArn);
    expect(second.secretAccessKey).toBe(first.secretAccessKey);
    expect(principals(folder.path, {}).byAccessKey(first.accessKeyId)?.arn).toBe(roleArn);
    expect(statSync(join(folder.path, 'credentials.json')).mode & 0o777).toBe(0o600);
  });

  test('the developer may do everything', () => {
    const { developer } = principals(folder.path, {});
    expect([developer.accessKeyId, developer.secretAccessKey]).toEqual(['galley', 'galley']);
    expect(isAllowed(developer, { action: 'dynamodb:PutItem', resource: 'arn:aws:dynamodb:x' })).toBe(true);
  });

  test('a managed policy of AWS that it does not know is refused by name', () => {
    expect(() => principals(folder.path, { ManagedPolicyArns: ['arn:aws:iam::aws:policy/AdministratorAccess'] })).toThrow('AdministratorAccess');
  });
});
