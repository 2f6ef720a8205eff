/** What the embedded cloud knows of each CloudFormation type: how its resources are named, and what GetAtt gives. */
import type { JsonObject } from '../types.ts';
import { generateName, generateShortId, generateUuid } from './names.ts';

/** Where a resource stands, with the properties that name it resolved. */
export interface Site {
  readonly stack: string;
  readonly logicalId: string;
  readonly region: string;
  readonly accountId: string;
  /** Resolved value of a property, for example its name; undefined when the template does not set it. */
  property(name: string): JsonObject[string] | undefined;
  /** What the caller of `deploy` gave for an attribute of this resource or of its type. */
  given(attribute: string): string | undefined;
}

export interface Identity {
  /** What `Ref` gives. */
  readonly physicalId: string;
  readonly arn: string;
  readonly attributes: Readonly<Record<string, string>>;
}

export interface ResourceType {
  /** `inert` resources deploy as a record only: nothing on a laptop does what they do in AWS. */
  readonly behaviour: 'served' | 'inert';
  identify(site: Site): Identity;
}

type Identify = ResourceType['identify'];

const served = (identify: Identify): ResourceType => ({ behaviour: 'served', identify });
const inert = (identify: Identify): ResourceType => ({ behaviour: 'inert', identify });

function nameOf(site: Site, property: string, length: number, suffix = ''): string {
  const given = site.property(property);
  return typeof given === 'string' ? given : `${generateName(site.stack, site.logicalId, { length: length - suffix.length })}${suffix}`;
}

/** A resource that is named by a property and whose ARN ends with that name. */
function named(property: string, length: number, arnOf: (site: Site, name: string) => string, more: (name: string, arn: string) => Record<string, string> = () => ({})): Identify {
  return (site) => {
    const name = nameOf(site, property, length);
    const arn = arnOf(site, name);
    return { physicalId: name, arn, attributes: { Arn: arn, ...more(name, arn) } };
  };
}

/** As `named`, but `Ref` gives the ARN. */
function knownByArn(property: string, length: number, arnOf: (site: Site, name: string) => string, more: (name: string, arn: string) => Record<string, string>): Identify {
  return (site) => {
    const { arn, attributes } = named(property, length, arnOf, more)(site);
    return { physicalId: arn, arn, attributes };
  };
}

/** A part of another resource that nothing refers to by more than an id. */
const part: Identify = (site) => {
  const physicalId = generateName(site.stack, site.logicalId, { length: 128 });
  return { physicalId, arn: arn(site, 'cloudformation', `part/${physicalId}`), attributes: { Id: physicalId } };
};

function arn({ region, accountId }: Site, service: string, resource: string): string {
  return `arn:aws:${service}:${region}:${accountId}:${resource}`;
}

const bucket: Identify = (site) => {
  const given = site.property('BucketName');
  const name = typeof given === 'string' ? given : generateName(site.stack, site.logicalId, { length: 63, lowerCase: true });
  return {
    physicalId: name,
    arn: `arn:aws:s3:::${name}`,
    attributes: {
      Arn: `arn:aws:s3:::${name}`,
      DomainName: `${name}.s3.amazonaws.com`,
      RegionalDomainName: `${name}.s3.${site.region}.amazonaws.com`,
      DualStackDomainName: `${name}.s3.dualstack.${site.region}.amazonaws.com`,
    },
  };
};

const queue: Identify = (site) => {
  const fifo = site.property('FifoQueue');
  const name = nameOf(site, 'QueueName', 80, fifo === true || fifo === 'true' ? '.fifo' : '');
  const url = `${site.given('Endpoint') ?? `https://sqs.${site.region}.amazonaws.com`}/${site.accountId}/${name}`;
  return { physicalId: url, arn: arn(site, 'sqs', name), attributes: { Arn: arn(site, 'sqs', name), QueueName: name, QueueUrl: url } };
};

const layer: Identify = (site) => {
  const name = nameOf(site, 'LayerName', 64);
  const version = `${arn(site, 'lambda', `layer:${name}`)}:1`;
  return { physicalId: version, arn: version, attributes: { LayerVersionArn: version } };
};

const rule: Identify = (site) => {
  const name = nameOf(site, 'Name', 64);
  const given = site.property('EventBusName');
  const bus = typeof given === 'string' ? (given.split('/').at(-1) ?? given) : 'default';
  const ruleArn = arn(site, 'events', `rule/${bus === 'default' ? '' : `${bus}/`}${name}`);
  return { physicalId: bus === 'default' ? name : `${bus}|${name}`, arn: ruleArn, attributes: { Arn: ruleArn } };
};

const api: Identify = (site) => {
  const id = generateShortId(site.stack, site.logicalId);
  const endpoint = site.given('ApiEndpoint') ?? `https://${id}.execute-api.${site.region}.amazonaws.com`;
  return { physicalId: id, arn: `arn:aws:apigateway:${site.region}::/apis/${id}`, attributes: { ApiId: id, ApiEndpoint: endpoint } };
};

const apiPart = (segment: string): Identify => (site) => {
  const id = generateShortId(site.stack, site.logicalId);
  const apiId = site.property('ApiId');
  return { physicalId: id, arn: `arn:aws:apigateway:${site.region}::/apis/${typeof apiId === 'string' ? apiId : ''}/${segment}/${id}`, attributes: {} };
};

const stage: Identify = (site) => {
  const name = nameOf(site, 'StageName', 128);
  const apiId = site.property('ApiId');
  return { physicalId: name, arn: `arn:aws:apigateway:${site.region}::/apis/${typeof apiId === 'string' ? apiId : ''}/stages/${name}`, attributes: {} };
};

