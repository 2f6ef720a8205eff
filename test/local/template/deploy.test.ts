import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { loadAssembly } from '../../../local/template/assembly.ts';
import { deploy } from '../../../local/template/deploy.ts';
import { INERT_TYPES } from '../../../local/template/resource-types.ts';
import type { JsonObject } from '../../../local/types.ts';
import { synthesizeSample } from '../support/data-plane.ts';
import { ACCOUNT, REGION, temporaryFolder } from '../support/deployment.ts';

describe('a synthesized CDK application', () => {
  const folder = temporaryFolder();
  const assemblyDir = join(folder.path, 'cdk.out');
  beforeAll(() => synthesizeSample(assemblyDir, join(folder.path, 'asset')));
  afterAll(() => folder[Symbol.dispose]());

  const deployed = (options: Partial<Parameters<typeof deploy>[1]> = {}) => deploy(loadAssembly(assemblyDir), { region: REGION, accountId: ACCOUNT, ...options });

  test('resolves references within and between stacks', () => {
    const deployment = deployed({ parameters: { SenderAddress: 'me@example.org' } });
    const [worker] = deployment.ofType('AWS::Lambda::Function');
    const bucket = deployment.ofType('AWS::S3::Bucket').find(({ logicalId }) => logicalId.startsWith('Uploads'));
    const [table] = deployment.ofType('AWS::DynamoDB::Table');
    const [secret] = deployment.ofType('AWS::SecretsManager::Secret');
    expect((worker?.properties['Environment'] as JsonObject)['Variables']).toEqual({
      UPLOADS: bucket?.physicalId,
      TABLE: table?.physicalId,
      SENDER: 'me@example.org',
      SECRET: secret?.arn,
    });
    expect(deployment.byArn(worker?.properties['Role'] as string)?.type).toBe('AWS::IAM::Role');
    expect(deployment.outputs['SampleStateless']).toMatchObject({ UploadsName: bucket?.physicalId });
  });

  test('finds the folder of a code asset by the key that the template names', () => {
    const deployment = deployed();
    const code = deployment.ofType('AWS::Lambda::Function')[0]?.properties['Code'] as { S3Key: string };
    expect(deployment.assetPath(code.S3Key)).toMatch(/asset\.[0-9a-f]{64}$/);
    expect(() => deployment.assetPath('other.zip')).toThrow('other.zip');
  });

  test('gives names that the services accept, the same ones every time', () => {
    const [one, other] = [deployed(), deployed()];
    expect(one.resources.map(({ physicalId }) => physicalId)).toEqual(other.resources.map(({ physicalId }) => physicalId));
    for (const { physicalId } of one.ofType('AWS::S3::Bucket')) expect(physicalId).toMatch(/^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/);
    for (const { physicalId } of one.ofType('AWS::Lambda::Function')) expect(physicalId).toMatch(/^[A-Za-z0-9-]{1,64}$/);
    expect(new Set(one.resources.map(({ arn }) => arn)).size).toBe(one.resources.length);
  });
});

