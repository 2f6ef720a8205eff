/** The services that keep data: S3, SQS, DynamoDB, SES with its mailbox, Secrets Manager, STS. */
import { join } from 'node:path';

import { startMailbox } from './mailbox/mailbox.ts';
import { DynamoDbService } from './services/dynamodb.ts';
import { startEmulator } from './services/emulator.ts';
import { S3Service } from './services/s3.ts';
import { SecretsManagerService } from './services/secretsmanager.ts';
import { SesService, mailDirectory } from './services/ses.ts';
import { SqsService } from './services/sqs.ts';
import { StsService } from './services/sts.ts';
import type { CloudLog, Deployment, PublishEvent, Service } from './types.ts';

export interface DataServicesOptions {
  readonly deployment: Deployment;
  readonly stateDir: string;
  readonly log: CloudLog;
  readonly publish: PublishEvent;
  readonly secretValues: Readonly<Record<string, string>>;
  /** 0 takes a free port. */
  readonly mailboxPort: number;
  /** Receives what closes each service again, in the order they were opened. */
  readonly undo: { push(step: () => Promise<void> | void): unknown };
}

export interface DataServices {
  readonly services: readonly Service[];
  /** SQS, for messages that the cloud itself sends. */
  readonly queues: Service;
  readonly mailboxUrl: string;
  /** Lets S3 publish what a killed process still owes; the events have somewhere to go by then. */
  startPublishing(): Promise<void>;
}

/** Opens the stores of a deployment. */
export async function startDataServices({ deployment, stateDir, log, publish, secretValues, mailboxPort, undo }: DataServicesOptions): Promise<DataServices> {
  const emulator = await startEmulator({ dataDir: join(stateDir, 'objects'), region: deployment.region });
  undo.push(() => emulator.stop());
  const queues = new SqsService({ deployment, emulator });
  const s3 = new S3Service({ deployment, stateDir, emulator, publish, log });
  const mail = new SesService({ deployment, stateDir });
  const opening = [queues, mail, new DynamoDbService({ deployment, stateDir }), new SecretsManagerService({ deployment, stateDir, secretValues }), new StsService({ deployment })];
  for (const service of opening) {
    await service.start();
    undo.push(() => service.stop());
  }
  const mailbox = await startMailbox({ port: mailboxPort, dir: mailDirectory(stateDir) });
  undo.push(() => mailbox.stop());
  return {
    services: [...opening, s3],
    queues,
    mailboxUrl: mailbox.url,
    async startPublishing() {
      await s3.start();
      undo.push(() => s3.stop());
    },
  };
}
