import { Bucket } from 'aws-cdk-lib/aws-s3';
import { ManagedPolicy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Stack } from 'aws-cdk-lib';
import type { App } from 'aws-cdk-lib';
import { describe, expect, test } from 'vitest';
import { synthesizeStacks } from './support/stacks.ts';

const stateful = (app: App): Stack => Stack.of(app.node.findChild('GalleyStateful'));

describe('cdk-nag at synth', () => {
  test('a bucket that takes plain HTTP cannot be synthesized', () => {
    expect(() => synthesizeStacks((app) => new Bucket(stateful(app), 'Careless'))).toThrow('AwsSolutions-S10');
  });

  test('a grant on everything cannot be synthesized', () => {
    expect(() =>
      synthesizeStacks((app) => new ManagedPolicy(stateful(app), 'Everything', { statements: [new PolicyStatement({ actions: ['s3:GetObject'], resources: ['*'] })] })),
    ).toThrow('AwsSolutions-IAM5');
  });
});
