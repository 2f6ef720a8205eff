import { describe, expect, test } from 'vitest';
import { accents, dark, light } from '../../../core/mail/html.ts';
import { mostHtmlBytes } from '../../../core/mail/compose.ts';
import { digestMail, goAheadMail, outcomeMail, reviewRequestMail, type MailContent } from '../../../core/mail/mails.ts';
import { assess } from '../../../core/assessment/assess.ts';
import { Language } from '../../../core/brief/schema.ts';
import { modelOf } from '../../../core/models/models.ts';
import { briefWith } from '../support/briefs.ts';
import { runId } from '../support/runs.ts';
import { featuresOf } from './support/html-features.ts';
import mailClients from './support/mail-clients.json' with { type: 'json' };
import { everyMail, link } from './support/mails.ts';

const mails = Language.options.flatMap((language) => Object.entries(everyMail(language)).map(([name, mail]) => [`${name}, ${language}`, mail] as const));

const features: Readonly<Record<string, Readonly<Record<string, string>>>> = mailClients.features;

/** What a reader has where a client lacks the feature, and the part of the HTML that sees to it; null where nothing is lost but an ornament. */
const fallbacks: Readonly<Record<string, { readonly instead: string; readonly by: RegExp | null }>> = {
  'css-at-media': { instead: 'one column that is as wide as the window, in light colours', by: /width="100%"/ },
  'css-at-media-prefers-color-scheme': { instead: 'light colours, or those that the client darkens by itself', by: /bgcolor="#ffffff"/ },
  'css-border-radius': { instead: 'square corners', by: null },
  'css-color-scheme': { instead: 'light colours', by: null },
  'css-height': { instead: 'the height attribute beside it', by: /height="18" bgcolor/ },
  'css-max-height': { instead: 'mso-hide, for the line that is hidden', by: /max-height:0;overflow:hidden;mso-hide:all/ },
  'css-overflow': { instead: 'mso-hide, for the line that is hidden', by: /max-height:0;overflow:hidden;mso-hide:all/ },
  'css-overflow-wrap': { instead: 'word-break beside it', by: /overflow-wrap:anywhere;word-break:break-word/ },
  'css-selector-attribute': { instead: 'nothing: Outlook’s own mark, which only Outlook sets', by: /\[data-ogsc\] \.g-ink/ },
  'css-word-break': { instead: 'overflow-wrap, or a word that is wider than the letter', by: /overflow-wrap:anywhere/ },
  'html-doctype': { instead: 'a layout of tables, which needs none', by: /role="presentation"/ },
  'html-meta-color-scheme': { instead: 'light colours', by: null },
};

