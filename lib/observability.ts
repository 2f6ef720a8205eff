import { CfnCondition, Duration, Fn, Stack, Validations } from 'aws-cdk-lib';
import type { CfnParameter } from 'aws-cdk-lib';
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnSubscription, Topic } from 'aws-cdk-lib/aws-sns';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { GalleyFunction } from './galley-function.ts';

export interface ObservabilityProps {
  readonly alarmAddress: CfnParameter;
  readonly stateMachine: StateMachine;
  readonly functions: readonly GalleyFunction[];
  readonly deadLetters: Readonly<Record<string, Queue>>;
  readonly api: HttpApi;
}

/** Alarms, each with an entry in docs/runbook.md, and the topic that they ring. */
export class Observability extends Construct {
  readonly #topic: Topic;

  constructor(scope: Construct, id: string, { alarmAddress, stateMachine, functions, deadLetters, api }: ObservabilityProps) {
    super(scope, id);
    this.#topic = new Topic(this, 'Alarms', { displayName: 'Galley alarms', enforceSSL: true });
    this.#topic.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [this.#topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    );
    Validations.of(this.#topic).acknowledge({ id: 'AwsSolutions-SNS2', reason: 'Alarm texts hold names and counts, no data of briefs or people' });
    const subscribed = new CfnCondition(this, 'HasAlarmAddress', { expression: Fn.conditionNot(Fn.conditionEquals(alarmAddress.valueAsString, '')) });
    const subscription = new CfnSubscription(this, 'AlarmMail', { topicArn: this.#topic.topicArn, protocol: 'email', endpoint: alarmAddress.valueAsString });
    subscription.cfnOptions.condition = subscribed;

    const period = Duration.minutes(5);
    this.#alarm('RunsFailed', stateMachine.metricFailed({ period }), 1, 'Runs failed: docs/runbook.md#runsfailed');
    this.#alarm('RunsTimedOut', stateMachine.metricTimedOut({ period }), 1, 'Runs ran into the time limit of the workflow: docs/runbook.md#runstimedout');
    this.#alarm('RunsThrottled', stateMachine.metricThrottled({ period }), 1, 'The workflow is throttled: docs/runbook.md#runsthrottled');
    this.#alarm('ApiFaults', api.metricServerError({ period }), 5, 'The API answers 5xx: docs/runbook.md#apifaults');
    for (const [name, queue] of Object.entries(deadLetters)) {
      this.#alarm(`${name}DeadLetters`, queue.metricApproximateNumberOfMessagesVisible({ period, statistic: 'Maximum' }), 1, `Events of ${name} could not be handled: docs/runbook.md#dead-letters`);
    }
    for (const each of functions) {
      this.#alarm(`${each.node.id}Errors`, each.lambda.metricErrors({ period }), 3, `The function ${each.node.id} fails: docs/runbook.md#function-errors`);
    }
  }

  #alarm(id: string, metric: Metric, threshold: number, description: string): void {
    metric
      .createAlarm(this, id, {
        alarmDescription: description,
        threshold,
        evaluationPeriods: 1,
        comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
        treatMissingData: TreatMissingData.NOT_BREACHING,
      })
      .addAlarmAction(new SnsAction(this.#topic));
  }
}
