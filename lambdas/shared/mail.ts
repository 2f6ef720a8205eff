import { SendEmailCommand, type SESv2Client } from '@aws-sdk/client-sesv2';
import { createTransport } from 'nodemailer';

/** What the texts of `core/mail` are made of. */
export interface MailText {
  /** BCP 47; what screen readers and translators go by. */
  readonly language: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** A picture shown within the mail: the HTML refers to it as `cid:<contentId>`. */
export interface InlinePicture {
  readonly contentId: string;
  readonly fileName: string;
  readonly mediaType: string;
  readonly bytes: Buffer;
}

export interface Mailer {
  send(to: string, mail: MailText, pictures?: readonly InlinePicture[]): Promise<void>;
}

/** Composes MIME messages and hands them to SES as raw mail. */
export function sesMailer(sesClient: SESv2Client, sender: string): Mailer {
  const transport = createTransport({ SES: { sesClient, SendEmailCommand } });
  return {
    send: async (to, { language, subject, text, html }, pictures = []) => {
      await transport.sendMail({
        from: { name: 'Galley', address: sender },
        to: { name: '', address: to },
        subject,
        text,
        html,
        // Answers of out-of-office robots would only reach the sender address.
        headers: { 'Content-Language': language, 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
        attachments: pictures.map(({ contentId, fileName, mediaType, bytes }) => ({ cid: contentId, filename: fileName, contentType: mediaType, content: bytes, contentDisposition: 'inline' as const })),
      });
    },
  };
}
