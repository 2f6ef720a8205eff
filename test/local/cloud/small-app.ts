/** A small CDK application with one of each kind that the embedded cloud connects. */
import { join } from 'node:path';

import { App, CfnOutput, Duration, RemovalPolicy, Stack, aws_apigatewayv2 as gateway, aws_apigatewayv2_authorizers as authorizers, aws_apigatewayv2_integrations as integrations, aws_dynamodb as dynamodb, aws_events as events, aws_events_targets as targets, aws_iam as iam, aws_lambda as lambda, aws_s3 as s3, aws_sqs as sqs, aws_stepfunctions as stepfunctions } from 'aws-cdk-lib';
import type { CfnBucket } from 'aws-cdk-lib/aws-s3';

import { writeFiles } from '../support/deployment.ts';

/** Uses the SDK as a deployed function does: the runtime's own copy, endpoint and credentials from the environment. */
const RECORD = `
const { DynamoDBClient, PutItemCommand } = require('@aws-sdk/client-dynamodb');
const client = new DynamoDBClient({});
exports.handler = async (event) => {
  const id = event.detail?.object?.key ?? event.detail?.status ?? event.id;
  await client.send(new PutItemCommand({ TableName: process.env.TABLE, Item: { id: { S: id }, event: { S: JSON.stringify(event) } } }));
  return { id };
};`;
const READ = `
const { DynamoDBClient, GetItemCommand, PutItemCommand } = require('@aws-sdk/client-dynamodb');
const client = new DynamoDBClient({});
exports.handler = async (event) => {
  const key = { id: { S: event.pathParameters.id } };
  if (event.requestContext.http.method === 'PUT') {
    try { await client.send(new PutItemCommand({ TableName: process.env.TABLE, Item: key })); return { statusCode: 200 }; }
    catch (error) { return { statusCode: 403, body: error.name }; }
  }
  const { Item } = await client.send(new GetItemCommand({ TableName: process.env.TABLE, Key: key }));
  return Item === undefined ? { statusCode: 404, body: 'none' } : { id: Item.id.S, user: event.requestContext.authorizer?.iam.userArn, base: process.env.OPENAI_BASE_URL };
};`;

/** Synthesizes the application below a folder and returns the folder of the assembly. */
export function synthesizeSmallApp(folder: string): string {
  writeFiles(folder, { 'record/index.js': RECORD, 'read/index.js': READ });
  const app = new App({ outdir: join(folder, 'cdk.out'), analyticsReporting: false });
  const stack = new Stack(app, 'Small');
  const table = new dynamodb.Table(stack, 'Table', { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING }, billingMode: dynamodb.BillingMode.PAY_PER_REQUEST });
  const bucket = new s3.Bucket(stack, 'Bucket', { removalPolicy: RemovalPolicy.DESTROY });
  (bucket.node.defaultChild as CfnBucket).notificationConfiguration = { eventBridgeConfiguration: { eventBridgeEnabled: true } };
  const dead = new sqs.Queue(stack, 'Dead');
  const common = { runtime: lambda.Runtime.NODEJS_24_X, handler: 'index.handler', timeout: Duration.seconds(30), memorySize: 256, environment: { TABLE: table.tableName } };
  const record = new lambda.Function(stack, 'Record', { ...common, code: lambda.Code.fromAsset(join(folder, 'record')), deadLetterQueue: dead });
  const read = new lambda.Function(stack, 'Read', { ...common, code: lambda.Code.fromAsset(join(folder, 'read')) });
  table.grantWriteData(record);
  table.grantReadData(read);
  const role = new iam.Role(stack, 'MachineRole', { assumedBy: new iam.ServicePrincipal('states.amazonaws.com') });
  record.grantInvoke(role);
  const machine = new stepfunctions.CfnStateMachine(stack, 'Machine', {
    roleArn: role.roleArn,
    definition: {
      QueryLanguage: 'JSONata',
      StartAt: 'Record',
      States: {
        Record: {
          Type: 'Task',
          Resource: 'arn:aws:states:::lambda:invoke',
          Arguments: { FunctionName: record.functionArn, Payload: '{% $states.input %}' },
          Output: '{% $states.result.Payload %}',
          End: true,
        },
      },
    },
  });
  new events.Rule(stack, 'OnObject', { eventPattern: { source: ['aws.s3'], detailType: ['Object Created'], detail: { bucket: { name: [bucket.bucketName] } } }, targets: [new targets.LambdaFunction(record)] });
  new events.Rule(stack, 'OnEnd', { eventPattern: { source: ['aws.states'], detailType: ['Step Functions Execution Status Change'], detail: { status: ['SUCCEEDED'], stateMachineArn: [machine.attrArn] } }, targets: [new targets.LambdaFunction(record)] });
  const api = new gateway.HttpApi(stack, 'Api');
  const integration = new integrations.HttpLambdaIntegration('ReadIntegration', read);
  api.addRoutes({ path: '/items/{id}', methods: [gateway.HttpMethod.GET, gateway.HttpMethod.PUT], integration });
  api.addRoutes({ path: '/signed/{id}', methods: [gateway.HttpMethod.GET], integration, authorizer: new authorizers.HttpIamAuthorizer() });
  new CfnOutput(stack, 'BucketName', { value: bucket.bucketName });
  new CfnOutput(stack, 'MachineArn', { value: machine.attrArn });
  new CfnOutput(stack, 'ApiUrl', { value: api.apiEndpoint });
  return app.synth().directory;
}
