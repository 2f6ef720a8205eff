import type { Block, Letter } from './blocks.ts';

/**
 * The HTML of a letter: tables and inline styles, because mail clients drop the rest; a style element adds
 * dark colours and a narrow layout where it is read. No remote picture, no script, no tracking.
 */
export function htmlOf(letter: Letter): string {
  const accent = accents[letter.tone];
  return `<!doctype html>
<html lang="en" dir="ltr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<meta name="format-detection" content="telephone=no, date=no, address=no, email=no, url=no">
<title>${escape(letter.subject)}</title>
<style>${styleSheet}</style>
</head>
<body class="g-body" style="margin:0;padding:0;background:#f3f1ec;color:#22201c;">
<div style="display:none;max-height:0;overflow:hidden;mso-hide:all;">${escape(letter.preheader)}${'&#8199;&#65279;&#847; '.repeat(40)}</div>
<table role="presentation" class="g-body" width="100%" cellpadding="0" cellspacing="0" border="0" bgcolor="#f3f1ec" style="background:#f3f1ec;"><tr><td align="center" style="padding:24px 12px;">
<table role="presentation" width="640" cellpadding="0" cellspacing="0" border="0" style="width:100%;max-width:640px;">
<tr><td style="padding:0 4px 14px;">${wordmark}</td></tr>
<tr><td class="g-card" bgcolor="#ffffff" style="background:#ffffff;border:1px solid #e2ded5;border-top:4px solid ${accent};border-radius:6px;">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0">
<tr><td class="g-pad" style="padding:28px 32px 4px;">
<p class="g-soft" style="${font}margin:0 0 6px;font-size:12px;line-height:16px;letter-spacing:.08em;text-transform:uppercase;color:#6b655a;">${escape(letter.eyebrow)}</p>
<h1 class="g-ink" style="${font}margin:0;font-size:24px;line-height:31px;font-weight:700;color:#22201c;">${escape(letter.title)}</h1>
</td></tr>
${letter.blocks.map((block) => blockHtml(block, accent)).join('\n')}
<tr><td style="padding:0 0 28px;font-size:1px;line-height:1px;">&nbsp;</td></tr>
</table>
</td></tr>
<tr><td class="g-soft" style="${font}padding:16px 4px 0;font-size:12px;line-height:18px;color:#6b655a;">${escape(letter.footer)}</td></tr>
</table>
</td></tr></table>
</body>
</html>
`;
}

const font = "font-family:-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;";

/** Each is dark enough for white letters on it: at least 4.5 to 1. */
const accents: Readonly<Record<Letter['tone'], string>> = { ask: '#1f5f8b', good: '#2f6b3f', bad: '#a23b2a', plain: '#5a554b' };

const wordmark =
  `<table role="presentation" cellpadding="0" cellspacing="0" border="0"><tr>` +
  `<td class="g-mark" width="14" height="18" bgcolor="#22201c" style="width:14px;height:18px;background:#22201c;border-radius:2px 7px 2px 2px;font-size:1px;line-height:1px;">&nbsp;</td>` +
  `<td class="g-ink" style="${font}padding:0 0 0 9px;font-size:16px;line-height:20px;font-weight:700;color:#22201c;">Galley</td>` +
  `</tr></table>`;

const styleSheet = `
:root{color-scheme:light dark;supported-color-schemes:light dark}
td,p,li{overflow-wrap:anywhere}
body,table,td{-webkit-text-size-adjust:100%;-ms-text-size-adjust:100%}
@media (max-width:520px){.g-pad{padding-left:20px!important;padding-right:20px!important}.g-label{display:block!important;width:auto!important;padding-bottom:0!important}.g-value{display:block!important;width:auto!important;border-top:0!important;padding-top:0!important}}
@media (prefers-color-scheme:dark){.g-body{background:#191816!important}.g-card{background:#24221f!important;border-left-color:#3a3732!important;border-right-color:#3a3732!important;border-bottom-color:#3a3732!important}.g-ink{color:#f1eee7!important}.g-soft{color:#b3ac9f!important}.g-line{border-color:#3a3732!important}.g-quote{background:#2e2b27!important}.g-mark{background:#f1eee7!important}}
[data-ogsc] .g-ink{color:#f1eee7!important}[data-ogsc] .g-soft{color:#b3ac9f!important}[data-ogsb] .g-body{background:#191816!important}[data-ogsb] .g-card{background:#24221f!important}[data-ogsb] .g-quote{background:#2e2b27!important}
`;

