import { Duration } from 'aws-cdk-lib';
import { Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction as LambdaTarget } from 'aws-cdk-lib/aws-events-targets';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { AssetWorkflow } from './asset-workflow.ts';
import { deadLetterQueue } from './dead-letter-queue.ts';
import { GalleyFunction } from './galley-function.ts';
import type { FunctionSettings } from './galley-function.ts';
import type { MailSender } from './mail-sender.ts';
import { why } from './wildcards.ts';
import type { StatefulStack } from './stateful-stack.ts';

export interface IntakeProps {
  readonly settings: FunctionSettings;
  readonly data: StatefulStack;
  readonly workflow: AssetWorkflow;
  readonly mailSender: MailSender;
}

/** An upload under `inbox/` becomes a run, or a rejection with a report. */
export class Intake extends Construct {
  readonly function: GalleyFunction;
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, { settings, data, workflow, mailSender }: IntakeProps) {
    super(scope, id);
    const { briefs, assets, runsTable } = data;
    this.deadLetters = deadLetterQueue(this, 'DeadLetters');
    this.function = new GalleyFunction(this, 'intake', settings, this.deadLetters);
    this.function.allow(['s3:GetObject', 's3:GetObjectVersion', 's3:DeleteObject'], [briefs.arnForObjects('inbox/*')], why.keys);
    this.function.allow(['s3:GetObject', 's3:GetObjectVersion'], [briefs.arnForObjects('brands/*'), briefs.arnForObjects('references/*')], why.brands);
    // A template that a brief names is looked for before the brief is taken.
    this.function.allow(['s3:GetObject'], [briefs.arnForObjects('templates/*'), briefs.arnForObjects('labels/*')], why.templates);
    this.function.allow(['s3:PutObject'], [briefs.arnForObjects('accepted/*'), briefs.arnForObjects('rejected/*')], why.keys);
    // Has this upload been reported before? Without the listing, a missing report answers "access denied".
    this.function.allow(['s3:GetObject'], [briefs.arnForObjects('rejected/*')], why.keys);
    this.function.allow(['s3:ListBucket'], [briefs.bucketArn]);
    this.function.allow(['s3:GetObject', 's3:PutObject'], [assets.arnForObjects('runs/*')], why.keys);
    // The second attempt goes on with the brief that the first one kept.
    this.function.allow(['s3:ListBucket'], [assets.bucketArn]);
    this.function.allow(['dynamodb:PutItem'], [runsTable.tableArn]);
    mailSender.grantSend(this.function);
    workflow.grantStart(this.function);

    new Rule(this, 'BriefUploaded', {
      description: 'A brief was uploaded under inbox/',
      eventPattern: {
        source: ['aws.s3'],
        detailType: ['Object Created'],
        detail: { bucket: { name: [briefs.bucketName] }, object: { key: [{ prefix: 'inbox/' }] } },
      },
      targets: [new LambdaTarget(this.function.lambda, { deadLetterQueue: this.deadLetters, retryAttempts: 8, maxEventAge: Duration.hours(6) })],
    });
  }
}