describe.each(mails)('the mail "%s"', (_, mail) => {
  test('uses nothing that a large client lacks without something in its place', () => {
    for (const feature of featuresOf(mail.html)) {
      const support = features[feature];
      expect(support, `${feature} in the table of clients`).toBeDefined();
      const lacking = Object.entries(support ?? {}).filter(([, answer]) => answer === 'n').map(([client]) => client);
      if (lacking.length === 0) continue;
      expect(fallbacks[feature], `a fallback for ${feature}, which ${lacking.join(', ')} lack`).toBeDefined();
      const by = fallbacks[feature]?.by;
      if (by) expect(mail.html).toMatch(by);
    }
  });

  test('stands in a table of fixed width, and has padded buttons, in Outlook for Windows', () => {
    expect(mail.html.match(/<!--\[if mso\]>/g)?.length).toBe(mail.html.match(/<!\[endif\]-->/g)?.length);
    expect(mail.html).toMatch(/<!--\[if mso\]><table role="presentation" width="640"[^>]*><tr><td><!\[endif\]-->[\s\S]*<!--\[if mso\]><\/td><\/tr><\/table><!\[endif\]-->/);
    const buttons = mail.html.match(/<a href/g)?.length ?? 0;
    expect(mail.html.match(/mso-padding-alt:13px 26px;"><a href/g)?.length ?? 0).toBe(buttons);
    // Word pads cells only, and knows !important with a space before it only.
    expect(mail.html.match(/<(?:div|p|h1|table|img)[^>]*[";]padding:/g)).toBeNull();
    expect(/<!--\[if mso\]><xml>[\s\S]*?<style>([\s\S]*?)<\/style>/.exec(mail.html)?.[1]?.replaceAll(' !important', '')).not.toContain('!important');
  });

  test('is small enough for Gmail, its styles too, each element of which is whole', () => {
    expect(Buffer.byteLength(mail.html)).toBeLessThan(90_000);
    const styles = [...mail.html.matchAll(/<style>([\s\S]*?)<\/style>/g)].map(([, css = '']) => css);
    expect(styles.join('').length).toBeLessThan(8_192);
    for (const css of styles) {
      expect(css.match(/\{/g)?.length).toBe(css.match(/\}/g)?.length);
      expect(css).not.toMatch(/@media[^}]*@|url\(|\/\*/);
    }
  });

  test('tells its language, its title and its first line', () => {
    expect(mail.html).toContain(`<html lang="${mail.language}" dir="ltr"`);
    expect(mail.html).toMatch(/<title>[^<]{5,}<\/title>/);
    expect(mail.preheader.length).toBeGreaterThan(5);
    expect(mail.html.slice(mail.html.indexOf('<body')).replace(/<[^>]+>/g, '').trim().startsWith(mail.preheader.slice(0, 20))).toBe(true);
  });

  test('lays out with tables that say so, and describes every picture', () => {
    expect(mail.html.match(/<table(?! role="presentation")/g)).toBeNull();
    for (const [image] of mail.html.matchAll(/<img [^>]*>/g)) expect(image).toMatch(/alt="[^"]{10,}"/);
  });

  test('has a subject of one line that is not cut, and plain text of 78 columns with links on lines of their own', () => {
    expect(mail.subject.length).toBeLessThanOrEqual(78);
    for (const line of mail.text.split('\n')) {
      if (line.includes('https://')) expect(line).toMatch(/^https:\/\/\S+$/);
      else expect(line.length).toBeLessThanOrEqual(78);
    }
  });
});

test('no feature has a fallback that it does not need', () => {
  const used = new Set(mails.flatMap(([, { html }]) => [...featuresOf(html)]));
  expect(Object.keys(fallbacks).filter((feature) => !used.has(feature) || !Object.values(features[feature] ?? {}).includes('n'))).toEqual([]);
});

const addresses = (text: string): string[] => [...new Set(text.match(/https?:\/\/[^\s"<>]+/g))];

test.each(Language.options)('a review request has one address in all, as HTML and as text (%s)', (language) => {
  const { html, text } = everyMail(language)['review']!;
  expect(addresses(html)).toEqual([link]);
  expect(addresses(text)).toEqual([link]);
});

test('a digest has one address for each review', () => {
  const { html, text } = everyMail('en')['digest']!;
  expect(addresses(html)).toHaveLength(3);
  expect(addresses(text)).toEqual(addresses(html));
});

test('with pictures off, the words say what the contact sheet shows', () => {
  expect(everyMail('en')['review']!.html).toContain('alt="Contact sheet of Frisbee in the park: A (score 72), B (score 68), C (score 31, ruled out)"');
  expect(everyMail('es')['review']!.text.replace(/\s+/g, ' ')).toContain('[Hoja de contactos de Frisbee in the park: A (puntuación 72), B (puntuación 68), C (puntuación 31, descartada)]');
});

/** Contrast of two colours, 1 to 21: WCAG 2.2, "relative luminance" and "contrast ratio". */
function contrast(one: string, other: string): number {
  const [darker = 0, lighter = 0] = [one, other].map(luminance).toSorted((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255).map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

test.each([['light', light], ['dark', dark]] as const)('%s letters have at least 4.5 to 1 on every ground', (_, colours) => {
  for (const ground of [colours.page, colours.card, colours.quote]) for (const letters of [colours.ink, colours.soft]) expect(contrast(letters, ground), `${letters} on ${ground}`).toBeGreaterThanOrEqual(4.5);
});

test('the letters of every button have at least 4.5 to 1', () => {
  for (const accent of Object.values(accents)) expect(contrast('#ffffff', accent), accent).toBeGreaterThanOrEqual(4.5);
});

test('every colour of the HTML is one of those, so that all of them have a dark one', () => {
  const known = new Set<string>([...Object.values(light), ...Object.values(dark), ...Object.values(accents), '#ffffff', '#ff8800', '#0b1f33']);
  for (const [name, { html }] of mails) expect((html.replace(/&#\d+;/g, '').match(/#[0-9a-f]{6}\b/g) ?? []).filter((colour) => !known.has(colour)), name).toEqual([]);
});

const longText = '"<&\'> '.repeat(3_000);
const longTitle = '👩‍👩‍👧‍👦'.repeat(14);

const longMails: Readonly<Record<string, () => MailContent>> = {
  'a review of a brief with long texts and long notes': () =>
    reviewRequestMail({
      brief: longBrief(),
      link,
      dueAt: '2026-11-27T12:00:00.000Z',
      round: 2,
      roundLimit: 3,
      candidates: 8,
      reasons: Array.from({ length: 60 }, () => longText),
      direction: longText,
    }),
  'a go-ahead with much advice': () =>
    goAheadMail({ brief: longBrief(), link, dueAt: '2026-11-27T12:00:00.000Z', reasons: [longText], assessment: assess(longBrief(), { model: modelOf() }), advice: Array.from({ length: 60 }, () => longText) }),
  'an ending with many renditions': () =>
    outcomeMail({
      runId,
      title: longTitle,
      outcome: 'completed',
      reasons: Array.from({ length: 60 }, () => longText),
      endedAt: '2026-11-27T12:00:00.000Z',
      costMicroUsd: 1,
      rounds: 1,
      asset: { assetId: runId, score: 1, approvedBy: 'a@example.com', renditions: Array.from({ length: 200 }, () => ({ name: 'x'.repeat(60), width: 1, height: 1, format: 'png', bytes: 1 })) },
    }),
  'a digest of two hundred reviews': () =>
    digestMail({ language: 'es', reviews: Array.from({ length: 200 }, (_, index) => ({ title: longText.slice(0, 160), question: 'candidates', link: `${link}${String(index)}`, dueAt: '2026-11-27T12:00:00.000Z', round: 1, roundLimit: 3, openedAt: '2026-11-27T12:00:00.000Z' })) }),
};

function longBrief() {
  return briefWith({
    title: longTitle.slice(0, 154),
    objective: longText,
    message: longText,
    audience: longText,
    lighting: longText,
    style: longText,
    camera: longText,
    mood: longText,
    exclude: Array.from({ length: 200 }, () => 'leashes & "text" '.repeat(15)),
    concept: { subject: longText, action: longText, environment: longText, weather: longText, background: longText },
    brand: { colours: Array.from({ length: 12 }, () => '#ff8800'), banned: ['alcohol'] },
  });
}

test.each(Object.entries(longMails))('%s still fits what Gmail shows, and has its link', (_, make) => {
  const { html, text, subject } = make();
  expect(Buffer.byteLength(html)).toBeLessThanOrEqual(mostHtmlBytes);
  expect(html.endsWith('</html>\n')).toBe(true);
  expect(text).toMatch(/…|160 revisiones más|and 180 more/);
  expect([...new Intl.Segmenter().segment(subject)].length).toBeLessThanOrEqual(78);
  expect(subject).not.toMatch(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])/);
});

test('a long title is cut in the subject, what is said about it is not', () => {
  expect(everyMail('es', 'Una campaña muy larga para el festival del puerto, la feria y la regata de otoño')['review']!.subject).toMatch(/^Revisión: Una campaña muy larga .+… \(ronda 2 de 3\)$/);
});

test('a title that runs right to left keeps to itself, and one that turns the line around does not', () => {
  const subject = (title: string): string => everyMail('en', title)['review']!.subject;
  expect(subject('حملة الربيع')).toBe('Review: \u2068حملة الربيع\u2069 (round 2 of 3)');
  expect(subject('Spring\u202Egnirps')).toBe('Review: Springgnirps (round 2 of 3)');
});