function blockHtml(block: Block, accent: string): string {
  switch (block.kind) {
    case 'text':
      return row(block.text.split('\n').map((line) => paragraph(line)).join(''));
    case 'small':
      return row(`<p class="g-soft" style="${font}margin:0;font-size:13px;line-height:19px;color:#6b655a;">${escape(block.text)}</p>`);
    case 'quote':
      return row(
        `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"><tr><td class="g-quote" bgcolor="#f7f5f0" style="background:#f7f5f0;border-left:3px solid ${accent};padding:10px 14px;">` +
          `<p class="g-soft" style="${font}margin:0 0 3px;font-size:12px;line-height:17px;color:#6b655a;">${escape(block.label)}</p>${paragraph(block.text, 0)}</td></tr></table>`,
      );
    case 'facts':
      return row(`${block.title === '' ? '' : heading(block.title)}<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0">${block.rows.map(([label, value]) => factRow(label, value)).join('')}</table>`);
    case 'list':
      return row(
        `${block.title === '' ? '' : heading(block.title)}<ul style="margin:0;padding:0 0 0 20px;">${block.items
          .map((item) => `<li class="g-ink" style="${font}margin:0 0 6px;font-size:15px;line-height:22px;color:#22201c;">${escape(item)}</li>`)
          .join('')}</ul>`,
      );
    case 'problems':
      return row(
        `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0">${block.items
          .map(
            ({ where, message }) =>
              `<tr><td class="g-line" style="padding:10px 0;border-top:1px solid #e9e5dc;"><p class="g-ink" style="margin:0 0 2px;font-family:ui-monospace,SFMono-Regular,Consolas,'Liberation Mono',monospace;font-size:13px;line-height:19px;font-weight:700;color:#22201c;">${escape(where)}</p>${paragraph(message, 0)}</td></tr>`,
          )
          .join('')}</table>`,
      );
    case 'picture':
      return row(
        `<img class="g-line" src="cid:${escape(block.cid)}" alt="${escape(block.alt)}" width="574" style="display:block;width:100%;max-width:574px;height:auto;border:1px solid #e2ded5;border-radius:4px;${font}font-size:14px;">`,
      );
    case 'colours':
      return row(colourRows(block.colours).map((colours) => `<table role="presentation" cellpadding="0" cellspacing="0" border="0"><tr>${colours.map(swatch).join('')}</tr></table>`).join(''));
    case 'button':
      return row(
        `<table role="presentation" cellpadding="0" cellspacing="0" border="0"><tr><td bgcolor="${accent}" style="background:${accent};border-radius:5px;"><a href="${escape(block.url)}" style="${font}display:inline-block;padding:13px 26px;font-size:16px;line-height:20px;font-weight:700;color:#ffffff;text-decoration:none;border-radius:5px;">${escape(block.label)}</a></td></tr></table>`,
      );
  }
}

/** Five to a row fit on a narrow screen. */
function colourRows(colours: readonly string[]): string[][] {
  return Array.from({ length: Math.ceil(colours.length / 5) }, (_, index) => colours.slice(index * 5, index * 5 + 5));
}

function swatch(colour: string): string {
  return (
    `<td style="padding:0 12px 6px 0;"><table role="presentation" cellpadding="0" cellspacing="0" border="0"><tr>` +
    `<td class="g-line" width="20" height="20" bgcolor="${escape(colour)}" style="width:20px;height:20px;background:${escape(colour)};border:1px solid #d5d0c5;border-radius:3px;font-size:1px;line-height:1px;">&nbsp;</td>` +
    `<td class="g-soft" style="${font}padding:0 0 0 6px;font-size:12px;line-height:16px;color:#6b655a;">${escape(colour)}</td></tr></table></td>`
  );
}

function row(content: string): string {
  return `<tr><td class="g-pad" style="padding:16px 32px 0;">${content}</td></tr>`;
}

function heading(text: string): string {
  return `<p class="g-ink" style="${font}margin:0 0 6px;font-size:15px;line-height:22px;font-weight:700;color:#22201c;">${escape(text)}</p>`;
}

function paragraph(text: string, below = 6): string {
  return `<p class="g-ink" style="${font}margin:0 0 ${String(below)}px;font-size:15px;line-height:23px;color:#22201c;">${escape(text)}</p>`;
}

function factRow(label: string, value: string): string {
  const cell = `${font}padding:8px 12px 8px 0;border-top:1px solid #e9e5dc;font-size:14px;line-height:20px;vertical-align:top;`;
  return `<tr><td class="g-label g-soft g-line" width="110" style="${cell}width:110px;color:#6b655a;">${escape(label)}</td><td class="g-value g-ink g-line" style="${cell}padding-right:0;color:#22201c;">${escape(value)}</td></tr>`;
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Text as HTML, in elements and in quoted attributes. */
export function escape(text: string): string {
  return text.replace(/[&<>"']/gu, (character) => entities[character] ?? character);
}
