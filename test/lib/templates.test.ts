import { beforeAll, describe, expect, test } from 'vitest';
import { functions } from '../../lib/functions.ts';
import { hostArchitecture, synthesizeStacks } from './support/stacks.ts';
import type { SynthesizedStacks, SynthesizedTemplate, TemplateResource } from './support/stacks.ts';

let stacks: SynthesizedStacks;
let stateless: SynthesizedTemplate;
beforeAll(() => {
  stacks = synthesizeStacks();
  ({ stateless } = stacks);
});

/** Ids of the resources that a value refers to. */
const refersTo = (value: unknown): string[] => [...JSON.stringify(value).matchAll(/"(?:Ref":"|Fn::GetAtt":\[")([^"]+)"/g)].map(([, id]) => id!);

describe('both templates', () => {
  test('two synths are the same to the byte', () => {
    const again = synthesizeStacks();
    expect(again.stateful.text).toBe(stacks.stateful.text);
    expect(again.stateless.text).toBe(stacks.stateless.text);
  });

  test('no custom resource: any CloudFormation can stand them up', () => {
    const types = [...stacks.stateful.resources, ...stateless.resources].map(({ Type }) => Type);
    expect(types.filter((type) => !type.startsWith('AWS::') || type === 'AWS::CloudFormation::CustomResource')).toEqual([]);
  });

  test('no account, region, address or date is baked in', () => {
    for (const { text } of [stacks.stateful, stateless]) {
      // Asset hashes are long hexadecimal words; they may well hold twelve digits in a row.
      const words = text.replaceAll(/[0-9a-f]{64}/g, '');
      expect(words).not.toMatch(/(?<![0-9a-f])\d{12}(?![0-9a-f])/i);
      expect(words).not.toMatch(/\b(?:us|eu|ap|sa|ca|me|af|il|mx)-(?:[a-z]+-)?[a-z]+-\d\b/);
      expect(words).not.toMatch(/[\w.+-]+@[\w-]+\.[\w.]+/);
      expect(words).not.toMatch(/https?:\/\/(?!www\.w3\.org)/);
      expect(words.replaceAll('2012-10-17', '').replaceAll('2008-10-17', '')).not.toMatch(/\b20\d\d-\d\d-\d\d\b/);
    }
  });

  test('names are generated', () => {
    const naming = ['BucketName', 'TableName', 'FunctionName', 'RoleName', 'QueueName', 'TopicName', 'StateMachineName', 'LogGroupName', 'AlarmName', 'LayerName', 'PolicyName'];
    for (const { id, Type, Properties } of [...stacks.stateful.resources, ...stateless.resources]) {
      // An inline policy needs a name within its role, and CloudFormation makes none.
      const named = naming.filter((property) => property in Properties && !(Type === 'AWS::IAM::Policy' && property === 'PolicyName'));
      expect(named.filter((property) => typeof Properties[property] === 'string' && !Type.startsWith('AWS::CloudWatch')), id).toEqual([]);
    }
  });

  test('the stateless stack tells where everything is, and asks for three things', () => {
    expect(stateless.outputs).toEqual(expect.arrayContaining(['ApiUrl', 'BriefsBucketName', 'AssetsBucketName', 'ArchiveBucketName', 'StateMachineArn']));
    expect(stateless.parameters).toEqual(expect.arrayContaining(['SenderAddress', 'DefaultApprovers', 'AlarmAddress', 'MonthlyCapUsd', 'RateTier']));
  });
});

describe('functions', () => {
  test('each runs on Node 24, with its own role, its own log group that forgets, and JSON logs', () => {
    const all = stateless.ofType('AWS::Lambda::Function');
    expect(all).toHaveLength(Object.keys(functions).length);
    for (const { id, Properties } of all) {
      expect(Properties, id).toMatchObject({ Runtime: 'nodejs24.x', Handler: 'index.handler', Architectures: [hostArchitecture === 'arm64' ? 'arm64' : 'x86_64'], LoggingConfig: { LogFormat: 'JSON' } });
    }
    const unique = (property: string) => new Set(all.flatMap(({ Properties }) => refersTo(Properties[property])));
    expect(unique('Role').size).toBe(all.length);
    expect(unique('LoggingConfig').size).toBe(all.length);
    for (const { id, Properties } of stateless.ofType('AWS::Logs::LogGroup')) expect(Properties['RetentionInDays'], id).toBeTypeOf('number');
  });

  test('a processor that Lambda does not have is refused by name', () => {
    expect(() => synthesizeStacks(undefined, { architecture: 'sparc' })).toThrow('Expected arm64 or x64 for the context value architecture but received "sparc"');
  });

  test('an event that a function fails on is kept, and so is one that could not be delivered', () => {
    const rules = stateless.ofType('AWS::Events::Rule');
    expect(rules).toHaveLength(4);
    for (const { id, Properties } of rules) {
      for (const target of Properties['Targets'] as Record<string, unknown>[]) {
        expect(target, id).toMatchObject({ DeadLetterConfig: { Arn: expect.anything() as unknown }, RetryPolicy: { MaximumRetryAttempts: expect.any(Number) as unknown } });
        const called = stateless.resources.find((each) => each.id === refersTo(target['Arn'])[0])!;
        expect(called.Properties['DeadLetterConfig'], called.id).toMatchObject({ TargetArn: expect.anything() as unknown });
      }
    }
  });

  test('queues for failed events are encrypted, refuse plain HTTP, and ring an alarm from the first message', () => {
    const queues = stateless.ofType('AWS::SQS::Queue');
    expect(queues).toHaveLength(4);
    for (const { id, Properties } of queues) {
      expect(Properties, id).toMatchObject({ SqsManagedSseEnabled: true, MessageRetentionPeriod: 14 * 24 * 3600 });
      const policy = stateless.ofType('AWS::SQS::QueuePolicy').find((each) => refersTo(each.Properties['Queues']).includes(id));
      expect(JSON.stringify(policy?.Properties), id).toContain('"Condition":{"Bool":{"aws:SecureTransport":"false"}},"Effect":"Deny"');
      const alarm = alarms().find(({ Properties: { MetricName, Dimensions } }) => MetricName === 'ApproximateNumberOfMessagesVisible' && refersTo(Dimensions).includes(id));
      expect(alarm?.Properties, id).toMatchObject({ Threshold: 1, ComparisonOperator: 'GreaterThanOrEqualToThreshold' });
    }
  });
});

const alarms = (): readonly TemplateResource[] => stateless.ofType('AWS::CloudWatch::Alarm');

describe('alarms', () => {
  test('every function, the workflow and the API have one, and each rings the topic', () => {
    const metrics = alarms().map(({ Properties }) => Properties['MetricName']);
    expect(metrics).toEqual(expect.arrayContaining(['ExecutionsFailed', 'ExecutionsTimedOut', 'ExecutionThrottled', '5xx']));
    expect(metrics.filter((metric) => metric === 'Errors')).toHaveLength(Object.keys(functions).length);
    const [topic] = stateless.ofType('AWS::SNS::Topic');
    for (const { id, Properties } of alarms()) expect(refersTo(Properties['AlarmActions']), id).toEqual([topic?.id]);
  });

  test('nobody is subscribed unless an address was given', () => {
    const [subscription] = stateless.ofType('AWS::SNS::Subscription');
    expect(subscription?.Condition).toBeDefined();
    expect(subscription?.Properties['Endpoint']).toEqual({ Ref: 'AlarmAddress' });
  });
});

describe('the HTTP API', () => {
  test('programs sign, people bring the key of a link or nothing', () => {
    const routes = stateless.ofType('AWS::ApiGatewayV2::Route').map(({ Properties }) => [Properties['RouteKey'], Properties['AuthorizationType']] as [string, string]);
    const signed = routes.filter(([, type]) => type === 'AWS_IAM').map(([key]) => key);
    const open = routes.filter(([, type]) => type === 'NONE').map(([key]) => key);
    expect(signed.sort()).toEqual([
      'GET /api/advice',
      'GET /api/agreement',
      'GET /api/assets',
      'GET /api/assets/{assetId}',
      'GET /api/brands',
      'GET /api/brands/{name}',
      'GET /api/budget',
      'GET /api/runs',
      'GET /api/runs/{runId}',
      'GET /api/runs/{runId}/lineage',
      'GET /api/templates',
      'GET /api/templates/{name}',
      'POST /api/assessments',
      'POST /api/briefs',
      'POST /api/budget/resolve',
      'POST /api/critiques',
      'POST /api/prompts',
      'POST /api/runs/{runId}/reopen',
      'POST /api/templates/{name}/labels',
      'POST /api/templates/{name}/rollback',
      'POST /api/templates/{name}/shares',
    ]);
    expect(open.sort()).toEqual([
      'GET /',
      'GET /api/reviews/{reviewId}',
      'GET /assets/{file}',
      'GET /review/{reviewId}',
      'GET /schemas/{file}',
      'HEAD /',
      'HEAD /assets/{file}',
      'HEAD /review/{reviewId}',
      'HEAD /schemas/{file}',
      'POST /api/reviews/{reviewId}/decision',
      'POST /api/reviews/{reviewId}/delegate',
    ]);
    expect(signed.length + open.length).toBe(routes.length);
  });

  test('access is logged without query strings, headers or paths, and throttled', () => {
    const [stage] = stateless.ofType('AWS::ApiGatewayV2::Stage');
    const { Format } = stage!.Properties['AccessLogSettings'] as { Format: string };
    expect(JSON.parse(Format)).toMatchObject({ status: '$context.status', route: '$context.routeKey' });
    expect(Format).not.toMatch(/querystring|header|\$context\.path|protocol|authorizer/i);
    expect(stage!.Properties['DefaultRouteSettings']).toMatchObject({ ThrottlingRateLimit: expect.any(Number) as unknown, ThrottlingBurstLimit: expect.any(Number) as unknown });
  });
});

describe('events', () => {
  const patternOf = (name: string) => stateless.ofType('AWS::Events::Rule').find(({ id }) => id.includes(name))?.Properties;

  test('intake hears of uploads under inbox/ of the briefs bucket, and of nothing else', () => {
    expect(patternOf('BriefUploaded')).toMatchObject({
      EventPattern: { source: ['aws.s3'], 'detail-type': ['Object Created'], detail: { object: { key: [{ prefix: 'inbox/' }] } } },
    });
    expect(JSON.stringify(patternOf('BriefUploaded'))).toContain('ExportsOutputRefBriefs');
  });

  test('an execution that ends without success is concluded', () => {
    const [machine] = stateless.ofType('AWS::StepFunctions::StateMachine');
    expect(patternOf('EndedWithoutRecord')).toMatchObject({
      EventPattern: { source: ['aws.states'], 'detail-type': ['Step Functions Execution Status Change'], detail: { status: ['FAILED', 'TIMED_OUT', 'ABORTED'], stateMachineArn: [{ Ref: machine?.id }] } },
    });
  });

  test('owners are told from Galley’s own bus', () => {
    expect(patternOf('RunEnded')).toMatchObject({ EventPattern: { source: ['galley'], 'detail-type': ['Asset Published', 'Run Ended'] } });
    expect(refersTo(patternOf('RunEnded')?.['EventBusName'])).toEqual(stateless.ofType('AWS::Events::EventBus').map(({ id }) => id));
  });

  test('reviews are looked through every five minutes', () => {
    expect(patternOf('EveryFiveMinutes')).toMatchObject({ ScheduleExpression: 'rate(5 minutes)', State: 'ENABLED' });
  });
});

test('the state machine logs every step without its data, and is traced', () => {
  expect(stateless.ofType('AWS::StepFunctions::StateMachine')[0]?.Properties).toMatchObject({
    StateMachineType: 'STANDARD',
    LoggingConfiguration: { Level: 'ALL', IncludeExecutionData: false },
    TracingConfiguration: { Enabled: true },
  });
});
