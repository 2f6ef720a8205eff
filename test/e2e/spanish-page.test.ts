import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { DecisionRequest } from '../../core/api.ts';
import { post } from './support/briefs.ts';
import { overflowOf } from './support/page.ts';
import { approval, decide, openReview } from './support/review.ts';
import { askedBy, fixtureAddress, reviewFixture, serveFixture, standing } from './support/review-fixture.ts';
import { desk, phone, shifts, violations, watchedPage } from './support/review-screen.ts';
import type { PageWorld } from './support/review-screen.ts';
import { browserForThisFile, galleyForThisFile } from './support/this-file.ts';

const galley = galleyForThisFile();
const browser = browserForThisFile();
const photographs = ['labelled/river-otter', 'labelled/koala', 'labelled/kingfisher'] as const;
const plain = await reviewFixture(photographs);
const ruling = { rule: 'some' as const, people: ['rui@example.com', 'bo@example.com', 'li@example.com'], roles: [], needed: 2, seats: 3, split: [] };
const fixture = await reviewFixture(photographs, {
  ...askedBy(plain),
  brief: { ...plain.view.brief, language: 'es' },
  standing: { ...standing, ruling },
  contradictions: [{ about: 'brightness of the sky', sides: [{ by: 'ana@example.com', words: 'Un cielo más oscuro' }, { by: 'bo@example.com', words: 'Un cielo más claro' }] }],
});

const openPage = (options: typeof desk, what = fixture, answer?: Parameters<typeof serveFixture>[3]) =>
  watchedPage(browser, galley.endpoints.api, options, what, (page) => page.getByRole('list', { name: 'Hoja de contactos' }), answer);
const languageOf = (page: Page): Promise<string> => page.evaluate<string>('document.documentElement.lang');
const textOf = (page: Page): Promise<string> => page.locator('body').innerText();
const brief = async (more: string): Promise<Response> => post(galley, `${await readFile(fileURLToPath(new URL('../../examples/five-lines.yaml', import.meta.url)), 'utf8')}\nlanguage: es\n${more}\n`);

test('the mail is in Spanish, its page too, and it is decided with nothing but the keyboard; who is late reads so in Spanish', async () => {
  expect((await brief('review: { approvers: [rui@example.com, li@example.com] }')).status).toBe(202);
  const link = await galley.mailbox.link('rui@example.com', 'Revisión:');
  const late = await galley.mailbox.link('li@example.com', 'Revisión:');
  const { candidates, checklist } = await openReview(link);

  // A browser whose own language is English: the brief's counts.
  const page = await browser.newPage({ ...desk, locale: 'en-GB' });
  const fetched: string[] = [];
  page.on('response', (response) => fetched.push(new URL(response.url()).pathname));
  await page.goto(link.href);
  await page.getByRole('button', { name: /^Mostrar la propuesta A/ }).waitFor();
  expect([await languageOf(page), await page.title()]).toEqual(['es', 'Revisión: Frisbee in the park']);
  expect(fetched.filter((path) => /\/(?:en|es)-[\w-]+\.js$/.test(path)).map((path) => /\/(en|es)-/.exec(path)?.[1])).toEqual(['es']);
  await page.keyboard.press('2');
  await page.getByText('Propuesta B, punto por punto').waitFor();
  await page.getByText('¿Muestra la imagen el concepto que describe el brief?').waitFor();
  await page.keyboard.press('a');
  for (let at = 0; at < checklist.length; at += 1) {
    const there = `document.activeElement.closest('.checklist li') === document.querySelectorAll('.checklist li')[${String(at)}]`;
    for (let tab = 0; tab < 3 && !(await page.evaluate<boolean>(there)); tab += 1) await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
  }
  await page.keyboard.press('e');
  await page.keyboard.press('Space');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  expect(await page.evaluate(() => (globalThis as unknown as PageWorld).document.activeElement?.getAttribute('type'))).toBe('submit');

  const other = await browser.newPage(desk);
  await other.goto(late.href);
  await other.getByRole('button', { name: /^Mostrar la propuesta B/ }).click();

  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Aprobada' }).waitFor();
  expect((await openReview(link)).decided).toMatchObject({ decision: 'approve', by: 'rui@example.com' });
  expect(candidates).not.toHaveLength(0);

  await other.getByRole('radio', { name: /^Rechazar/ }).check();
  await other.getByRole('button', { name: 'Rechazar las propuestas del brief' }).click();
  await other.getByText(/^Esta revisión ha terminado: aprobada por rui@example\.com, \d+ \p{L}+,? \d\d:\d\d\. No se ha cambiado nada\.$/u).waitFor();
  await other.getByRole('button', { name: 'Ver cómo está la revisión' }).click();
  await other.getByText(/^Aprobada \(decisión de rui@example\.com, /).waitFor();
  expect((await decide(late, approval(await openReview(late)))).status).toBe(409);
});

test('nothing is said in any language before the right one is known', async () => {
  const page = await browser.newPage(phone);
  await page.addInitScript(`window.said = []; new MutationObserver(() => { const text = document.body?.innerText.trim(); if (text) window.said.push(text); }).observe(document, { childList: true, subtree: true, characterData: true });`);
  await serveFixture(page, galley.endpoints.api, fixture);
  let open: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (open = resolve));
  await page.route(`**/api/reviews/${fixture.view.reviewId}`, async (route) => {
    await held;
    await route.fallback();
  });
  await page.goto(fixtureAddress(galley.endpoints.api));
  await page.locator('main[aria-busy=true]').waitFor();
  expect((await textOf(page)).trim()).toBe('Galley');
  open();
  await page.getByRole('list', { name: 'Hoja de contactos' }).waitFor();
  const said = await page.evaluate<string[]>('window.said');
  expect(said.filter((text) => text !== 'Galley' && !text.includes('Hoja de contactos'))).toEqual([]);
});

