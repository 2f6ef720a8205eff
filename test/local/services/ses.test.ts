import { join } from 'node:path';

import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { createTransport } from 'nodemailer';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';

import { startMailbox } from '../../../local/mailbox/mailbox.ts';
import type { RunningMailbox } from '../../../local/mailbox/mailbox.ts';
import { mailDirectory } from '../../../local/services/ses.ts';
import type { Principal } from '../../../local/types.ts';
import { clientSettings, startDataPlane, synthesizeSample } from '../support/data-plane.ts';
import type { DataPlane } from '../support/data-plane.ts';
import { temporaryFolder } from '../support/deployment.ts';
import { rawGet } from '../support/raw-get.ts';

const PICTURE = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
const Listing = z.array(z.strictObject({ id: z.string(), from: z.string(), to: z.array(z.string()), subject: z.string(), date: z.iso.datetime(), snippet: z.string() }));
const Message = z.strictObject({ id: z.string(), from: z.string(), to: z.array(z.string()), subject: z.string(), date: z.iso.datetime(), text: z.string(), html: z.string(), links: z.array(z.string()) });

describe('SES and the mailbox', () => {
  const folder = temporaryFolder();
  const assemblyDir = join(folder.path, 'cdk.out');
  const stateDir = join(folder.path, 'state');
  let plane: DataPlane;
  let mailbox: RunningMailbox;

  const start = async (): Promise<void> => {
    plane = await startDataPlane({ assemblyDir, stateDir });
    mailbox = await startMailbox({ port: 0, dir: mailDirectory(stateDir) });
  };
  const stop = async (): Promise<void> => {
    await mailbox.stop();
    await plane.stop();
  };
  const ses = (principal: Principal = plane.principals.developer) => new SESv2Client(clientSettings(plane, principal));
  const get = async (path: string): Promise<string> => (await fetch(`${mailbox.url}${path}`)).text();
  const read = async (id: string | undefined) => Message.parse(JSON.parse(await get(`/messages/${String(id)}`)));
  const simple = (subject: string, more: object = {}) =>
    new SendEmailCommand({ FromEmailAddress: 'Galley <sender@example.com>', Destination: { ToAddresses: ['owner@example.com'] }, Content: { Simple: { Subject: { Data: subject }, Body: { Text: { Data: 'Hello ünicode' } } } }, ...more });

  /** As the application sends: raw, with text, HTML and a picture inside. */
  const sendReview = async () => {
    const transport = createTransport({ SES: { sesClient: ses(), SendEmailCommand } });
    await transport.sendMail({
      from: 'sender@example.com',
      to: 'approver@example.com',
      bcc: 'hidden@example.com',
      subject: 'Review: Ein schöner Hund (round 1 of 3)',
      text: 'Decide here: http://127.0.0.1:9/review/abc#key.',
      html: '<html><head><title>t</title></head><body><p>See</p><img src="cid:sheet@galley"><a href="http://127.0.0.1:9/review/abc#key?a=1&amp;b=2">Decide</a><script>alert(1)</script></body></html>',
      attachments: [{ cid: 'sheet@galley', filename: 'sheet.png', content: PICTURE }, { filename: 'brief.yaml', content: 'title: x' }],
    });
    const [newest] = Listing.parse(JSON.parse(await get('/messages')));
    return newest?.id ?? '';
  };

  beforeAll(async () => {
    synthesizeSample(assemblyDir, join(folder.path, 'asset'));
    await start();
  });
  afterAll(async () => {
    await stop();
    folder[Symbol.dispose]();
  });

  test('a simple mail arrives under the id that SES answered', async () => {
    const { MessageId } = await ses().send(simple('Published'));
    expect(await read(MessageId)).toMatchObject({ id: MessageId, from: expect.stringContaining('sender@example.com') as string, to: ['owner@example.com'], subject: 'Published', text: expect.stringContaining('Hello ünicode') as string, html: '', links: [] });
  });

  test('a raw mail arrives with its picture, its links and everyone it went to', async () => {
    const message = await read(await sendReview());
    expect(message).toMatchObject({ subject: 'Review: Ein schöner Hund (round 1 of 3)', to: ['approver@example.com', 'hidden@example.com'] });
    expect(message.links).toEqual(['http://127.0.0.1:9/review/abc#key?a=1&b=2', 'http://127.0.0.1:9/review/abc#key']);
    expect(message.html).toContain('cid:sheet@galley');
  });

  test('the page shows the mail in a frame that runs no scripts and opens links in new tabs', async () => {
    const id = await sendReview();
    const page = await get(`/mail/${id}`);
    expect(page).toContain('Review: Ein schöner Hund');
    expect(page).toContain('sandbox="allow-popups allow-popups-to-escape-sandbox"');
    expect(page).toContain('brief.yaml');
    expect(page).not.toContain('sheet.png');
    const frame = await fetch(`${mailbox.url}/messages/${id}/html`);
    const html = await frame.text();
    expect(html).toContain('<base target="_blank">');
    expect(frame.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(frame.headers.get('content-security-policy')).not.toContain('allow-scripts');
    const picture = await fetch(`${mailbox.url}${/src="(\/messages\/[^"]+)"/.exec(html)?.[1] ?? ''}`);
    expect([picture.headers.get('content-type'), Buffer.from(await picture.arrayBuffer()).equals(PICTURE)]).toEqual(['image/png', true]);
    expect(await get(`/messages/${id}/text`)).toContain('<a href="http://127.0.0.1:9/review/abc#key" rel="noopener">');
  });

  test('files that are no pictures are for download only', async () => {
    const response = await fetch(`${mailbox.url}/messages/${await sendReview()}/parts/1`);
    expect(response.headers.get('content-type')).toBe('application/octet-stream');
    expect(response.headers.get('content-disposition')).toContain('attachment');
  });

  test('subjects are text, not markup', async () => {
    const { MessageId } = await ses().send(simple('<img src=x onerror=alert(1)>'));
    for (const path of ['/', `/mail/${String(MessageId)}`]) expect(await get(path)).not.toContain('<img src=x');
  });

  test('the newest mail comes first, and all survive a restart', async () => {
    await ses().send(simple('first'));
    await ses().send(simple('second'));
    const subjects = async (): Promise<string[]> => Listing.parse(JSON.parse(await get('/messages'))).map(({ subject }) => subject);
    const before = await subjects();
    expect(before.slice(0, 2)).toEqual(['second', 'first']);
    await stop();
    await start();
    expect(await subjects()).toEqual(before);
  });

  test('mails that SES would not take are refused', async () => {
    await expect(ses().send(simple('x', { FromEmailAddress: undefined }))).rejects.toMatchObject({ name: 'BadRequestException', message: expect.stringContaining('FromEmailAddress') as string });
    await expect(ses().send(simple('x', { Destination: {} }))).rejects.toMatchObject({ name: 'BadRequestException' });
    await expect(ses().send(simple('x', { Destination: { ToAddresses: ['no address'] } }))).rejects.toMatchObject({ name: 'BadRequestException' });
    await expect(ses().send(simple('x', { Content: { Template: { TemplateName: 't', TemplateData: '{}' } } }))).rejects.toMatchObject({ name: 'BadRequestException', message: expect.stringContaining('Template') as string });
  });

  test('a role sends only from the identity of its policy', async () => {
    const worker = ses(plane.principal('Worker'));
    await worker.send(simple('allowed'));
    await expect(worker.send(simple('x', { FromEmailAddress: 'other@example.com' }))).rejects.toMatchObject({ name: 'AccessDeniedException', message: expect.stringContaining('ses:SendEmail on resource: arn:aws:ses:eu-central-1:000000000000:identity/other@example.com') as string });
  });

  test('a page of another site cannot read the mailbox through a name of its own', async () => {
    expect((await rawGet(mailbox.url, new URL('http://attacker.example/messages'))).status).toBe(404);
  });

  test('nothing outside the folder is served', async () => {
    expect((await fetch(`${mailbox.url}/messages/..%2Fsecrets`)).status).toBe(404);
  });
});
