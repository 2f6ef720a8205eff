import { CfnOutput, Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import type { StackProps } from 'aws-cdk-lib';
import { AttributeType, BillingMode, ProjectionType, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership, StorageClass } from 'aws-cdk-lib/aws-s3';
import type { BucketProps, CfnBucket, IBucket, LifecycleRule } from 'aws-cdk-lib/aws-s3';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';

/** What must outlive every deployment: the uploads, the pictures, the records, and the key. */
export class StatefulStack extends Stack {
  readonly briefs: Bucket;
  readonly assets: Bucket;
  readonly archive: Bucket;
  readonly runsTable: Table;
  readonly reviewsTable: Table;
  readonly archiveTable: Table;
  readonly ledgerTable: Table;
  readonly openAiSecret: Secret;

  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    const accessLogs = new Bucket(this, 'AccessLogs', {
      ...safeBucket,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      lifecycleRules: [...tidy, { expiration: Duration.days(90) }],
    });
    Validations.of(accessLogs).acknowledge({ id: 'AwsSolutions-S1', reason: 'This bucket receives the access logs of the others; logging it into itself would never end' });
    const bucket = (name: string, lifecycleRules: LifecycleRule[]): Bucket =>
      new Bucket(this, name, { ...safeBucket, serverAccessLogsBucket: accessLogs as IBucket, serverAccessLogsPrefix: `${name.toLowerCase()}/`, lifecycleRules: [...tidy, ...lifecycleRules] });

    this.briefs = bucket('Briefs', []);
    notifyEventBridge(this.briefs);
    // A run that is over is in the archive; its working files are kept for a year to learn from.
    this.assets = bucket('Assets', [
      { transitions: [{ storageClass: StorageClass.INFREQUENT_ACCESS, transitionAfter: Duration.days(60) }], expiration: Duration.days(365) },
    ]);
    this.archive = bucket('Archive', [{ transitions: [{ storageClass: StorageClass.INTELLIGENT_TIERING, transitionAfter: Duration.days(30) }] }]);

    const string = (name: string) => ({ name, type: AttributeType.STRING });
    this.runsTable = this.#table('Runs', 'runId');
    this.runsTable.addGlobalSecondaryIndex({ indexName: 'feed', partitionKey: string('feed'), sortKey: string('startedAt'), projectionType: ProjectionType.ALL });
    this.runsTable.addGlobalSecondaryIndex({ indexName: 'source', partitionKey: string('source'), projectionType: ProjectionType.ALL });
    this.reviewsTable = this.#table('Reviews', 'reviewId', 'part');
    this.reviewsTable.addGlobalSecondaryIndex({ indexName: 'open', partitionKey: string('open'), sortKey: string('dueAt'), projectionType: ProjectionType.ALL });
    this.archiveTable = this.#table('ArchiveIndex', 'pk', 'sk');
    this.ledgerTable = this.#table('Ledger', 'scope', 'entry');

    this.openAiSecret = new Secret(this, 'OpenAiKey', { description: 'The OpenAI API key, as plain text; store it after the first deployment', removalPolicy: RemovalPolicy.RETAIN });
    Validations.of(this.openAiSecret).acknowledge({ id: 'AwsSolutions-SMG4', reason: 'The key is issued by OpenAI; no rotation function can replace it. docs/runbook.md says how people do' });
    new CfnOutput(this, 'OpenAiSecretArn', { value: this.openAiSecret.secretArn });
  }

  #table(id: string, partitionKey: string, sortKey?: string): Table {
    return new Table(this, id, {
      partitionKey: { name: partitionKey, type: AttributeType.STRING },
      ...(sortKey === undefined ? {} : { sortKey: { name: sortKey, type: AttributeType.STRING } }),
      billingMode: BillingMode.PAY_PER_REQUEST,
      encryption: TableEncryption.AWS_MANAGED,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
  }
}

const safeBucket: BucketProps = {
  encryption: BucketEncryption.S3_MANAGED,
  blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
  enforceSSL: true,
  versioned: true,
  removalPolicy: RemovalPolicy.RETAIN,
};

const tidy: LifecycleRule[] = [{ abortIncompleteMultipartUploadAfter: Duration.days(7), noncurrentVersionExpiration: Duration.days(180), expiredObjectDeleteMarker: true }];

/** By the plain property: the higher-level option would bring a custom resource. */
function notifyEventBridge(bucket: Bucket): void {
  (bucket.node.defaultChild as CfnBucket).notificationConfiguration = { eventBridgeConfiguration: { eventBridgeEnabled: true } };
}
