import type { Block, Letter } from './blocks.ts';

const width = 76;

/** The plain text of a letter: what the HTML says, wrapped at 76 characters, links unbroken. */
export function plainText(letter: Letter): string {
  const head = `${letter.eyebrow.toUpperCase()}\n${wrap(letter.title)}\n${'='.repeat(Math.min(width, Math.max(4, letter.title.length)))}`;
  return [head, ...letter.blocks.map(blockText).filter((text) => text !== ''), `-- \n${wrap(`Galley. ${letter.footer}`)}`].join('\n\n').concat('\n');
}

function blockText(block: Block): string {
  switch (block.kind) {
    case 'text':
    case 'small':
      return wrap(block.text);
    case 'quote':
      return `${block.label}:\n${wrap(block.text, '> ')}`;
    case 'facts':
      return [...(block.title === '' ? [] : [`${block.title}:`]), ...block.rows.map(([label, value]) => wrap(`${label}: ${value}`, '', '    '))].join('\n');
    case 'list':
      return [...(block.title === '' ? [] : [`${block.title}:`]), ...block.items.map((item) => wrap(item, '- ', '  '))].join('\n');
    case 'problems':
      return block.items.map(({ where, message }) => wrap(`${where}: ${message}`, '- ', '  ')).join('\n');
    case 'picture':
      return wrap(`[${block.alt}]`);
    case 'colours':
      return wrap(`${block.label}: ${block.colours.join(', ')}`, '', '    ');
    case 'button':
      return `${block.label}:\n${block.url}`;
  }
}

function wrap(text: string, first = '', rest = first): string {
  const lines: string[] = [];
  for (const paragraph of text.split('\n')) {
    let line = lines.length === 0 ? first : rest;
    let empty = true;
    for (const word of paragraph.split(/[^\S\u00A0\u202F]+/u).filter(Boolean)) {
      if (!empty && line.length + 1 + word.length > width) {
        lines.push(line);
        line = rest;
        empty = true;
      }
      line = empty ? line + word : `${line} ${word}`;
      empty = false;
    }
    lines.push(line);
  }
  return lines.join('\n');
}
