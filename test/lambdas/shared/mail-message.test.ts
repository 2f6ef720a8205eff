import { join } from 'node:path';
import { SESv2Client } from '@aws-sdk/client-sesv2';
import { simpleParser } from 'mailparser';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { contactSheetCid } from '../../../core/mail/mails.ts';
import { sesMailer } from '../../../lambdas/shared/mail.ts';
import { MailStore } from '../../../local/mailbox/mail-store.ts';
import { mailDirectory } from '../../../local/services/ses.ts';
import { everyMail } from '../../core/mail/support/mails.ts';
import { clientSettings, startDataPlane, synthesizeSample, type DataPlane } from '../../local/support/data-plane.ts';
import { temporaryFolder } from '../../local/support/deployment.ts';

/** A mail as the embedded SES took it, read as a mail client reads it. */

const folder = temporaryFolder();
const stateDir = join(folder.path, 'state');
let plane: DataPlane;

beforeAll(async () => {
  const assemblyDir = join(folder.path, 'cdk.out');
  synthesizeSample(assemblyDir, join(folder.path, 'asset'));
  plane = await startDataPlane({ assemblyDir, stateDir });
});
afterAll(async () => {
  await plane.stop();
  folder[Symbol.dispose]();
});

const jpeg = Buffer.from('/9j/4AAQSkZJRg==', 'base64');

test('a Spanish review request arrives as text beside HTML with its picture inside, its accents whole', async () => {
  const mail = everyMail('es', 'Una campaña de otoño para el puerto, la estación y el jardín botánico')['review']!;
  const mailer = sesMailer(new SESv2Client(clientSettings(plane, plane.principals.developer)), 'sender@example.com');
  await mailer.send('approver@example.com', mail, [{ contentId: contactSheetCid, fileName: 'contact-sheet.jpg', mediaType: 'image/jpeg', bytes: jpeg }]);

  const store = new MailStore(mailDirectory(stateDir));
  const [newest] = await store.list();
  const source = (await store.source(newest?.id ?? ''))?.toString('latin1') ?? '';
  const read = await simpleParser(source, { keepCidLinks: true, skipTextToHtml: true });

  expect(read.subject).toBe(mail.subject);
  expect(mail.subject).toMatch(/^Revisión: Una campaña de otoño .+ \(ronda 2 de 3\)$/);
  expect(read.text?.trim()).toBe(mail.text.trim());
  expect(String(read.html).trim()).toBe(mail.html.trim());
  expect(read.headers.get('content-language')).toBe('es');
  expect(read.attachments).toMatchObject([{ cid: contactSheetCid, related: true, contentType: 'image/jpeg', filename: 'contact-sheet.jpg', contentDisposition: 'inline', content: jpeg }]);

  // Outside in: text or HTML, and the HTML together with its picture.
  const kinds = [...source.matchAll(/^content-type:\s*([\w/-]+)/gim)].map(([, kind]) => kind?.toLowerCase());
  expect(kinds).toEqual(['multipart/alternative', 'text/plain', 'multipart/related', 'text/html', 'image/jpeg']);

  // RFC 5322 and 2047: seven bits and lines of at most 78 in the head; RFC 5321: no line over 998 anywhere.
  const head = source.slice(0, source.indexOf('\r\n\r\n'));
  expect(head).toMatch(/^[\x20-\x7e\r\n\t]*$/);
  expect(Math.max(...head.split('\r\n').filter((line) => !/^x-galley/i.test(line)).map((line) => line.length))).toBeLessThanOrEqual(78);
  expect(Math.max(...source.split('\r\n').map((line) => line.length))).toBeLessThanOrEqual(998);
});
