/** A small pool of drawing threads; it starts with the first picture and does not keep the process alive. */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';

import { z } from 'zod';

import type { DrawJob } from './draw.ts';

const Answer = z.union([
  z.object({ id: z.number(), picture: z.instanceof(Uint8Array) }),
  z.object({ id: z.number(), error: z.string(), stack: z.string().optional() }),
]);

/** A picture that could not be drawn, or an input that could not be decoded. */
export class DrawingFailed extends Error {
  override readonly name = 'DrawingFailed';
}

interface Waiting {
  readonly resolve: (picture: Buffer) => void;
  readonly reject: (error: Error) => void;
}

interface Thread {
  readonly worker: Worker;
  readonly waiting: Map<number, Waiting>;
}

export class Studio {
  readonly #threads: Thread[] = [];
  readonly #size = Math.max(1, Math.min(2, availableParallelism() - 1));
  #count = 0;

  /** @throws DrawingFailed */
  async draw(job: DrawJob): Promise<Buffer> {
    const thread = this.#thread();
    const id = this.#count++;
    return new Promise<Buffer>((resolve, reject) => {
      thread.waiting.set(id, { resolve, reject });
      thread.worker.postMessage({ id, job });
    });
  }

  async stop(): Promise<void> {
    await Promise.all(this.#threads.splice(0).map(async ({ worker }) => worker.terminate()));
  }

  /** The least busy thread. */
  #thread(): Thread {
    if (this.#threads.length < this.#size) this.#threads.push(this.#start());
    const [first, ...others] = this.#threads;
    if (first === undefined) throw new DrawingFailed('Expected a drawing thread but the studio has none');
    return others.reduce((least, thread) => (thread.waiting.size < least.waiting.size ? thread : least), first);
  }

  #start(): Thread {
    const worker = new Worker(new URL('./draw.worker.ts', import.meta.url));
    const waiting = new Map<number, Waiting>();
    const thread = { worker, waiting };
    worker.unref();
    worker.on('message', (message: unknown) => {
      const answer = Answer.parse(message);
      const caller = waiting.get(answer.id);
      waiting.delete(answer.id);
      if ('picture' in answer) caller?.resolve(Buffer.from(answer.picture));
      else caller?.reject(new DrawingFailed(answer.error, { cause: answer.stack }));
    });
    const fail = (error: Error) => {
      const at = this.#threads.indexOf(thread);
      if (at >= 0) this.#threads.splice(at, 1);
      for (const caller of waiting.values()) caller.reject(error);
      waiting.clear();
    };
    worker.on('error', (error) => { fail(new DrawingFailed('The drawing thread failed', { cause: error })); });
    worker.on('exit', () => { fail(new DrawingFailed('The drawing thread ended')); });
    return thread;
  }
}
