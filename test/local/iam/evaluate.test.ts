import { describe, expect, test } from 'vitest';

import { evaluate, isAllowed } from '../../../local/iam/evaluate.ts';
import { readPolicyDocument } from '../../../local/iam/statements.ts';
import type { AccessCheck, JsonObject, Principal } from '../../../local/types.ts';

function principal(...statements: JsonObject[]): Principal {
  return { name: 'Role', arn: 'arn:aws:iam::000000000000:role/Role', accessKeyId: 'K', secretAccessKey: 'S', statements: readPolicyDocument({ Statement: statements }, 'Role') };
}
const read: AccessCheck = { action: 's3:GetObject', resource: 'arn:aws:s3:::bucket/a/b' };
const allow = (more: JsonObject): JsonObject => ({ Effect: 'Allow', Action: 's3:GetObject', Resource: '*', ...more });

describe('evaluating policies', () => {
  test('nothing is allowed that no statement allows', () => {
    expect(evaluate(principal(), read)).toEqual({
      allowed: false,
      denial: 'implicit',
      message: 'User: arn:aws:iam::000000000000:role/Role is not authorized to perform: s3:GetObject on resource: arn:aws:s3:::bucket/a/b because no identity-based policy allows the s3:GetObject action',
    });
  });

  test.each([
    ['an action with a wildcard', { Action: 's3:Get*' }, true],
    ['an action in other case', { Action: 'S3:getobject' }, true],
    ['another action', { Action: 's3:PutObject' }, false],
    ['a resource with wildcards', { Resource: 'arn:aws:s3:::bucket/*' }, true],
    ['a resource with a question mark', { Resource: 'arn:aws:s3:::bucket/a/?' }, true],
    ['a resource in other case', { Resource: 'arn:aws:s3:::BUCKET/*' }, false],
    ['one of several resources', { Resource: ['arn:aws:s3:::other', 'arn:aws:s3:::bucket/a/b'] }, true],
    ['NotResource that excludes it', { Resource: [], NotResource: 'arn:aws:s3:::bucket/*' }, false],
    ['NotResource that excludes another', { Resource: [], NotResource: 'arn:aws:s3:::other/*' }, true],
    ['NotAction that excludes it', { Action: [], NotAction: 's3:Get*' }, false],
    ['NotAction that excludes another', { Action: [], NotAction: 's3:Put*' }, true],
  ] satisfies [string, JsonObject, boolean][])('%s', (_, statement, expected) => {
    expect(isAllowed(principal(allow(statement)), read)).toBe(expected);
  });

  test('an explicit denial wins', () => {
    const decision = evaluate(principal(allow({}), { Effect: 'Deny', Action: 's3:*', Resource: 'arn:aws:s3:::bucket/a/*' }), read);
    expect(decision).toMatchObject({ allowed: false, denial: 'explicit' });
  });

  test.each([
    ['the same prefix', { StringEquals: { 's3:prefix': 'inbox/' } }, ['inbox/'], true],
    ['another prefix', { StringEquals: { 's3:prefix': 'inbox/' } }, ['other/'], false],
    ['no prefix', { StringEquals: { 's3:prefix': 'inbox/' } }, undefined, false],
    ['no prefix, if it exists', { StringEqualsIfExists: { 's3:prefix': 'inbox/' } }, undefined, true],
    ['a prefix that is like', { StringLike: { 'S3:Prefix': ['in*', 'out*'] } }, ['inbox/'], true],
    ['a prefix that must differ', { StringNotEquals: { 's3:prefix': 'inbox/' } }, ['other/'], true],
    ['an ARN that is like', { ArnLike: { 's3:prefix': 'arn:*:x' } }, ['arn:aws:x'], true],
    ['all values', { 'ForAllValues:StringEquals': { 's3:prefix': ['a', 'b'] } }, ['a', 'b'], true],
    ['not all values', { 'ForAllValues:StringEquals': { 's3:prefix': ['a'] } }, ['a', 'b'], false],
    ['all of no values', { 'ForAllValues:StringEquals': { 's3:prefix': ['a'] } }, undefined, true],
    ['any value', { 'ForAnyValue:StringEquals': { 's3:prefix': ['a'] } }, ['a', 'b'], true],
    ['any of no values', { 'ForAnyValue:StringEquals': { 's3:prefix': ['a'] } }, undefined, false],
    ['secure transport, on the loopback interface', { Bool: { 'aws:SecureTransport': 'true' } }, undefined, true],
    ['insecure transport', { Bool: { 'aws:SecureTransport': false } }, undefined, false],
    ['a key that must be absent', { Null: { 's3:prefix': true } }, undefined, true],
  ] satisfies [string, JsonObject, string[] | undefined, boolean][])('condition: %s', (_, Condition, prefix, expected) => {
    const check = prefix === undefined ? read : { ...read, context: { 's3:prefix': prefix } };
    expect(isAllowed(principal(allow({ Condition })), check)).toBe(expected);
  });

  test('an operator it does not know is refused by name', () => {
    expect(() => principal(allow({ Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } } }))).toThrow('"IpAddress"');
  });
});
