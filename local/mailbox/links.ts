/** The links of a mail. */
import { unescapeXml } from '../protocol-errors.ts';

/** Every http(s) address in the HTML's `href`s and in the text, each once, in order. */
export function linksOf(html: string, text: string): string[] {
  const inHtml = [...html.matchAll(/\bhref\s*=\s*(?:"([^"]*)"|'([^']*)')/gi)].map(([, double, single]) => unescapeXml(double ?? single ?? ''));
  // Punctuation at the end belongs to the sentence, not to the address.
  const inText = [...text.matchAll(/https?:\/\/[^\s<>"']+/g)].map(([link]) => link.replace(/[.,;:!?)\]]+$/, ''));
  return [...new Set([...inHtml, ...inText])].filter((link) => /^https?:\/\//.test(link));
}
