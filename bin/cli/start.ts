import { PortTaken } from '../../local/start/ports.ts';
import { StateLocked } from '../../local/lock.ts';
import { runEmbedded } from '../../local/start/run-embedded.ts';
import type { Embedded } from '../../local/start/run-embedded.ts';
import { UsageError } from './errors.ts';

interface StartOptions {
  readonly projectDir: string;
  readonly stateDir: string;
  readonly port?: number;
  readonly print: (line: string) => void;
}

/** Runs the embedded cloud until Ctrl-C. @throws UsageError when a port is taken or the state is in use */
export async function start({ print, ...options }: StartOptions): Promise<void> {
  try {
    await runEmbedded({ ...options, onReady: (embedded) => announce(embedded, print) });
  } catch (error) {
    if (error instanceof PortTaken || error instanceof StateLocked) throw new UsageError(error.message, { cause: error });
    throw error;
  }
}

function announce({ endpoints, standIn }: Embedded, print: (line: string) => void): void {
  for (const line of [
    '',
    '  Galley is ready.',
    '',
    `  Studio    ${endpoints.api}      hand in briefs, follow runs, search the archive`,
    `  Mailbox   ${endpoints.mailbox}      every mail that Galley sends`,
    `  API       ${endpoints.api}/api`,
    `  AWS       ${endpoints.aws}      S3, Step Functions, DynamoDB …: eval "$(npx galley env)"`,
    `  Pictures  ${standIn ? 'drawn by the stand-in; set OPENAI_API_KEY to use the real model' : 'OpenAI, with your key: model calls cost money'}`,
    '',
    '  Try: npx galley submit examples/sports-car.yaml --watch',
    '  Ctrl-C stops; npm start goes on where it was.',
    '',
  ]) {
    print(line);
  }
}
