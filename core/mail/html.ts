import type { Language } from '../brief/schema.ts';
import type { Block, Letter } from './blocks.ts';

/**
 * The HTML of a letter: tables, `bgcolor` and inline styles, because mail clients drop the rest. What only some read
 * has something under it that the others do: Outlook for Windows, which is Word, knows neither `max-width` nor the
 * padding of a link, so that a table of fixed width stands around the letter and the button's cell is padded for it
 * alone. No remote picture, no script, no tracking.
 */
export function htmlOf(letter: Letter): string {
  const accent = accents[letter.tone];
  return `<!doctype html>
<html lang="${letter.language}" dir="ltr" xmlns:o="urn:schemas-microsoft-com:office:office">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<meta name="format-detection" content="telephone=no, date=no, address=no, email=no, url=no">
<title>${escape(letter.subject)}</title>
<!--[if mso]><xml><o:OfficeDocumentSettings><o:AllowPNG/><o:PixelsPerInch>96</o:PixelsPerInch></o:OfficeDocumentSettings></xml><style>td,p,h1,li,a{font-family:'Segoe UI',Arial,sans-serif !important;mso-line-height-rule:exactly}</style><![endif]-->
${styleSheets.map((sheet) => `<style>${sheet}</style>`).join('\n')}
</head>
<body class="g-body" style="margin:0;padding:0;background-color:${light.page};color:${light.ink};">
<div style="display:none;max-height:0;overflow:hidden;mso-hide:all;font-size:1px;line-height:1px;color:${light.page};">${escape(letter.preheader)}${'&#8199;&#65279;&#847; '.repeat(40)}</div>
<table role="presentation" class="g-body" width="100%" cellpadding="0" cellspacing="0" border="0" bgcolor="${light.page}" style="background-color:${light.page};"><tr><td align="center" style="padding:24px 12px;">
<!--[if mso]><table role="presentation" width="${String(letterWidth)}" align="center" cellpadding="0" cellspacing="0" border="0"><tr><td><![endif]-->
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="width:100%;max-width:${String(letterWidth)}px;">
<tr><td align="left" style="padding:0 4px 14px;">${wordmark}</td></tr>
<tr><td class="g-card" align="left" bgcolor="${light.card}" style="background-color:${light.card};border:1px solid ${light.line};border-top:4px solid ${accent};border-radius:6px;">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0">
<tr><td class="g-pad" style="padding:28px 32px 4px;">
<p class="g-soft" style="${font}margin:0 0 6px;font-size:12px;line-height:16px;letter-spacing:1px;text-transform:uppercase;color:${light.soft};">${escape(letter.eyebrow)}</p>
<h1 class="g-ink" dir="auto" style="${font}margin:0;font-size:24px;line-height:31px;font-weight:700;color:${light.ink};">${escape(letter.title)}</h1>
</td></tr>
${letter.blocks.map((block) => blockHtml(block, accent, letter.language)).join('\n')}
<tr><td style="padding:0 0 28px;font-size:1px;line-height:1px;">&nbsp;</td></tr>
</table>
</td></tr>
<tr><td class="g-soft" align="left" style="${font}padding:16px 4px 0;font-size:12px;line-height:18px;color:${light.soft};">${escape(letter.footer)}</td></tr>
</table>
<!--[if mso]></td></tr></table><![endif]-->
</td></tr></table>
</body>
</html>
`;
}

/** In pixels, of the letter and of the room for a picture in it: less 32 of padding and one of border on each side. */
const letterWidth = 640;
const pictureWidth = letterWidth - 2 * 33;

const font = "font-family:-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;";

/** What stands on what, in light and in dark: each pair of letters and ground has at least 4.5 to 1 (WCAG 2.2, 1.4.3). */
export const light = { page: '#f3f1ec', card: '#ffffff', quote: '#f7f5f0', ink: '#22201c', soft: '#6b655a', line: '#e2ded5' } as const;
export const dark = { page: '#191816', card: '#24221f', quote: '#2e2b27', ink: '#f1eee7', soft: '#b3ac9f', line: '#3a3732' } as const;

/** White letters stand on them. */
export const accents: Readonly<Record<Letter['tone'], string>> = { ask: '#1f5f8b', good: '#2f6b3f', bad: '#a23b2a', plain: '#5a554b' };

const wordmark =
  `<table role="presentation" cellpadding="0" cellspacing="0" border="0"><tr>` +
  `<td class="g-mark" width="14" height="18" bgcolor="${light.ink}" style="width:14px;height:18px;background-color:${light.ink};border-radius:2px 7px 2px 2px;font-size:1px;line-height:1px;">&nbsp;</td>` +
  `<td class="g-ink" style="${font}padding:0 0 0 9px;font-size:16px;line-height:20px;font-weight:700;color:${light.ink};">Galley</td>` +
  `</tr></table>`;

const darkRules: readonly (readonly [selector: string, rules: string])[] = [
  ['.g-body', `background-color:${dark.page}!important`],
  ['.g-card', `background-color:${dark.card}!important;border-left-color:${dark.line}!important;border-right-color:${dark.line}!important;border-bottom-color:${dark.line}!important`],
  ['.g-ink', `color:${dark.ink}!important`],
  ['.g-soft', `color:${dark.soft}!important`],
  ['.g-line', `border-color:${dark.line}!important`],
  ['.g-quote', `background-color:${dark.quote}!important`],
  ['.g-mark', `background-color:${dark.ink}!important`],
];

/**
 * Gmail drops a whole style element for one rule that it does not understand, so that each kind of client has its own:
 * all of them, those that ask for dark colours, and Outlook's apps and Outlook on the web, which put these attributes
 * on what they have darkened (`data-ogsc` for letters, `data-ogsb` for grounds).
 */