test('presets write Spanish into the note, another language is a press away, and this tab keeps it', async () => {
  const { page, decided, complaints } = await openPage(desk);
  await page.keyboard.press('1');
  await page.getByRole('radio', { name: /^Pedir cambios/ }).check();
  await page.getByRole('button', { name: 'Demasiado oscura' }).click();
  await page.getByRole('button', { name: 'Recargada' }).click();
  await page.getByRole('button', { name: 'English' }).click();
  await page.getByRole('heading', { name: 'Candidate A, point by point' }).waitFor();
  expect([await languageOf(page), await page.title()]).toEqual(['en', `Review: ${fixture.view.title}`]);
  expect(await page.getByRole('button', { name: 'Español' }).getAttribute('lang')).toBe('es');
  // What was pressed in Spanish is taken out in English.
  await page.getByRole('button', { name: 'Too busy' }).click();
  await page.reload();
  await page.getByRole('button', { name: 'Español' }).click();
  await page.getByRole('button', { name: 'Pedir estos cambios' }).click();
  await page.getByRole('heading', { name: 'Cambios pedidos' }).waitFor();
  expect(DecisionRequest.parse(decided[0])).toMatchObject({ decision: 'changes', note: 'Aclarar la iluminación y levantar las sombras.', tags: ['too-dark'] });
  expect(complaints).toEqual([]);
});

test('refusals by field are Spanish; a refusal that the page does not know keeps the server’s words and their language', async () => {
  let tries = 0;
  const { page } = await openPage(desk, fixture, () => {
    tries += 1;
    if (tries === 1) return 'unreachable';
    const error = tries === 2 ? { name: 'InvalidDecision', message: 'The decision was not taken.', problems: [{ field: 'note', message: 'Expected a note' }, { field: 'checklist.concept', message: 'Expected pass' }, { field: 'checklist.style', message: 'Expected pass' }] } : { name: 'Another', message: 'Something else happened.' };
    return { status: 422, body: { error } };
  });
  await page.getByRole('radio', { name: /^Rechazar/ }).check();
  await page.getByRole('button', { name: 'Rechazar las propuestas del brief' }).click();
  await page.getByText('Todo lo escrito, anotado y dibujado sigue aquí.').waitFor();
  await page.getByRole('button', { name: 'Enviar de nuevo' }).click();
  await page.getByText('La decisión no se registró. Hay que corregir:').waitFor();
  expect(await page.locator('.notice li').allInnerTexts()).toEqual(['Comentario: decir con entre 3 y 4000 caracteres qué hacer de otra manera.', 'Lista de comprobación: hay que contestar todas las preguntas antes de aprobar.']);
  await page.getByRole('button', { name: 'Rechazar las propuestas del brief' }).click();
  expect(await page.getByText('Something else happened.').getAttribute('lang')).toBe('en');
});

test('a link without its key is told so in the browser’s language', async () => {
  const page = await browser.newPage({ ...phone, locale: 'es-MX' });
  await page.goto(`${galley.endpoints.api}/review/${'f'.repeat(24)}`);
  await page.getByText('Este enlace ha perdido su clave').waitFor();
  expect([await languageOf(page), await violations(page), await overflowOf(page)]).toEqual(['es', [], 0]);
});

/** What of the English catalogue may stand on a Spanish page: the words of reviewers, of the brief and of the check. */
const english = /\b(?:the|this|candidate|round|review|decision|approve|picture|show|open)\b/i;

