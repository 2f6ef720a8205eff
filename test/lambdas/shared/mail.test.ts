import type { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { expect, test } from 'vitest';

import { sesMailer } from '../../../lambdas/shared/mail.ts';

/** The edge of the world: keeps the raw messages that SES would take. */
function recordedSes(): { readonly client: SESv2Client; readonly raw: string[] } {
  const raw: string[] = [];
  const client = {
    config: { region: () => Promise.resolve('eu-central-1') },
    send: (command: SendEmailCommand) => {
      raw.push(Buffer.from(command.input.Content?.Raw?.Data ?? []).toString());
      return Promise.resolve({ MessageId: 'm' });
    },
  };
  return { client: client as unknown as SESv2Client, raw };
}

/** Headers of the message itself, unfolded, by their lower-case names. */
function headersOf(message: string): Map<string, string> {
  const head = message.slice(0, message.indexOf('\r\n\r\n')).replace(/\r\n[ \t]+/g, ' ');
  return new Map(head.split('\r\n').map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]));
}

test('a picture is shown within the mail, beside text and HTML', async () => {
  const { client, raw } = recordedSes();
  await sesMailer(client, 'galley@example.com').send('art@example.com', { language: 'en', subject: 'Review: Frisbee', text: 'Look', html: '<img src="cid:sheet">' }, [{ contentId: 'sheet', fileName: 'sheet.jpg', mediaType: 'image/jpeg', bytes: Buffer.from('jpeg') }]);
  const message = raw[0] ?? '';
  expect(Object.fromEntries(headersOf(message))).toMatchObject({ to: 'art@example.com', from: 'Galley <galley@example.com>', subject: 'Review: Frisbee', 'auto-submitted': 'auto-generated' });
  expect(message).toMatch(/Content-Id: <sheet>/i);
  expect(message).toMatch(/Content-Disposition: inline/i);
  expect(message).toContain('text/plain');
  expect(message).toContain(Buffer.from('jpeg').toString('base64'));
});

test('a title adds no header and no recipient', async () => {
  const { client, raw } = recordedSes();
  await sesMailer(client, 'galley@example.com').send('art@example.com', { language: 'en', subject: 'Review: x\r\nBcc: everybody@example.com\r\n\r\nbody', text: 't', html: 'h' });
  const headers = headersOf(raw[0] ?? '');
  expect(headers.has('bcc')).toBe(false);
  expect(headers.get('to')).toBe('art@example.com');
});