const styleSheets = [
  `td,p,li{overflow-wrap:anywhere;word-break:break-word}body,table,td{-webkit-text-size-adjust:100%;-ms-text-size-adjust:100%}@media (max-width:520px){.g-pad{padding-left:20px!important;padding-right:20px!important}.g-label{display:block!important;width:auto!important;padding-bottom:0!important}.g-value{display:block!important;width:auto!important;border-top:0!important;padding-top:0!important}}`,
  `:root{color-scheme:light dark;supported-color-schemes:light dark}@media (prefers-color-scheme:dark){${darkRules.map(([selector, rules]) => `${selector}{${rules}}`).join('')}}`,
  darkRules.map(([selector, rules]) => `[data-ogs${rules.startsWith('color') ? 'c' : 'b'}] ${selector}{${rules}}`).join(''),
];

function blockHtml(block: Block, accent: string, language: Language): string {
  const english = 'english' in block && block.english && language !== 'en' ? ' lang="en"' : '';
  switch (block.kind) {
    case 'text':
      return row(block.text.split('\n').map((line) => paragraph(line)).join(''));
    case 'small':
      return row(small(block.text));
    case 'quote':
      return row(
        `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"><tr><td class="g-quote" bgcolor="${light.quote}" style="background-color:${light.quote};border-left:3px solid ${accent};padding:10px 14px;">` +
          `<p class="g-soft" style="${font}margin:0 0 3px;font-size:12px;line-height:17px;color:${light.soft};">${escape(block.label)}</p>${block.text.split('\n').map((line) => paragraph(line, 0, ' dir="auto"')).join('')}</td></tr></table>`,
      );
    case 'facts':
      return row(`${block.title === '' ? '' : heading(block.title)}<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0">${block.rows.map(([label, value]) => factRow(label, value)).join('')}</table>`);
    case 'list':
      return row(
        `${block.title === '' ? '' : heading(block.title)}<ul${english} style="margin:0 0 0 20px;padding:0;">${block.items
          .map((item) => `<li class="g-ink" style="${font}margin:0 0 6px;font-size:15px;line-height:22px;color:${light.ink};">${escape(item)}</li>`)
          .join('')}</ul>`,
      );
    case 'problems':
      return row(
        `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0">${block.items
          .map(
            ({ where, message }) =>
              `<tr><td class="g-line" style="padding:10px 0;border-top:1px solid ${light.line};"><p class="g-ink" style="margin:0 0 2px;font-family:ui-monospace,SFMono-Regular,Consolas,'Liberation Mono',monospace;font-size:13px;line-height:19px;font-weight:700;color:${light.ink};">${escape(where)}</p>${paragraph(message, 0, english)}</td></tr>`,
          )
          .join('')}</table>`,
      );
    case 'picture':
      return row(
        `<img class="g-line g-ink" src="cid:${escape(block.cid)}" alt="${escape(block.alt)}" width="${String(pictureWidth)}" style="display:block;width:100%;max-width:${String(pictureWidth)}px;height:auto;border:1px solid ${light.line};border-radius:4px;${font}font-size:15px;line-height:22px;color:${light.ink};">`,
      );
    case 'colours':
      return row(`${small(block.label, 6)}${colourRows(block.colours).map((colours) => `<table role="presentation" cellpadding="0" cellspacing="0" border="0"><tr>${colours.map(swatch).join('')}</tr></table>`).join('')}`);
    case 'button':
      return row(
        `<table role="presentation" cellpadding="0" cellspacing="0" border="0"><tr><td bgcolor="${accent}" style="background-color:${accent};border-radius:5px;mso-padding-alt:13px 26px;"><a href="${escape(block.url)}" style="${font}display:inline-block;padding:13px 26px;font-size:16px;line-height:20px;font-weight:700;color:#ffffff;text-decoration:none;border-radius:5px;">${escape(block.label)}</a></td></tr></table>`,
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
    `<td class="g-line" width="20" height="20" bgcolor="${escape(colour)}" style="width:20px;height:20px;background-color:${escape(colour)};border:1px solid ${light.line};border-radius:3px;font-size:1px;line-height:1px;">&nbsp;</td>` +
    `<td class="g-soft" style="${font}padding:0 0 0 6px;font-size:12px;line-height:16px;color:${light.soft};">${escape(colour)}</td></tr></table></td>`
  );
}

function row(content: string): string {
  return `<tr><td class="g-pad" style="padding:16px 32px 0;">${content}</td></tr>`;
}

function heading(text: string): string {
  return `<p class="g-ink" style="${font}margin:0 0 6px;font-size:15px;line-height:22px;font-weight:700;color:${light.ink};">${escape(text)}</p>`;
}

function paragraph(text: string, below = 6, attributes = ''): string {
  return `<p class="g-ink"${attributes} style="${font}margin:0 0 ${String(below)}px;font-size:15px;line-height:23px;color:${light.ink};">${escape(text)}</p>`;
}

function small(text: string, below = 0): string {
  return `<p class="g-soft" style="${font}margin:0 0 ${String(below)}px;font-size:13px;line-height:19px;color:${light.soft};">${escape(text)}</p>`;
}

function factRow(label: string, value: string): string {
  const cell = `${font}padding:8px 12px 8px 0;border-top:1px solid ${light.line};font-size:14px;line-height:20px;vertical-align:top;`;
  return `<tr><td class="g-label g-soft g-line" width="110" style="${cell}width:110px;color:${light.soft};">${escape(label)}</td><td class="g-value g-ink g-line" dir="auto" style="${cell}padding-right:0;color:${light.ink};">${escape(value)}</td></tr>`;
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Text as HTML, in elements and in quoted attributes. */
export function escape(text: string): string {
  return text.replace(/[&<>"']/gu, (character) => entities[character] ?? character);
}
