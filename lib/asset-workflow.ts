import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ArnFormat, Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { Rule } from 'aws-cdk-lib/aws-events';
import type { EventBus } from 'aws-cdk-lib/aws-events';
import { LambdaFunction as LambdaTarget } from 'aws-cdk-lib/aws-events-targets';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { DefinitionBody, LogLevel, StateMachine, StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { assetFunctions } from '../statemachines/asset.placeholders.ts';
import { deadLetterQueue } from './dead-letter-queue.ts';
import { GalleyFunction } from './galley-function.ts';
import type { FunctionSettings } from './galley-function.ts';
import type { MailSender } from './mail-sender.ts';
import { why } from './wildcards.ts';
import type { StatefulStack } from './stateful-stack.ts';

type WorkflowFunction = (typeof assetFunctions)[keyof typeof assetFunctions];

export interface AssetWorkflowProps {
  readonly settings: FunctionSettings;
  readonly data: StatefulStack;
  readonly bus: EventBus;
  readonly mailSender: MailSender;
}

/** The road of one brief: the state machine, its nine functions, and the one that records what it could not. */
export class AssetWorkflow extends Construct {
  readonly stateMachine: StateMachine;
  readonly deadLetters: Queue;
  readonly functions: readonly GalleyFunction[];
  readonly #data: StatefulStack;

  constructor(scope: Construct, id: string, { settings, data, bus, mailSender }: AssetWorkflowProps) {
    super(scope, id);
    this.#data = data;
    const byName = Object.fromEntries(Object.values(assetFunctions).map((name) => [name, new GalleyFunction(this, name, settings)])) as Record<WorkflowFunction, GalleyFunction>;
    this.#grant(byName, mailSender);

    const logGroup = new LogGroup(this, 'Logs', { retention: RetentionDays.THREE_MONTHS, removalPolicy: RemovalPolicy.DESTROY });
    this.stateMachine = new StateMachine(this, 'StateMachine', {
      stateMachineType: StateMachineType.STANDARD,
      definitionBody: DefinitionBody.fromString(readFileSync(join(settings.projectDir, 'statemachines', 'asset.asl.json'), 'utf8')),
      definitionSubstitutions: {
        ...Object.fromEntries(Object.entries(assetFunctions).map(([placeholder, name]) => [placeholder, byName[name].lambda.functionArn])),
        EventBusName: bus.eventBusName,
      },
      // Input and output of states are references, and stay out of the logs all the same.
      logs: { destination: logGroup, level: LogLevel.ALL, includeExecutionData: false },
      tracingEnabled: true,
    });
    // A definition that comes as text carries no grants: they follow the same record as the substitutions.
    this.stateMachine.addToRolePolicy(
      new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: Object.values(byName).map((each) => each.lambda.functionArn) }),
    );
    this.stateMachine.addToRolePolicy(new PolicyStatement({ actions: ['events:PutEvents'], resources: [bus.eventBusArn] }));
    Validations.of(this.stateMachine).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason: 'Delivery of Step Functions logs and X-Ray segments takes no resource but *',
    });

    this.deadLetters = deadLetterQueue(this, 'DeadLetters');
    const conclude = new GalleyFunction(this, 'conclude', settings, this.deadLetters);
    conclude.allow(['dynamodb:GetItem', 'dynamodb:UpdateItem'], [data.runsTable.tableArn]);
    conclude.allow(['events:PutEvents'], [bus.eventBusArn]);
    new Rule(this, 'EndedWithoutRecord', {
      description: 'Executions that failed, timed out or were stopped: a run never stops silently',
      eventPattern: {
        source: ['aws.states'],
        detailType: ['Step Functions Execution Status Change'],
        detail: { status: ['FAILED', 'TIMED_OUT', 'ABORTED'], stateMachineArn: [this.stateMachine.stateMachineArn] },
      },
      targets: [new LambdaTarget(conclude.lambda, { deadLetterQueue: this.deadLetters, retryAttempts: 8, maxEventAge: Duration.hours(6) })],
    });
    this.functions = [...Object.values(byName), conclude];
  }

  #grant(byName: Readonly<Record<WorkflowFunction, GalleyFunction>>, mailSender: MailSender): void {
    const { briefs, assets, archive, runsTable, reviewsTable, archiveTable, ledgerTable, openAiSecret } = this.#data;
    const runFiles = assets.arnForObjects('runs/*');
    for (const name of Object.values(assetFunctions)) byName[name].allow(['dynamodb:UpdateItem'], [runsTable.tableArn]);
    byName['record-outcome'].allow(['dynamodb:GetItem'], [runsTable.tableArn]);
    // A review that nobody answered is the outcome of the judgement that led to it.
    byName['record-outcome'].allow(['s3:GetObject'], [runFiles], why.keys);
    byName['record-outcome'].allow(['s3:PutObject'], [assets.arnForObjects('runs/*/outcome.json')], why.outcomes);
    byName['record-outcome'].allow(['s3:ListBucket'], [assets.bucketArn]);

    for (const name of ['assess', 'build-prompt', 'generate', 'inspect', 'judge', 'finish'] as const) {
      byName[name].allow(['s3:GetObject', 's3:PutObject'], [runFiles], why.keys);
      // Without it a missing object answers "access denied" instead of "not found".
      byName[name].allow(['s3:ListBucket'], [assets.bucketArn]);
    }
    byName['build-prompt'].allow(['s3:GetObject'], [briefs.arnForObjects('templates/*'), briefs.arnForObjects('labels/*')], why.templates);
    byName['build-prompt'].allow(['s3:ListBucket'], [briefs.bucketArn]);
    // A team's own constants, and how its runs and rounds went.
    for (const name of ['assess', 'judge'] as const) {
      byName[name].allow(['s3:GetObject'], [briefs.arnForObjects('teams/*')], why.teams);
      byName[name].allow(['s3:ListBucket'], [briefs.bucketArn]);
      byName[name].allow(['dynamodb:GetItem'], [runsTable.tableArn]);
    }
    // How far the check agrees with people, before it may decide without them.
    byName.judge.allow(['dynamodb:Query'], [`${runsTable.tableArn}/index/feed`]);
    byName['request-review'].allow(['s3:GetObject'], [runFiles], why.keys);
    // It reads a review that expired, to say who had not answered.
    byName['request-review'].allow(['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'], [reviewsTable.tableArn]);
    mailSender.grantSend(byName['request-review']);

    for (const name of ['generate', 'inspect'] as const) {
      byName[name].allow(['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:Query'], [ledgerTable.tableArn]);
      byName[name].allow(['secretsmanager:GetSecretValue'], [openAiSecret.secretArn]);
    }

    // Whether a candidate looks like an archived picture.
    byName.inspect.allow(['dynamodb:Query'], [archiveTable.tableArn]);

    byName.archive.allow(['s3:GetObject'], [runFiles], why.keys);
    byName.archive.allow(['s3:ListBucket'], [assets.bucketArn, archive.bucketArn]);
    byName.archive.allow(['s3:GetObject', 's3:PutObject'], [archive.arnForObjects('assets/*')], why.keys);
    byName.archive.allow(['dynamodb:PutItem', 'dynamodb:BatchWriteItem'], [archiveTable.tableArn]);
  }

  /** Lets a function start runs. */
  grantStart(grantee: GalleyFunction): void {
    grantee.allow(['states:StartExecution'], [this.stateMachine.stateMachineArn]);
  }

  /** Lets a function read how runs went. */
  grantFollow(grantee: GalleyFunction): void {
    const executions = Stack.of(this).formatArn({
      service: 'states',
      resource: 'execution',
      resourceName: `${this.stateMachine.stateMachineName}:*`,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    grantee.allow(['states:GetExecutionHistory'], [executions], why.executions);
  }

  /** Lets a function answer waiting tasks; every answer is a success, as a rejection is a decision too. */
  grantAnswer(grantee: GalleyFunction): void {
    grantee.allow(['states:SendTaskSuccess'], [this.stateMachine.stateMachineArn]);
  }
}
