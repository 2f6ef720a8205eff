import { Duration } from 'aws-cdk-lib';
import { Rule } from 'aws-cdk-lib/aws-events';
import type { EventBus } from 'aws-cdk-lib/aws-events';
import { LambdaFunction as LambdaTarget } from 'aws-cdk-lib/aws-events-targets';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { deadLetterQueue } from './dead-letter-queue.ts';
import { GalleyFunction } from './galley-function.ts';
import type { FunctionSettings } from './galley-function.ts';
import { why } from './wildcards.ts';
import type { StatefulStack } from './stateful-stack.ts';

export interface NotificationsProps {
  readonly settings: FunctionSettings;
  readonly data: StatefulStack;
  readonly bus: EventBus;
  readonly mailIdentities: string;
}

/** Tells owners what became of their briefs, from the events on Galley's bus. */
export class Notifications extends Construct {
  readonly function: GalleyFunction;
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, { settings, data, bus, mailIdentities }: NotificationsProps) {
    super(scope, id);
    this.function = new GalleyFunction(this, 'notify', settings);
    this.function.allow(['dynamodb:GetItem', 'dynamodb:UpdateItem'], [data.runsTable.tableArn]);
    this.function.allow(['s3:GetObject'], [data.archive.arnForObjects('assets/*')], why.keys);
    this.function.allow(['ses:SendEmail', 'ses:SendRawEmail'], [mailIdentities], why.identities);
    this.deadLetters = deadLetterQueue(this, 'DeadLetters');
    new Rule(this, 'RunEnded', {
      description: 'A run has ended, with an asset or without',
      eventBus: bus,
      eventPattern: { source: ['galley'], detailType: ['Asset Published', 'Run Ended'] },
      targets: [new LambdaTarget(this.function.lambda, { deadLetterQueue: this.deadLetters, retryAttempts: 8, maxEventAge: Duration.hours(6) })],
    });
  }
}
