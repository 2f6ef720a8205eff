/** A small real CDK application, deployed to the data services behind a real endpoint. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { App, CfnOutput, CfnParameter, Duration, Stack } from 'aws-cdk-lib';
import { AttributeType, ProjectionType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import type { CfnBucket } from 'aws-cdk-lib/aws-s3';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Queue } from 'aws-cdk-lib/aws-sqs';

import { startEndpoint } from '../../../local/endpoint.ts';
import { principalsOf } from '../../../local/iam/principals.ts';
import type { Principals } from '../../../local/iam/principals.ts';
import { DynamoDbService } from '../../../local/services/dynamodb.ts';
import { startEmulator } from '../../../local/services/emulator.ts';
import { S3Service } from '../../../local/services/s3.ts';
import { SecretsManagerService } from '../../../local/services/secretsmanager.ts';
import { SesService } from '../../../local/services/ses.ts';
import { SqsService } from '../../../local/services/sqs.ts';
import { StsService } from '../../../local/services/sts.ts';
import { loadAssembly } from '../../../local/template/assembly.ts';
import { deploy } from '../../../local/template/deploy.ts';
import type { Deployment, Principal, PublishEvent } from '../../../local/types.ts';
import { ACCOUNT, REGION, silentLog } from './deployment.ts';

/** Synthesizes two stacks that lean on each other, as the real ones do. */
export function synthesizeSample(outDir: string, assetDir: string): void {
  mkdirSync(assetDir, { recursive: true });
  writeFileSync(join(assetDir, 'index.js'), 'exports.handler = async () => "hello";');
  const app = new App({ outdir: outDir, analyticsReporting: false });
  const stateful = new Stack(app, 'SampleStateful');
  const uploads = new Bucket(stateful, 'Uploads', { versioned: true, enforceSSL: true });
  (uploads.node.defaultChild as CfnBucket).notificationConfiguration = { eventBridgeConfiguration: { eventBridgeEnabled: true } };
  const quiet = new Bucket(stateful, 'Quiet');
  const table = new Table(stateful, 'Runs', { partitionKey: { name: 'pk', type: AttributeType.STRING }, sortKey: { name: 'sk', type: AttributeType.STRING } });
  table.addGlobalSecondaryIndex({ indexName: 'feed', partitionKey: { name: 'feed', type: AttributeType.STRING }, sortKey: { name: 'sk', type: AttributeType.STRING }, projectionType: ProjectionType.ALL });
  const secret = new Secret(stateful, 'ApiKey');

  const stateless = new Stack(app, 'SampleStateless');
  const sender = new CfnParameter(stateless, 'SenderAddress', { default: 'sender@example.com' });
  const dead = new Queue(stateless, 'Dead', { enforceSSL: true });
  new Queue(stateless, 'Work', { visibilityTimeout: Duration.seconds(45), deadLetterQueue: { queue: dead, maxReceiveCount: 3 } });
  const worker = new LambdaFunction(stateless, 'Worker', {
    runtime: Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: Code.fromAsset(assetDir),
    environment: { UPLOADS: uploads.bucketName, TABLE: table.tableName, SENDER: sender.valueAsString, SECRET: secret.secretArn },
  });
  uploads.grantRead(worker);
  worker.addToRolePolicy(new PolicyStatement({ actions: ['s3:PutObject'], resources: [uploads.arnForObjects('out/*')] }));
  worker.addToRolePolicy(new PolicyStatement({ actions: ['dynamodb:GetItem', 'dynamodb:PutItem'], resources: [table.tableArn], conditions: { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['mine'] } } }));
  worker.addToRolePolicy(new PolicyStatement({ actions: ['ses:SendEmail'], resources: [stateless.formatArn({ service: 'ses', resource: 'identity', resourceName: 'sender@example.com' })] }));
  secret.grantRead(worker);
  const blind = new Role(stateless, 'Blind', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  uploads.grantPut(blind);
  blind.addToPolicy(new PolicyStatement({ actions: ['s3:GetObject'], resources: [uploads.arnForObjects('*')] }));
  new CfnOutput(stateless, 'UploadsName', { value: uploads.bucketName });
  new CfnOutput(stateless, 'QuietName', { value: quiet.bucketName });
  new CfnOutput(stateless, 'TableName', { value: table.tableName });
  new CfnOutput(stateless, 'DeadUrl', { value: dead.queueUrl });
  app.synth();
}

/** The sample's resources by the names it gives them. */
export class SampleDeployment {
  readonly deployment: Deployment;

  constructor(assemblyDir: string, endpoint = 'http://127.0.0.1:1') {
    this.deployment = deploy(loadAssembly(assemblyDir), { region: REGION, accountId: ACCOUNT, attributes: { 'AWS::SQS::Queue.Endpoint': endpoint } });
  }

  name(output: 'UploadsName' | 'QuietName' | 'TableName' | 'DeadUrl'): string {
    return this.deployment.outputs['SampleStateless']?.[output] ?? '';
  }
}

export interface DataPlane {
  readonly url: string;
  readonly sample: SampleDeployment;
  readonly principals: Principals;
  /** Events published so far, oldest first. */
  readonly events: { readonly bus: string; readonly event: Parameters<PublishEvent>[1] }[];
  /** The principal of a role whose logical id begins so. */
  principal(name: string): Principal;
  stop(): Promise<void>;
}

export interface DataPlaneOptions {
  readonly assemblyDir: string;
  readonly stateDir: string;
  readonly secretValues?: Readonly<Record<string, string>>;
  /** Called for each event before it counts as published. */
  readonly onPublish?: (event: Parameters<PublishEvent>[1]) => void;
}

/** Starts the services on a folder of state. */
export async function startDataPlane({ assemblyDir, stateDir, secretValues = {}, onPublish }: DataPlaneOptions): Promise<DataPlane> {
  const sample = new SampleDeployment(assemblyDir);
  const { deployment } = sample;
  const principals = principalsOf(deployment, { stateDir });
  const events: { bus: string; event: Parameters<PublishEvent>[1] }[] = [];
  const publish: PublishEvent = (bus, event) => {
    onPublish?.(event);
    events.push({ bus, event });
    return Promise.resolve();
  };
  const emulator = await startEmulator({ dataDir: join(stateDir, 'objects'), region: REGION });
  const services = [
    new S3Service({ deployment, stateDir, emulator, publish, log: silentLog }),
    new SqsService({ deployment, emulator }),
    new DynamoDbService({ deployment, stateDir }),
    new SesService({ deployment, stateDir }),
    new SecretsManagerService({ deployment, stateDir, secretValues }),
    new StsService({ deployment }),
  ];
  for (const service of services) await service.start();
  const endpoint = await startEndpoint({ port: 0, services, principals, log: silentLog });
  return {
    url: endpoint.url,
    sample,
    principals,
    events,
    principal(name) {
      const principal = principals.all.find((candidate) => candidate.name.startsWith(name));
      if (principal === undefined) throw new Error(`Expected a principal named ${name}… but found none`);
      return principal;
    },
    async stop() {
      await endpoint.stop();
      for (const service of services) await service.stop();
      await emulator.stop();
    },
  };
}

/** Settings of an SDK client that signs as a principal. */
export function clientSettings(plane: Pick<DataPlane, 'url'>, { accessKeyId, secretAccessKey }: Pick<Principal, 'accessKeyId' | 'secretAccessKey'>) {
  return { endpoint: plane.url, region: REGION, credentials: { accessKeyId, secretAccessKey }, maxAttempts: 1 };
}
