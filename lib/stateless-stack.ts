import { CfnOutput, CfnParameter, Stack } from 'aws-cdk-lib';
import type { StackProps } from 'aws-cdk-lib';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { Architecture, Code, LayerVersion } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { AssetWorkflow } from './asset-workflow.ts';
import type { FunctionSettings } from './galley-function.ts';
import { Api, Routes } from './http-api.ts';
import { Intake } from './intake.ts';
import { MailSender } from './mail-sender.ts';
import { Notifications } from './notifications.ts';
import { Observability } from './observability.ts';
import { Review } from './review.ts';
import { sharpLayerFolder } from './sharp-layer.ts';
import type { CpuArchitecture } from './sharp-layer.ts';
import type { StatefulStack } from './stateful-stack.ts';

export interface StatelessStackProps extends StackProps {
  readonly projectDir: string;
  readonly buildDir: string;
  readonly architecture: CpuArchitecture;
  readonly data: StatefulStack;
}

/** Everything that can be deployed again from nothing: functions, workflow, API, events, alarms. */
export class StatelessStack extends Stack {
  constructor(scope: Construct, id: string, { projectDir, buildDir, architecture, data, ...props }: StatelessStackProps) {
    super(scope, id, props);

    const sender = new CfnParameter(this, 'SenderAddress', { description: 'Address that Galley mails from; SES must have verified it', allowedPattern: '[^@\\s]+@[^@\\s]+' });
    const approvers = new CfnParameter(this, 'DefaultApprovers', { description: 'Who reviews when a brief names nobody; addresses, comma-separated', allowedPattern: '[^@\\s,]+@[^@\\s,]+(\\s*,\\s*[^@\\s,]+@[^@\\s,]+)*' });
    const monthlyCap = new CfnParameter(this, 'MonthlyCapUsd', { type: 'Number', description: 'Most that all model calls of a calendar month (UTC) may cost, in US dollars', default: 500, minValue: 0, maxValue: 1_000_000 });
    const rateTier = new CfnParameter(this, 'RateTier', { type: 'Number', description: 'Usage tier of the OpenAI account, 1 to 5: how many images and tokens a minute it may ask for', default: 1, minValue: 1, maxValue: 5 });
    const alarmAddress = new CfnParameter(this, 'AlarmAddress', { description: 'Who is mailed when an alarm rings; empty for nobody', default: '' });

    const bus = new EventBus(this, 'Bus', { description: 'What Galley tells the rest of the house: Asset Published, Run Ended' });
    const { api, url } = new Api(this, 'Api');
    const mailSender = new MailSender(sender);

    const settings: FunctionSettings = {
      projectDir,
      buildDir,
      architecture: architecture === 'arm64' ? Architecture.ARM_64 : Architecture.X86_64,
      sharpLayer: new LayerVersion(this, 'Sharp', {
        description: 'The native picture library',
        code: Code.fromAsset(sharpLayerFolder(projectDir, architecture)),
      }),
      environment: {
        BRIEFS_BUCKET: data.briefs.bucketName,
        ASSETS_BUCKET: data.assets.bucketName,
        ARCHIVE_BUCKET: data.archive.bucketName,
        RUNS_TABLE: data.runsTable.tableName,
        REVIEWS_TABLE: data.reviewsTable.tableName,
        ARCHIVE_TABLE: data.archiveTable.tableName,
        LEDGER_TABLE: data.ledgerTable.tableName,
        EVENT_BUS_NAME: bus.eventBusName,
        OPENAI_SECRET_ARN: data.openAiSecret.secretArn,
        PUBLIC_URL: url,
        SENDER_ADDRESS: mailSender.address,
        DEFAULT_APPROVERS: approvers.valueAsString,
        DEFAULT_MODEL: 'gpt-image-2',
        JUDGE_MODEL: 'gpt-5.4-mini',
        MONTHLY_CAP_USD: monthlyCap.valueAsString,
        RATE_TIER: rateTier.valueAsString,
      },
    };

    const workflow = new AssetWorkflow(this, 'AssetWorkflow', { settings, data, bus, mailSender });
    const after: FunctionSettings = { ...settings, environment: { ...settings.environment, STATE_MACHINE_ARN: workflow.stateMachine.stateMachineArn } };
    const intake = new Intake(this, 'Intake', { settings: after, data, workflow, mailSender });
    const review = new Review(this, 'Review', { settings: after, data, workflow, mailSender });
    const routes = new Routes(this, 'Routes', { settings: after, data, workflow, review: review.function, api });
    const notifications = new Notifications(this, 'Notifications', { settings: after, data, bus, mailSender });

    new Observability(this, 'Observability', {
      alarmAddress,
      stateMachine: workflow.stateMachine,
      functions: [...workflow.functions, intake.function, review.function, review.remind, ...routes.functions, notifications.function],
      deadLetters: { Intake: intake.deadLetters, Workflow: workflow.deadLetters, Review: review.deadLetters, Notifications: notifications.deadLetters },
      api,
    });

    for (const [name, value] of Object.entries({
      ApiUrl: url,
      BriefsBucketName: data.briefs.bucketName,
      AssetsBucketName: data.assets.bucketName,
      ArchiveBucketName: data.archive.bucketName,
      StateMachineArn: workflow.stateMachine.stateMachineArn,
    })) {
      new CfnOutput(this, name, { value });
    }
  }
}
