import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../../web/src/', import.meta.url));
const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) => /^(?:review\/(?!language\/)|shared\/(?!language\/)).*\.tsx?$/.test(file));

/** Attributes that are read by machines, not by people. */
const silentAttributes = new Set(['className', 'd', 'viewBox', 'transform', 'href', 'rel', 'sizes', 'preserveAspectRatio']);

/** Names of keys and requests, the product's own, a unit, and what parts the topic of a contradiction from its words. */
const notWords = /^(?:px| of the |Arrow\w+|Page\w+|Home|End|Escape|Enter|Bearer |Galley|Key\w+|Un\w+|ServerFailed|Ctrl .+|Esc)$/u;

/**
 * Words for people in a file of the page: text between tags, and strings that begin like a sentence or have two words. What only
 * developers read (errors that are thrown at them, imports, types) is none.
 */
function wordsIn(file: string, text: string): string[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true, file.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS);
  const found: string[] = [];
  const keep = (node: ts.Node, words: string): void => {
    found.push(`${file}:${String(source.getLineAndCharacterOfPosition(node.getStart()).line + 1)} ${words.trim()}`);
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isTypeNode(node)) return;
    if (ts.isJsxAttribute(node) && silentAttributes.has(node.name.getText())) return;
    if (ts.isCallExpression(node) && /\.(?:closest|querySelector(?:All)?)$/u.test(node.expression.getText())) return;
    if (ts.isNewExpression(node) && /^(?:Type|Range)?Error$/u.test(node.expression.getText())) return;
    if (ts.isJsxText(node)) {
      if (/\p{L}/u.test(node.text) && !notWords.test(node.text.trim())) keep(node, node.text);
    } else if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node)) {
      if ((/^\p{Lu}\p{Ll}/u.test(node.text) || /\p{L}{2,}[.,:;]?\s+\p{L}{2,}/u.test(node.text)) && !notWords.test(node.text)) keep(node, node.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

test('what the page says stands in its catalogues, and nowhere else', () => {
  // The studio shows these refusals too, and speaks English; the page words them by their names.
  const studios = files.filter((file) => file !== 'shared/http.ts');
  expect(studios.length).toBeGreaterThan(50);
  expect(studios.flatMap((file) => wordsIn(file, readFileSync(`${root}${file}`, 'utf8')))).toEqual([]);
});

test('words in a page are found wherever they may stand', () => {
  const page = `const a = <p title="The brief">Round {n} <b>{open ? 'Hide' : show}</b></p>; const b = \`Pin \${n}: six toes\`; const c = { label: 'open the review' };`;
  expect(wordsIn('x.tsx', page).map((each) => each.replace(/^x\.tsx:1 /u, ''))).toEqual(['The brief', 'Round', 'Hide', 'Pin', ': six toes', 'open the review']);
  expect(wordsIn('x.tsx', `import { x } from './Some file.ts'; throw new Error('Expected one thing'); const a = <i className="tag good" onKeyDown={(e) => e.key === 'ArrowLeft'} />;`)).toEqual([]);
});
