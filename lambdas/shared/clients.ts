import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SESv2Client } from '@aws-sdk/client-sesv2';
import { SFNClient } from '@aws-sdk/client-sfn';
import { dynamoAdviceBook } from './advice-book.ts';
import { dynamoAgreement } from './agreement.ts';
import { dynamoArchive } from './archive.ts';
import { systemClock } from './clock.ts';
import { requireEnv, requireNumber } from './environment.ts';
import { eventBridgeEvents } from './events.ts';
import { sfnExecutions } from './executions.ts';
import { dynamoHistory } from './history.ts';
import { openaiImages } from './images.ts';
import { dynamoLedger } from './ledger.ts';
import { sesMailer } from './mail.ts';
import { s3Objects } from './objects.ts';
import { dynamoRateGate } from './rate-gate.ts';
import { dynamoReviews } from './reviews.ts';
import { dynamoRuns } from './runs.ts';
import { cachedSecret } from './secrets.ts';
import { documentClient } from './tables.ts';
import { s3Templates } from './templates.ts';
import { openaiVision } from './vision.ts';

/** The adapters as they run in a function, wired from its environment. A handler takes those it needs. */
export const wired = {
  clock: () => systemClock,
  objects: () => s3Objects(new S3Client({ forcePathStyle: true })),
  templates: () => s3Templates(s3Objects(new S3Client({ forcePathStyle: true })), requireEnv('BRIEFS_BUCKET')),
  runs: () => dynamoRuns(documentClient(), requireEnv('RUNS_TABLE')),
  history: () => dynamoHistory(documentClient(), requireEnv('RUNS_TABLE')),
  agreement: () => dynamoAgreement(documentClient(), requireEnv('RUNS_TABLE')),
  advice: () => dynamoAdviceBook(documentClient(), requireEnv('RUNS_TABLE')),
  reviews: () => dynamoReviews(documentClient(), requireEnv('REVIEWS_TABLE')),
  archive: () => dynamoArchive(documentClient(), requireEnv('ARCHIVE_TABLE')),
  ledger: () => dynamoLedger(documentClient(), requireEnv('LEDGER_TABLE')),
  rateGate: () => dynamoRateGate(documentClient(), requireEnv('LEDGER_TABLE'), { tier: requireNumber('RATE_TIER'), clock: systemClock }),
  executions: () => sfnExecutions(new SFNClient({}), requireEnv('STATE_MACHINE_ARN')),
  events: () => eventBridgeEvents(new EventBridgeClient({}), requireEnv('EVENT_BUS_NAME')),
  mailer: () => sesMailer(new SESv2Client({}), requireEnv('SENDER_ADDRESS')),
  images: () => openaiImages(openAiKey()),
  vision: () => openaiVision(openAiKey()),
} as const;

function openAiKey(): () => Promise<string> {
  return cachedSecret(new SecretsManagerClient({}), requireEnv('OPENAI_SECRET_ARN'));
}
