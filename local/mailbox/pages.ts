/** The mailbox's page: the list of mails, and the one that is open. */
import { escapeXml } from '../protocol-errors.ts';
import type { Mail, MailSummary } from './mail-store.ts';

/** The page with or without an open mail. */
export function mailboxPage(mails: readonly MailSummary[], open?: Mail, show: 'html' | 'text' = 'html'): string {
  const title = open === undefined ? 'Mailbox' : open.subject;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeXml(title)} · Galley mailbox</title>
<link rel="icon" href="data:image/svg+xml,${encodeURIComponent('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect x="3" y="7" width="26" height="18" rx="3" fill="#b4532a"/><path d="m4 9 12 9 12-9" fill="none" stroke="#fff" stroke-width="2.4"/></svg>')}">
<link rel="stylesheet" href="/mailbox.css">
<script src="/mailbox.js" defer></script>
</head>
<body class="${open === undefined ? 'inbox' : 'reading'}">
<aside class="list">
<header><h1><a href="/">Mailbox</a></h1><p id="count" aria-live="polite">${countOf(mails)}</p></header>
<ol id="mails" data-open="${open?.id ?? ''}">
${mails.map((mail) => row(mail, mail.id === open?.id)).join('\n')}
</ol>
<p id="empty"${mails.length === 0 ? '' : ' hidden'}>No mail yet. Submit a brief and the mails about it arrive here:<br><code>npx galley submit examples/FILE</code></p>
</aside>
<main>${open === undefined ? (mails.length === 0 ? '' : '<p class="hint">Choose a mail to read it.</p>') : message(open, show)}</main>
</body>
</html>
`;
}

function row({ id, from, to, subject, date, snippet }: MailSummary, current: boolean): string {
  return `<li data-id="${id}"><a href="/mail/${id}"${current ? ' aria-current="true"' : ''}>
<span class="top"><span class="who" title="From ${escapeXml(from)}">${escapeXml(to.join(', '))}</span><time datetime="${date}">${date.slice(11, 16)}</time></span>
<span class="subject">${escapeXml(subject)}</span>
<span class="snippet">${escapeXml(snippet)}</span>
</a></li>`;
}

function message(mail: Mail, show: 'html' | 'text'): string {
  const tab = (name: 'html' | 'text', label: string): string => `<a href="/mail/${mail.id}${name === 'text' ? '?show=text' : ''}"${show === name ? ' aria-current="page"' : ''}>${label}</a>`;
  const inline = new Set([...mail.html.matchAll(/\bcid:([^"'\s)>]+)/gi)].map(([, id = '']) => decodeURIComponent(id)));
  const files = mail.attachments.flatMap((part, index) =>
    part.cid !== undefined && inline.has(part.cid) ? [] : [`<a href="/messages/${mail.id}/parts/${String(index)}">${escapeXml(part.filename ?? `Attachment ${String(index + 1)}`)}</a>`],
  );
  return `<article>
<header>
<a class="back" href="/">All mails</a>
<h2>${escapeXml(mail.subject)}</h2>
<dl>
<div><dt>From</dt><dd>${escapeXml(mail.from)}</dd></div>
<div><dt>To</dt><dd>${escapeXml(mail.to.join(', '))}</dd></div>
<div><dt>Date</dt><dd><time datetime="${mail.date}" data-long>${mail.date}</time></dd></div>
${files.length === 0 ? '' : `<div><dt>Files</dt><dd>${files.join(', ')}</dd></div>`}
</dl>
<nav aria-label="Parts of the mail">${mail.html === '' ? '' : tab('html', 'Message')}${tab('text', 'Plain text')}<a href="/messages/${mail.id}/source">Download .eml</a></nav>
</header>
<iframe title="${escapeXml(mail.subject)}" src="/messages/${mail.id}/${show}" sandbox="allow-popups allow-popups-to-escape-sandbox"></iframe>
</article>`;
}

function countOf(mails: readonly MailSummary[]): string {
  if (mails.length === 0) return '';
  return mails.length === 1 ? '1 mail' : `${String(mails.length)} mails`;
}
