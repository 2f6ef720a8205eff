/** The four ports of the embedded cloud: chosen once and kept, so that links in mails go on working. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';

import { z } from 'zod';

const Ports = z.object({ aws: z.int(), api: z.int(), mailbox: z.int(), openai: z.int() });
export type Ports = z.infer<typeof Ports>;

const NAMES = ['aws', 'api', 'mailbox', 'openai'] as const;
const LABELS: Readonly<Record<keyof Ports, string>> = { aws: 'AWS endpoint', api: 'API', mailbox: 'mailbox', openai: 'image API' };

/** A port that was asked for cannot be had. */
export class PortTaken extends Error {
  override readonly name = 'PortTaken';
}

export interface ChoosePortsOptions {
  readonly stateDir: string;
  /** The first of four consecutive ports, when they are fixed. */
  readonly fixed?: number;
  /** Told when a remembered port is taken by another program. */
  readonly onMoved: (message: string) => void;
}

/**
 * The ports to use, remembered in `ports.json`.
 * @throws PortTaken naming the fixed port that another program uses
 */
export async function choosePorts({ stateDir, fixed, onMoved }: ChoosePortsOptions): Promise<Ports> {
  const ports = fixed === undefined ? await freePorts(await rememberedPorts(stateDir), onMoved) : await fixedPorts(fixed);
  await mkdir(stateDir, { recursive: true });
  await writeFile(join(stateDir, 'ports.json'), `${JSON.stringify(ports, undefined, 2)}\n`);
  return ports;
}

async function fixedPorts(first: number): Promise<Ports> {
  for (const [offset, name] of NAMES.entries()) {
    const port = first + offset;
    if (!(await isFree(port))) {
      throw new PortTaken(
        `Expected port ${String(port)} to be free for the ${LABELS[name]} but another program uses it. Stop that program, give another --port (it takes four ports in a row), or leave --port out to take free ones.`,
      );
    }
  }
  return { aws: first, api: first + 1, mailbox: first + 2, openai: first + 3 };
}

async function freePorts(remembered: Ports | undefined, onMoved: (message: string) => void): Promise<Ports> {
  const chosen: Partial<Ports> = {};
  const used = new Set<number>(Object.values(remembered ?? {}));
  for (const name of NAMES) {
    const wanted = remembered?.[name];
    if (wanted !== undefined && (await isFree(wanted))) {
      chosen[name] = wanted;
      continue;
    }
    const port = await anyFreePort(used);
    used.add(port);
    chosen[name] = port;
    if (wanted !== undefined) {
      const consequence = name === 'api' ? ' Links in mails that were sent before do not work with it.' : '';
      onMoved(`Port ${String(wanted)} of the ${LABELS[name]} is taken by another program; using ${String(port)} instead.${consequence}`);
    }
  }
  return chosen as Ports;
}

async function rememberedPorts(stateDir: string): Promise<Ports | undefined> {
  let text: string;
  try {
    text = await readFile(join(stateDir, 'ports.json'), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  // A process killed while it wrote leaves half a file: the ports are then chosen anew.
  try {
    return Ports.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** A port of the loopback address that nobody listens on at the moment. */
export function freePort(): Promise<number> {
  return anyFreePort(new Set());
}

async function anyFreePort(used: ReadonlySet<number>): Promise<number> {
  for (;;) {
    const port = await listen(0);
    if (port !== undefined && !used.has(port)) return port;
  }
}

async function isFree(port: number): Promise<boolean> {
  return (await listen(port)) !== undefined;
}

/** Listens for a moment; the port it got, or undefined when it is taken. */
function listen(port: number): Promise<number | undefined> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => (error.code === 'EADDRINUSE' || error.code === 'EACCES' ? resolve(undefined) : reject(error)));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : undefined));
    });
  });
}