const secret: Identify = (site) => {
  const name = nameOf(site, 'Name', 512);
  // Secrets Manager adds six characters of its own to every name.
  const secretArn = arn(site, 'secretsmanager', `secret:${name}-${generateUuid(site.stack, site.logicalId).slice(0, 6)}`);
  return { physicalId: secretArn, arn: secretArn, attributes: { Id: secretArn } };
};

const key: Identify = (site) => {
  const id = generateUuid(site.stack, site.logicalId);
  return { physicalId: id, arn: arn(site, 'kms', `key/${id}`), attributes: { Arn: arn(site, 'kms', `key/${id}`), KeyId: id } };
};

const role = named('RoleName', 64, ({ accountId }, name) => `arn:aws:iam::${accountId}:role/${name}`, (name) => ({ RoleId: `AROA${name}` }));

const TYPES: Readonly<Record<string, ResourceType>> = {
  'AWS::S3::Bucket': served(bucket),
  'AWS::S3::BucketPolicy': inert(part),
  'AWS::DynamoDB::Table': served(named('TableName', 255, (site, name) => arn(site, 'dynamodb', `table/${name}`))),
  'AWS::SQS::Queue': served(queue),
  'AWS::SQS::QueuePolicy': inert(part),
  'AWS::SNS::Topic': inert(knownByArn('TopicName', 256, (site, name) => arn(site, 'sns', name), (name, topicArn) => ({ TopicName: name, TopicArn: topicArn }))),
  'AWS::SNS::TopicPolicy': inert(part),
  'AWS::SNS::Subscription': inert(part),
  'AWS::Lambda::Function': served(named('FunctionName', 64, (site, name) => arn(site, 'lambda', `function:${name}`))),
  'AWS::Lambda::LayerVersion': served(layer),
  'AWS::Lambda::Permission': served(part),
  'AWS::Lambda::EventInvokeConfig': served(part),
  'AWS::IAM::Role': served(role),
  'AWS::IAM::Policy': served(part),
  'AWS::IAM::ManagedPolicy': served(
    knownByArn('ManagedPolicyName', 128, ({ accountId }, name) => `arn:aws:iam::${accountId}:policy/${name}`, (_, policyArn) => ({ PolicyArn: policyArn })),
  ),
  'AWS::StepFunctions::StateMachine': served(
    knownByArn('StateMachineName', 80, (site, name) => arn(site, 'states', `stateMachine:${name}`), (name) => ({ Name: name })),
  ),
  'AWS::Events::EventBus': served(named('Name', 256, (site, name) => arn(site, 'events', `event-bus/${name}`), (name) => ({ Name: name }))),
  'AWS::Events::EventBusPolicy': inert(part),
  'AWS::Events::Rule': served(rule),
  'AWS::ApiGatewayV2::Api': served(api),
  'AWS::ApiGatewayV2::Stage': served(stage),
  'AWS::ApiGatewayV2::Route': served(apiPart('routes')),
  'AWS::ApiGatewayV2::Integration': served(apiPart('integrations')),
  'AWS::Logs::LogGroup': inert(named('LogGroupName', 512, (site, name) => `${arn(site, 'logs', `log-group:${name}`)}:*`)),
  'AWS::Logs::LogStream': inert(part),
  'AWS::Logs::ResourcePolicy': inert(part),
  'AWS::Logs::MetricFilter': inert(part),
  'AWS::CloudWatch::Alarm': inert(named('AlarmName', 255, (site, name) => arn(site, 'cloudwatch', `alarm:${name}`))),
  'AWS::CloudWatch::CompositeAlarm': inert(named('AlarmName', 255, (site, name) => arn(site, 'cloudwatch', `alarm:${name}`))),
  'AWS::CloudWatch::Dashboard': inert(named('DashboardName', 255, ({ accountId }, name) => `arn:aws:cloudwatch::${accountId}:dashboard/${name}`)),
  'AWS::SecretsManager::Secret': served(secret),
  'AWS::SecretsManager::ResourcePolicy': inert(part),
  'AWS::SES::EmailIdentity': served(named('EmailIdentity', 320, (site, name) => arn(site, 'ses', `identity/${name}`))),
  'AWS::SES::ConfigurationSet': served(named('Name', 64, (site, name) => arn(site, 'ses', `configuration-set/${name}`))),
  'AWS::SES::ConfigurationSetEventDestination': inert(part),
  'AWS::KMS::Key': inert(key),
  'AWS::KMS::Alias': inert(named('AliasName', 256, (site, name) => arn(site, 'kms', name))),
  'AWS::CDK::Metadata': inert(part),
};

/** Types the cloud knows and does not run, with the reason. */
const REFUSED: Readonly<Record<string, string>> = {
  'AWS::Lambda::EventSourceMapping': 'functions are not fed from queues or streams',
  'AWS::CloudFormation::CustomResource': 'custom resources are not run; use plain properties instead',
};

/** Types that deploy as records without behaviour. */
export const INERT_TYPES: readonly string[] = Object.entries(TYPES).flatMap(([name, { behaviour }]) => (behaviour === 'inert' ? [name] : []));

/**
 * The rules of a type.
 * @throws Error naming type, logical id and stack when the embedded cloud has no such type
 */
export function resourceType(type: string, logicalId: string, stack: string): ResourceType {
  const known = TYPES[type];
  if (known !== undefined) return known;
  const reason = REFUSED[type.startsWith('Custom::') ? 'AWS::CloudFormation::CustomResource' : type];
  throw new Error(
    `Expected a type of resource that the embedded cloud has for ${logicalId} of stack ${stack} but received ${type}${reason === undefined ? '' : `: ${reason}`}`,
  );
}
