import { Duration } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
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

export interface ReviewProps {
  readonly settings: FunctionSettings;
  readonly data: StatefulStack;
  readonly workflow: AssetWorkflow;
  readonly mailSender: MailSender;
}

/** People's decisions: the function behind the review page, and the one that reminds, escalates and closes. */
export class Review extends Construct {
  readonly function: GalleyFunction;
  readonly remind: GalleyFunction;
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, { settings, data, workflow, mailSender }: ReviewProps) {
    super(scope, id);
    const { assets, runsTable, reviewsTable } = data;

    this.function = new GalleyFunction(this, 'review', settings);
    // Also what the presigned links to candidates are signed with.
    this.function.allow(['s3:GetObject'], [assets.arnForObjects('runs/*')], why.keys);
    // Pins and drawings of decisions.
    this.function.allow(['s3:PutObject'], [assets.arnForObjects('runs/*/annotations/*')], why.keys);
    // The put stores the link of whoever is asked next.
    this.function.allow(['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'], [reviewsTable.tableArn]);
    // A run is read to find the review that it waits for, when it is reopened by whoever may sign; people's answers are counted beside the check's.
    this.function.allow(['dynamodb:GetItem', 'dynamodb:UpdateItem'], [runsTable.tableArn]);
    // How far the check has agreed with people stands beside its advice.
    this.function.allow(['dynamodb:Query'], [`${runsTable.tableArn}/index/feed`]);
    mailSender.grantSend(this.function);
    // What people decided is written beside the judgement that it answers.
    this.function.allow(['s3:PutObject'], [assets.arnForObjects('runs/*/outcome.json')], why.outcomes);
    workflow.grantAnswer(this.function);

    this.deadLetters = deadLetterQueue(this, 'DeadLetters');
    this.remind = new GalleyFunction(this, 'remind', settings, this.deadLetters);
    // What the mail of an approver shows whose turn has come.
    this.remind.allow(['s3:GetObject'], [assets.arnForObjects('runs/*')], why.keys);
    this.remind.allow(['dynamodb:Query'], [`${reviewsTable.tableArn}/index/open`]);
    this.remind.allow(['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'], [reviewsTable.tableArn]);
    this.remind.allow(['dynamodb:UpdateItem'], [runsTable.tableArn]);
    // It hands decisions over that a crash held up: the outcome is written beside the judgement.
    this.remind.allow(['s3:PutObject'], [assets.arnForObjects('runs/*/outcome.json')], why.outcomes);
    mailSender.grantSend(this.remind);
    workflow.grantAnswer(this.remind);

    new Rule(this, 'EveryFiveMinutes', {
      description: 'Looks for reviews that are due for a reminder or an escalation, and for decisions not yet handed over',
      schedule: Schedule.rate(Duration.minutes(5)),
      targets: [new LambdaTarget(this.remind.lambda, { deadLetterQueue: this.deadLetters, retryAttempts: 1, maxEventAge: Duration.minutes(5) })],
    });
  }
}
