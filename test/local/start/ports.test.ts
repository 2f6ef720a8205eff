import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { choosePorts } from '../../../local/start/ports.ts';
import { temporaryFolder } from '../support/deployment.ts';

async function occupy(port: number) {
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    async [Symbol.asyncDispose]() {
      server.close();
      await once(server, 'close');
    },
  };
}

const never = (message: string) => {
  throw new Error(`Expected no message but received ${message}`);
};

test('the ports of the first start are taken again at the next', async () => {
  using folder = temporaryFolder();
  const first = await choosePorts({ stateDir: folder.path, onMoved: never });
  expect(new Set(Object.values(first)).size).toBe(4);
  expect(await choosePorts({ stateDir: folder.path, onMoved: never })).toEqual(first);
});

test('a remembered port that is taken is replaced, and that is said', async () => {
  using folder = temporaryFolder();
  const first = await choosePorts({ stateDir: folder.path, onMoved: never });
  await using taken = await occupy(first.api);
  const messages: string[] = [];
  const second = await choosePorts({ stateDir: folder.path, onMoved: (message) => messages.push(message) });
  expect(second).toMatchObject({ aws: first.aws, mailbox: first.mailbox, openai: first.openai });
  expect(second.api).not.toBe(taken.port);
  expect(messages).toEqual([expect.stringMatching(new RegExp(`^Port ${String(first.api)} of the API is taken.*Links in mails`))]);
});

test('a fixed port that is taken is an error that names it and the way out', async () => {
  using folder = temporaryFolder();
  await using taken = await occupy(0);
  await expect(choosePorts({ stateDir: folder.path, fixed: taken.port - 1, onMoved: never })).rejects.toMatchObject({
    name: 'PortTaken',
    message: expect.stringMatching(new RegExp(`port ${String(taken.port)} .*--port`)) as string,
  });
});

test('half a file of ports is no obstacle', async () => {
  using folder = temporaryFolder();
  writeFileSync(join(folder.path, 'ports.json'), '{ "aws": 12');
  expect(await choosePorts({ stateDir: folder.path, onMoved: never })).toHaveProperty('api');
});
