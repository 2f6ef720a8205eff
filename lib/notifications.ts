import { Duration } from 'aws-cdk-lib';
import { Rule } from 'aws-cdk-lib/aws-events';
import type { EventBus } from 'aws-cdk-lib/aws-events';
import { LambdaFunction as LambdaTarget } from 'aws-cdk-lib/aws-events-targets';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { deadLetterQueue } from './dead-letter-queue.ts';
import { GalleyFunction } from './galley-function.ts';
import type { FunctionSettings } from './galley-function.ts';
import type { MailSender } from './mail-sender.ts';
import type { StatefulStack } from './stateful-stack.ts';
import { why } from './wildcards.ts';

export interface NotificationsProps {
  readonly settings: FunctionSettings;
  readonly data: StatefulStack;
  readonly bus: EventBus;
  readonly mailSender: MailSender;
}

/** Tells owners what became of their briefs, from the events on Galley's bus. */
export class Notifications extends Construct {
  readonly function: GalleyFunction;
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, { settings, data, bus, mailSender }: NotificationsProps) {
    super(scope, id);
    this.deadLetters = deadLetterQueue(this, 'DeadLetters');
    this.function = new GalleyFunction(this, 'notify', settings, this.deadLetters);
    this.function.allow(['dynamodb:GetItem', 'dynamodb:UpdateItem'], [data.runsTable.tableArn]);
    this.function.allow(['s3:GetObject'], [data.archive.arnForObjects('assets/*')], why.keys);
    mailSender.grantSend(this.function);
    new Rule(this, 'RunEnded', {
      description: 'A run has ended, with an asset or without',
      eventBus: bus,
      eventPattern: { source: ['galley'], detailType: ['Asset Published', 'Run Ended'] },
      targets: [new LambdaTarget(this.function.lambda, { deadLetterQueue: this.deadLetters, retryAttempts: 8, maxEventAge: Duration.hours(6) })],
    });
  }
}
