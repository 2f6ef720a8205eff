/** What of HTML and CSS a mail leans on, by the names of caniemail.com. */

const elements: Readonly<Record<string, string>> = { body: 'html-body', div: 'html-div', h1: 'html-h1-h6', img: 'html-img', p: 'html-p', style: 'html-style', table: 'html-table', ul: 'html-lists', li: 'html-lists' };
/** Parts of a table, of a head and links belong to no mail in particular: every client has them. */
const everywhere = ['html', 'head', 'meta', 'title', 'tr', 'td', 'a'];
const attributes: Readonly<Record<string, string>> = { align: 'html-align', cellpadding: 'html-cellpadding', cellspacing: 'html-cellspacing', dir: 'html-dir', height: 'html-height', lang: 'html-lang', role: 'html-role', width: 'html-width' };
const attributesEverywhere = ['alt', 'bgcolor', 'border', 'charset', 'class', 'content', 'href', 'name', 'src', 'style', 'xmlns:o'];
const properties: Readonly<Record<string, string>> = {
  ...Object.fromEntries(['background-color', 'border', 'border-radius', 'color-scheme', 'display', 'font-size', 'font-weight', 'height', 'letter-spacing', 'line-height', 'margin', 'max-height', 'max-width', 'overflow', 'overflow-wrap', 'padding', 'text-decoration', 'text-transform', 'vertical-align', 'width', 'word-break'].map((name) => [name, `css-${name}`])),
  ...Object.fromEntries(['left', 'right', 'top', 'bottom'].flatMap((side) => [[`border-${side}`, 'css-border'], [`border-${side}-color`, 'css-border'], [`padding-${side}`, 'css-padding']])),
  'border-color': 'css-border',
};
/** Colours and families of letters are as old as CSS; what begins with a client's name is for that client alone. */
const propertiesEverywhere = /^(?:color|font-family|supported-color-schemes|mso-.*|-webkit-text-size-adjust|-ms-text-size-adjust)$/;

/** @throws Error for something that is in none of the lists: it has to be looked up before it is used */
export function featuresOf(html: string): Set<string> {
  const found = new Set<string>(['html-doctype']);
  const use = (kind: string, name: string, known: Readonly<Record<string, string>>, free: (name: string) => boolean): void => {
    const feature = known[name];
    if (feature !== undefined) found.add(feature);
    else if (!free(name)) throw new Error(`Expected a known ${kind} but the mail uses ${name}; look it up on caniemail.com, and add it with what it falls back to`);
  };
  const declarations = (css: string): void => {
    for (const declaration of css.split(';').filter((each) => each.trim() !== '')) {
      const [name = '', value = ''] = declaration.split(/:(.*)/s).map((part) => part.trim());
      use('property', name, properties, (each) => propertiesEverywhere.test(each));
      if (value === 'none' && name === 'display') found.add('css-display-none');
      for (const [mark, feature] of [['!important', 'css-important'], ['px', 'css-unit-px'], ['%', 'css-unit-percent']] as const) if (value.includes(mark)) found.add(feature);
      if (/\d(?:em|rem|vw|vh)\b|calc\(|var\(|rgba?\(|hsl/.test(value)) throw new Error(`Expected lengths in px or % and colours as #rrggbb but the mail uses ${declaration}`);
    }
  };
  // What stands in a conditional comment is for Outlook alone.
  if (html.includes('<!--')) found.add('html-comments');
  const open = html.replace(/<!--[\s\S]*?-->/g, '');
  for (const [, css = ''] of open.matchAll(/<style>([\s\S]*?)<\/style>/g)) {
    if (css.includes('@media')) found.add('css-at-media');
    if (css.includes('prefers-color-scheme')) found.add('css-at-media-prefers-color-scheme');
    for (const [, selector = '', body = ''] of css.replace(/@media\s*\([^)]*\)\s*\{/g, '').matchAll(/([^{}]+)\{([^{}]*)\}/g)) {
      for (const [pattern, feature] of [[/\./, 'css-selector-class'], [/\[/, 'css-selector-attribute'], [/^[a-z]/, 'css-selector-type'], [/,/, 'css-selector-grouping'], [/\S \S/, 'css-selector-descendant']] as const) if (pattern.test(selector)) found.add(feature);
      declarations(body);
    }
  }
  for (const [, name = '', written = ''] of open.replace(/<style>[\s\S]*?<\/style>/g, '<style></style>').matchAll(/<([a-z][a-z0-9]*)((?:\s+[\w:-]+(?:="[^"]*")?)*)\s*\/?>/g)) {
    use('element', name, elements, (each) => everywhere.includes(each));
    for (const [, attribute = '', value = ''] of written.matchAll(/([\w:-]+)="([^"]*)"/g)) {
      use('attribute', attribute, attributes, (each) => attributesEverywhere.includes(each));
      if (attribute === 'style') declarations(value);
      if (name === 'meta' && value === 'color-scheme') found.add('html-meta-color-scheme');
    }
    if (name === 'img') found.add('image-jpg');
  }
  return found;
}
