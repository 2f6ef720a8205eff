/** The document inside the frame of a message. */
import { escapeXml } from '../protocol-errors.ts';
import type { Mail } from './mail-store.ts';

/** The mail's HTML with its inline pictures served from here, and every link opening beside the mailbox. */
export function messageDocument(mail: Mail): string {
  const html = mail.html.replace(/\bcid:([^"'\s)>]+)/gi, (reference, id: string) => {
    const index = mail.attachments.findIndex(({ cid }) => cid !== undefined && cid === decodeURIComponent(id));
    return index === -1 ? reference : `/messages/${mail.id}/parts/${String(index)}`;
  });
  return withHead(html, '<base target="_blank"><meta name="referrer" content="no-referrer">');
}

/** The mail's plain text, as it is, with its addresses as links. */
export function textDocument(mail: Mail): string {
  const text = mail.text
    .split(/(https?:\/\/[^\s<>"']*[^\s<>"'.,;:!?)\]])/)
    .map((piece, index) => (index % 2 === 1 ? `<a href="${escapeXml(piece)}" rel="noopener">${escapeXml(piece)}</a>` : escapeXml(piece)))
    .join('');
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><base target="_blank"><meta name="color-scheme" content="light dark">
<style>body{margin:24px;font:15px/1.6 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}pre{font:inherit;white-space:pre-wrap;overflow-wrap:anywhere;margin:0;max-width:80ch}</style>
</head><body><pre>${text}</pre></body></html>`;
}

function withHead(html: string, extra: string): string {
  const head = /<head[^>]*>/i.exec(html);
  if (head !== null) return html.slice(0, head.index + head[0].length) + extra + html.slice(head.index + head[0].length);
  return `<!doctype html><html><head><meta charset="utf-8">${extra}</head><body>${html}</body></html>`;
}