test('on a desk and on a phone axe finds nothing on the Spanish page, nothing shifts and nothing runs over', { timeout: 120_000 }, async () => {
  for (const [name, options] of Object.entries({ desk: { ...desk, colorScheme: 'light' }, phone: { ...phone, colorScheme: 'dark' } } as const)) {
    const { page, complaints } = await openPage(options);
    const look = async (state: string): Promise<void> => {
      await page.evaluate('Promise.all(document.getAnimations().map((each) => each.finished)).then(() => null)');
      expect.soft({ name, state, found: await violations(page), shifts: await shifts(page), overflow: await overflowOf(page) }).toEqual({ name, state, found: [], shifts: 0, overflow: 0 });
      // Longer words must not be cut off where a stage or the window ends.
      expect.soft(await page.evaluate<string[]>(`[...document.querySelectorAll('.stage button, .bar button, .compare-bar button, .reach button')].filter((each) => each.getBoundingClientRect().right > (each.closest('.stage')?.getBoundingClientRect().right ?? innerWidth)).map((each) => each.textContent)`), `${name}, ${state}`).toEqual([]);
      // Names for screen readers, too.
      const names = await page.evaluate<string[]>(`[...document.querySelectorAll('[aria-label], [title], [placeholder]')].filter((each) => !each.closest('.overlay')).flatMap((each) => ['aria-label', 'title', 'placeholder'].map((name) => each.getAttribute(name) ?? ''))`);
      expect.soft(names.filter((each) => english.test(each) && !/^Hallazgo/.test(each)), `${name}, ${state}`).toEqual([]);
    };
    await look('contact sheet');
    await page.keyboard.press('2');
    await page.locator('[data-original=shown]').waitFor();
    await page.getByRole('radio', { name: /^Pedir cambios/ }).check();
    expect.soft(await page.getByText('(como máximo 1,8 píxeles, límite de la marca)').count()).toBe(1);
    await look('one candidate');
    await page.keyboard.press('d');
    await look('pen');
    await page.keyboard.press('p');
    await page.keyboard.press('Enter');
    await look('note');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await page.keyboard.press('c');
    await page.getByRole('button', { name: 'Cortinilla' }).click();
    await look('comparison');
    await page.keyboard.press('b');
    await look('brief');
    await page.keyboard.press('Escape');
    await page.keyboard.press('?');
    await page.getByRole('heading', { name: 'Teclas' }).waitFor();
    // From the first key on, however small the screen is.
    expect.soft(await page.locator('.key-help').evaluate((dialog) => (dialog as unknown as { scrollTop: number }).scrollTop), name).toBe(0);
    await look('keys');
    await page.keyboard.press('Escape');
    expect.soft(await page.getByText('2 de 3 personas tienen que aprobar la misma propuesta.').count()).toBe(1);
    expect.soft(await page.getByText('Sobre la luminosidad (sky): dos personas se contradicen').count()).toBe(1);
    expect(complaints).toEqual([]);
  }
});

test('on a phone the question whether to reopen breaks no address, and its fields are as high as a finger needs', async () => {
  const { approvers: _, ...review } = plain.view.brief.review;
  const naming = { by: 'ana@example.com', at: '2026-11-27T14:02:00.000Z', approvers: [], roles: { legal: ['eva@example.com'], brand: ['ian@example.com'] } };
  const asked = await reviewFixture([], {
    question: 'reopen',
    earlierRounds: [],
    brief: { ...plain.view.brief, language: 'es', review: { ...review, approvers: [], approval: 'roles', roles: naming.roles } },
    expired: { at: '2026-11-27T14:02:00.000Z', waitedFor: ['eva@example.com', 'ian@example.com'], reopensLeft: 2, naming },
  });
  const { page } = await watchedPage(browser, galley.endpoints.api, phone, asked, (open) => open.getByRole('heading', { name: 'Lo que caducó' }));
  // Lines that a word of a fact lies on, at most.
  const lines = await page.evaluate<number>(`Math.max(...[...document.querySelector('dl.facts').querySelectorAll('dd')].flatMap((fact) => [...fact.firstChild.data.matchAll(/[^ ]+/g)].map(({ index, 0: word }) => { const range = document.createRange(); range.setStart(fact.firstChild, index); range.setEnd(fact.firstChild, index + word.length); return range.getClientRects().length; })))`);
  expect(lines).toBe(1);
  for (const field of await page.locator('form.decision > input').all()) expect((await field.boundingBox())?.height).toBeGreaterThanOrEqual(44);
  expect([await violations(page), await overflowOf(page)]).toEqual([[], 0]);
});
