/** The thread that draws, so that the embedded cloud in the same process keeps answering. */
import { parentPort } from 'node:worker_threads';

import { draw } from './draw.ts';
import type { DrawJob } from './draw.ts';

const port = parentPort;
port?.on('message', ({ id, job }: { id: number; job: DrawJob }) => {
  draw(job).then(
    (picture) => { port.postMessage({ id, picture: new Uint8Array(picture) }); },
    (error: unknown) => { port.postMessage({ id, error: error instanceof Error ? error.message : String(error), stack: error instanceof Error ? error.stack : undefined }); },
  );
});
