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

/**
 * The adapters as they run in a function, wired from its environment. A handler takes those it needs, and its bundle holds
 * no other: each is an export of its own, so that a function starts without the clients of all services.
 */
export const clock = () => systemClock;
export const objects = () => s3Objects(new S3Client({ forcePathStyle: true }));
export const templates = () => s3Templates(s3Objects(new S3Client({ forcePathStyle: true })), requireEnv('BRIEFS_BUCKET'));
export const runs = () => dynamoRuns(documentClient(), requireEnv('RUNS_TABLE'));
export const history = () => dynamoHistory(documentClient(), requireEnv('RUNS_TABLE'));
export const agreement = () => dynamoAgreement(documentClient(), requireEnv('RUNS_TABLE'));
export const advice = () => dynamoAdviceBook(documentClient(), requireEnv('RUNS_TABLE'));
export const reviews = () => dynamoReviews(documentClient(), requireEnv('REVIEWS_TABLE'));
export const archive = () => dynamoArchive(documentClient(), requireEnv('ARCHIVE_TABLE'));
export const ledger = () => dynamoLedger(documentClient(), requireEnv('LEDGER_TABLE'));
export const rateGate = () => dynamoRateGate(documentClient(), requireEnv('LEDGER_TABLE'), { tier: requireNumber('RATE_TIER'), clock: systemClock });
export const executions = () => sfnExecutions(new SFNClient({}), requireEnv('STATE_MACHINE_ARN'));
export const events = () => eventBridgeEvents(new EventBridgeClient({}), requireEnv('EVENT_BUS_NAME'));
export const mailer = () => sesMailer(new SESv2Client({}), requireEnv('SENDER_ADDRESS'));
export const images = () => openaiImages(openAiKey());
export const vision = () => openaiVision(openAiKey());

function openAiKey(): () => Promise<string> {
  return cachedSecret(new SecretsManagerClient({}), requireEnv('OPENAI_SECRET_ARN'));
}