describe('a template', () => {
  const folder = temporaryFolder();
  afterAll(() => folder[Symbol.dispose]());
  let count = 0;

  function deployed(template: JsonObject, parameters: Record<string, string> = {}, attributes: Record<string, string> = {}) {
    const directory = join(folder.path, String((count += 1)));
    mkdirSync(directory);
    writeFileSync(join(directory, 'manifest.json'), JSON.stringify({ version: '1', artifacts: { Demo: { type: 'aws:cloudformation:stack', properties: { templateFile: 'demo.json' } } } }));
    writeFileSync(join(directory, 'demo.json'), JSON.stringify(template));
    return deploy(loadAssembly(directory), { region: REGION, accountId: ACCOUNT, parameters, attributes });
  }
  const output = (value: unknown, more: JsonObject = {}, parameters: Record<string, string> = {}) =>
    deployed({ Outputs: { Value: { Value: value } }, ...more } as JsonObject, parameters).outputs['Demo']?.['Value'];

  test.each([
    ['Fn::Sub with pseudo parameters', { 'Fn::Sub': 'x-${AWS::AccountId}-${AWS::Region}-${!Literal}' }, `x-${ACCOUNT}-${REGION}-\${Literal}`],
    ['Fn::Sub with variables', { 'Fn::Sub': ['${A}/${B}', { A: 'a', B: { Ref: 'AWS::Partition' } }] }, 'a/aws'],
    ['Fn::Join', { 'Fn::Join': ['-', ['a', { 'Fn::Join': ['', ['b', 'c']] }]] }, 'a-bc'],
    ['Fn::Select over Fn::Split', { 'Fn::Select': ['1', { 'Fn::Split': [':', 'a:b:c'] }] }, 'b'],
    ['Fn::FindInMap', { 'Fn::FindInMap': ['Sizes', { Ref: 'AWS::Region' }, 'small'] }, 's'],
    ['Fn::Base64', { 'Fn::Base64': 'hello' }, 'aGVsbG8='],
    ['Fn::If, yes', { 'Fn::If': ['Here', 'yes', 'no'] }, 'yes'],
    ['Fn::If, no', { 'Fn::If': ['Nowhere', 'yes', 'no'] }, 'no'],
  ])('resolves %s', (_, value, expected) => {
    const more: JsonObject = {
      Mappings: { Sizes: { [REGION]: { small: 's' } } },
      Conditions: {
        Here: { 'Fn::And': [{ 'Fn::Equals': [{ Ref: 'AWS::Region' }, REGION] }, { 'Fn::Not': [{ Condition: 'Nowhere' }] }] },
        Nowhere: { 'Fn::Or': [{ 'Fn::Equals': ['a', 'b'] }, { 'Fn::Equals': ['c', 'd'] }] },
      },
    };
    expect(output(value, more)).toBe(expected);
  });

  test('leaves out what a condition or AWS::NoValue removes', () => {
    const deployment = deployed({
      Conditions: { Never: { 'Fn::Equals': ['a', 'b'] } },
      Resources: {
        Left: { Type: 'AWS::S3::Bucket', Properties: { Tags: ['kept', { Ref: 'AWS::NoValue' }], BucketName: { Ref: 'AWS::NoValue' } } },
        Out: { Type: 'AWS::S3::Bucket', Condition: 'Never' },
      },
    });
    expect(deployment.resources.map(({ logicalId, properties }) => [logicalId, properties])).toEqual([['Left', { Tags: ['kept'] }]]);
  });

  test('keeps the conditions of policy statements as they are', () => {
    const condition = { StringEquals: { 'aws:SourceAccount': '1' } };
    const deployment = deployed({ Resources: { Role: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: { Statement: [{ Condition: condition }] } } } } });
    expect(deployment.resources[0]?.properties).toEqual({ AssumeRolePolicyDocument: { Statement: [{ Condition: condition }] } });
  });

  test('takes attributes from where the cloud listens', () => {
    const template = {
      Resources: { Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { ProtocolType: 'HTTP' } }, Queue: { Type: 'AWS::SQS::Queue' } },
      Outputs: { Url: { Value: { 'Fn::GetAtt': ['Api', 'ApiEndpoint'] } }, Queue: { Value: { Ref: 'Queue' } } },
    };
    const outputs = deployed(template, {}, { 'AWS::ApiGatewayV2::Api.ApiEndpoint': 'http://127.0.0.1:99', 'AWS::SQS::Queue.Endpoint': 'http://127.0.0.1:98' }).outputs['Demo'];
    expect(outputs).toEqual({ Url: 'http://127.0.0.1:99', Queue: expect.stringMatching(`^http://127\\.0\\.0\\.1:98/${ACCOUNT}/Demo-Queue-`) as string });
  });

  test('a parameter without value and default is named', () => {
    const template = { Parameters: { SenderAddress: { Type: 'String' } }, Outputs: { Value: { Value: { Ref: 'SenderAddress' } } } };
    expect(() => deployed(template)).toThrow('Expected a value for parameter SenderAddress of stack Demo');
    expect(deployed(template, { SenderAddress: 'a@b.c' }).outputs['Demo']).toEqual({ Value: 'a@b.c' });
  });

  test('the bootstrap version needs no value', () => {
    const template = { Parameters: { BootstrapVersion: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/cdk-bootstrap/hnb659fds/version' } } };
    expect(() => deployed(template)).not.toThrow();
  });

  test.each([
    ['an unknown type', { Type: 'AWS::EC2::Instance' }, 'AWS::EC2::Instance'],
    ['a custom resource', { Type: 'Custom::S3BucketNotifications' }, 'custom resources are not run'],
    ['an event source mapping', { Type: 'AWS::Lambda::EventSourceMapping' }, 'functions are not fed'],
  ])('refuses %s, naming it, its logical id and its stack', (_, resource, reason) => {
    const deploying = () => deployed({ Resources: { Thing: resource } });
    expect(deploying).toThrow(reason);
    expect(deploying).toThrow('for Thing of stack Demo');
  });

  test('refuses references to what does not exist', () => {
    expect(() => output({ Ref: 'Missing' })).toThrow('Missing');
    expect(() => output({ 'Fn::GetAtt': ['Bucket', 'StreamArn'] }, { Resources: { Bucket: { Type: 'AWS::DynamoDB::Table' } } })).toThrow('StreamArn');
    expect(() => output({ 'Fn::ImportValue': 'nobody' })).toThrow('nobody');
    expect(() => output({ 'Fn::Cidr': ['10.0.0.0/8', 1, 1] })).toThrow('Fn::Cidr');
  });

  test('alarms and log groups deploy as records', () => {
    expect(INERT_TYPES).toEqual(expect.arrayContaining(['AWS::CloudWatch::Alarm', 'AWS::Logs::LogGroup', 'AWS::SNS::Topic', 'AWS::CDK::Metadata']));
    expect(deployed({ Resources: { Alarm: { Type: 'AWS::CloudWatch::Alarm' } } }).resources).toHaveLength(1);
  });
});
