import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { DecisionRequest } from '../../core/api.ts';
import { post } from './support/briefs.ts';
import { decoded, overflowOf, restingBox } from './support/page.ts';
import { openReview } from './support/review.ts';
import { askedBy, contradiction, fixtureAddress, reviewFixture, serveFixture, standing } from './support/review-fixture.ts';
import type { ReviewFixture } from './support/review-fixture.ts';
import { desk, phone, shifts, violations, watchShifts, watchedPage } from './support/review-screen.ts';
import type { PageWorld, WatchedPage } from './support/review-screen.ts';
import { along, stageBox, touch } from './support/stage.ts';
import { browserForThisFile, galleyForThisFile } from './support/this-file.ts';

const galley = galleyForThisFile();
const browser = browserForThisFile();
const photographs = ['labelled/river-otter', 'labelled/koala', 'labelled/kingfisher'] as const;
const fixture = await reviewFixture(photographs);

/** The page of a fixture in English. */
const openPage = (options: BrowserContextOptions, what: ReviewFixture = fixture, answer?: Parameters<typeof serveFixture>[3]): Promise<WatchedPage> =>
  watchedPage(browser, galley.endpoints.api, options, what, (page) => page.getByRole('list', { name: 'Contact sheet' }).or(page.getByRole('group', { name: /^Candidate/ })), answer);

async function drag(page: Page, from: readonly [number, number], to: readonly [number, number]): Promise<void> {
  const { x, y, width, height } = await stageBox(page);
  await page.mouse.move(x + from[0] * width, y + from[1] * height);
  await page.mouse.down();
  await page.mouse.move(x + to[0] * width, y + to[1] * height, { steps: 12 });
  await page.mouse.up();
}

test('a candidate is approved with nothing but the keyboard, from the mail’s link to the end', async () => {
  const body = (await readFile(fileURLToPath(new URL('../../examples/five-lines.yaml', import.meta.url)), 'utf8')) + '\nreview: { approvers: [rui@example.com] }\n';
  expect((await post(galley, body)).status).toBe(202);
  const link = await galley.mailbox.link('rui@example.com', 'Review:');
  const { candidates, checklist } = await openReview(link);

  const page = await browser.newPage(desk);
  await page.goto(link.href);
  await page.getByRole('button', { name: /^Show candidate A/ }).waitFor();
  await page.keyboard.press('2');
  await page.getByText('Candidate B, point by point').waitFor();
  await page.keyboard.press('a');
  for (let at = 0; at < checklist.length; at += 1) {
    // Tab reaches the answers of each question once.
    const there = `document.activeElement.closest('.checklist li') === document.querySelectorAll('.checklist li')[${String(at)}]`;
    for (let tab = 0; tab < 3 && !(await page.evaluate<boolean>(there)); tab += 1) await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowLeft');
  }
  await page.keyboard.press('e');
  await page.keyboard.press('Space');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  expect(await page.evaluate(() => (globalThis as unknown as PageWorld).document.activeElement?.getAttribute('type'))).toBe('submit');
  const sent = page.waitForRequest((request) => request.method() === 'POST');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Approved' }).waitFor();
  const after = await openReview(link);
  expect(after.decided).toMatchObject({ decision: 'approve', by: 'rui@example.com' });
  expect(DecisionRequest.parse((await sent).postDataJSON()).candidate).toBe(candidates[1]?.sha256);
});

test('pen, brush, pins and presets go with a request for changes, in fractions of the picture and bound to its bytes', async () => {
  const { page, decided, complaints } = await openPage(desk);
  const otter = fixture.view.candidates[0];
  await page.getByRole('button', { name: /^Show candidate A/ }).click();
  await page.getByRole('button', { name: 'Pen', exact: true }).click();
  await drag(page, [0.4, 0.4], [0.6, 0.6]);
  await page.getByRole('button', { name: 'Brush', exact: true }).click();
  await page.getByRole('button', { name: 'thick' }).click();
  await drag(page, [0.5, 0.5], [0.6, 0.5]);
  await drag(page, [0.3, 0.5], [0.4, 0.5]);
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByRole('button', { name: 'Pin a note' }).click();
  const box = await stageBox(page);
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  await page.getByRole('textbox', { name: 'Note of pin 1' }).fill('Whiskers are fused here');
  await page.keyboard.press('Enter');
  await page.getByRole('radio', { name: /^Request changes/ }).check();
  await page.getByRole('button', { name: 'Too dark' }).click();
  await page.getByRole('button', { name: 'Too busy' }).click();
  await page.getByRole('button', { name: 'Too busy' }).click();
  await page.getByRole('button', { name: 'Request these changes' }).click();
  await page.getByRole('heading', { name: 'Changes requested' }).waitFor();

  const body = DecisionRequest.parse(decided[0]);
  expect(body).toMatchObject({ decision: 'changes', candidate: otter?.sha256, note: 'Brighten the lighting and lift the shadows.', tags: ['too-dark'], untouched: ['concept', 'structure', 'lighting', 'emotion'] });
  // The otter fits at its own 768 x 432 in the middle of the stage.
  const fraction = (share: number, side: 'width' | 'height'): number => 0.5 + ((share - 0.5) * box[side]) / (otter?.[side] ?? 1);
  const [pen] = body.markup ?? [];
  expect(body.markup).toHaveLength(1);
  expect(pen?.points.at(0)?.[0]).toBeCloseTo(fraction(0.4, 'width'), 2);
  expect(pen?.points.at(-1)?.[1]).toBeCloseTo(fraction(0.6, 'height'), 2);
  expect(pen?.points.length).toBeLessThanOrEqual(4);
  expect(body.brush?.map(({ width }) => width)).toEqual([0.12]);
  expect(body.brush?.[0]?.points.at(-1)?.[0]).toBeCloseTo(fraction(0.6, 'width'), 2);
  expect(body.pins).toEqual([{ x: expect.closeTo(0.5, 2) as number, y: expect.closeTo(0.5, 2) as number, text: 'Whiskers are fused here' }]);
  expect(complaints).toEqual([]);
});

test('pins and the area that may change are set with the keyboard, and a reload loses nothing', async () => {
  const { page, decided } = await openPage(desk);
  await page.keyboard.press('2');
  await page.keyboard.press('p');
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('ArrowUp');
  await page.getByText('60 % from the left, 48 % from the top').waitFor();
  await page.keyboard.press('Enter');
  await page.keyboard.type('Otra mano aquí');
  await page.keyboard.press('Enter');
  await page.keyboard.press('m');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  await page.keyboard.press('e');
  await page.getByRole('radio', { name: /^Request changes/ }).check();
  await page.getByRole('textbox', { name: /^What should change/ }).fill('Menos ramas, por favor');
  await page.reload();
  await page.getByRole('button', { name: 'Pin 1: Otra mano aquí' }).waitFor();
  expect(await page.getByRole('textbox', { name: /^What should change/ }).inputValue()).toBe('Menos ramas, por favor');
  expect(await page.evaluate('JSON.stringify(sessionStorage)')).not.toContain('kkkkk');
  await page.getByRole('button', { name: 'Request these changes' }).click();
  await page.getByRole('heading', { name: 'Changes requested' }).waitFor();
  const body = DecisionRequest.parse(decided[0]);
  expect(body.candidate).toBe(fixture.view.candidates[1]?.sha256);
  expect(body.pins).toEqual([{ x: 0.6, y: 0.48, text: 'Otra mano aquí' }]);
  expect(body.brush).toHaveLength(1);
  expect(body.markup).toBeUndefined();
  expect(await page.evaluate('sessionStorage.length')).toBe(0);
});

test('an edit and its parent lie one over the other, and the line between them is a slider', async () => {
  const { page } = await openPage(desk);
  await page.keyboard.press('c');
  await page.getByRole('button', { name: 'Wipe' }).click();
  const line = page.getByRole('slider', { name: 'Line between Candidate A from round 1 and Candidate A' });
  await line.focus();
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('ArrowRight');
  expect(await line.getAttribute('aria-valuenow')).toBe('61');
  const clip = await page.getByRole('img', { name: 'Candidate A', exact: true }).evaluate((picture) => [(picture as unknown as { style: { clipPath: string } }).style.clipPath, (picture as unknown as { offsetWidth: number }).offsetWidth] as const);
  expect(Number(/([\d.]+)px\)/.exec(clip[0])?.[1]) / clip[1]).toBeCloseTo(0.61, 2);
  await page.getByRole('button', { name: 'Difference' }).click();
  await page.getByRole('combobox', { name: 'Right' }).selectOption({ label: 'Right: C, round 2' });
  expect(await page.getByRole('img', { name: 'Candidate C' }).evaluate((picture) => (picture as unknown as { style: { mixBlendMode: string } }).style.mixBlendMode)).toBe('difference');
  await page.getByRole('button', { name: 'Side by side' }).click();
  await page.keyboard.press('+');
  const places = await page.locator('.sides .stage-picture[alt^="Candidate"]').evaluateAll((pictures) => pictures.map((picture) => (picture as unknown as { offsetWidth: number; naturalWidth: number }).offsetWidth));
  expect(places).toHaveLength(2);
  expect(places[0]).toBe(places[1]);
});

test('on a phone two fingers zoom, one pans, and one draws with the pen in hand', async () => {
  const { page, decided, complaints } = await openPage(phone);
  await page.getByRole('button', { name: /^Show candidate A/ }).tap();
  await page.locator('[data-original=shown]').waitFor();
  const devtools = await page.context().newCDPSession(page);
  const picture = page.locator('.stage-picture').first();
  const rests = () => restingBox(picture);
  const whole = await rests();
  await touch(page, devtools, along(0.1, 0.3).map((apart) => [[0.5 - apart, 0.5], [0.5 + apart, 0.5]]));
  await expect.poll(async () => (await rests()).width / whole.width).toBeCloseTo(3, 0);
  const zoomed = await rests();
  await touch(page, devtools, along(0.5, 0.7).map((across) => [[across, 0.5]]));
  await expect.poll(async () => (await rests()).x - zoomed.x).toBeGreaterThan(40);
  expect((await rests()).width).toBeCloseTo(zoomed.width, 3);

  // A browser may take a tap that follows a movement at once for the end of it.
  await page.keyboard.press('0');
  await expect.poll(async () => (await rests()).width).toBeCloseTo(whole.width, 3);
  await page.getByRole('button', { name: 'Pen', exact: true }).tap();
  const top = await page.evaluate('scrollY');
  await touch(page, devtools, along(0.4, 0.6).map((down) => [[0.5, down]]));
  expect(await page.evaluate('scrollY')).toBe(top);
  // A second finger is no line: the picture is zoomed with the pen in hand.
  await touch(page, devtools, along(0.1, 0.2).map((apart) => [[0.5 - apart, 0.5], [0.5 + apart, 0.5]]));
  await page.getByRole('radio', { name: /^Request changes/ }).check();
  await page.getByRole('button', { name: 'Too dark' }).tap();
  await page.getByRole('button', { name: 'Request these changes' }).tap();
  await page.getByRole('heading', { name: 'Changes requested' }).waitFor();
  const { markup } = DecisionRequest.parse(decided[0]);
  expect(markup).toHaveLength(1);
  expect(markup?.[0]?.points.map(([across]) => Math.round(across * 100))).toEqual(markup?.[0]?.points.map(() => 50));
  expect(complaints).toEqual([]);
});

test('what was asked for lies over the parent, alone and beside its edit, and stands there in words', async () => {
  const { page } = await openPage(desk, await reviewFixture(['labelled/river-otter', 'labelled/koala'], askedBy(fixture)));
  const tree = page.getByRole('region', { name: 'Rounds' });
  await tree.getByText('ana@example.com: Brighter: it looks like dusk.').waitFor();
  await tree.getByText('bo@example.com: Darker, the evening is what makes it.').waitFor();
  await tree.getByText('Pin 1. At 30 % from the left, 40 % from the top: a blue rim').waitFor();
  expect((await tree.getByRole('heading', { level: 3 }).allInnerTexts()).map((text) => text.replaceAll(/\s+/g, ' '))).toEqual(['Round 1 · the first concept · $0.159', 'Round 2, this one · an edit of 1A · $0.081']);
  await tree.getByRole('button', { name: 'Look at candidate A from round 1' }).focus();
  await page.keyboard.press('Enter');
  const drawn = page.locator('.overlay.earlier .pen-lines path');
  await drawn.waitFor();
  await page.getByRole('button', { name: 'Drawn on the picture' }).click();
  expect(await drawn.count()).toBe(0);
  await page.keyboard.press('1');
  await page.keyboard.press('c');
  await page.locator('.sides .stage').first().locator('.overlay.earlier .pen-lines path').waitFor();
  expect(await page.locator('.sides .stage').last().locator('.overlay.earlier').count()).toBe(0);
  await page.getByRole('region', { name: 'What was asked for on Candidate A from round 1' }).getByText('Brush, only this may change: the area').waitFor();
});

test('pictures of two shapes are laid one over the other without being stretched, and the page says so', async () => {
  const { page } = await openPage(desk);
  const shape = async (name: string): Promise<number> => {
    const picture = page.getByRole('img', { name, exact: true });
    const { naturalWidth, naturalHeight } = await decoded(picture);
    const { width, height } = await restingBox(picture);
    return (width / height) / (naturalWidth / naturalHeight);
  };
  const [flat, upright] = [fixture.view.candidates[0], fixture.view.candidates.find(({ width, height }) => width < height)];
  expect(flat!.width).toBeGreaterThan(flat!.height);
  await page.keyboard.press('c');
  await page.getByRole('combobox', { name: 'Left' }).selectOption(flat!.sha256);
  await page.getByRole('combobox', { name: 'Right' }).selectOption(upright!.sha256);
  await page.getByRole('button', { name: 'Onion skin' }).click();
  await page.getByText('The two differ in shape').waitFor();
  for (const name of ['Candidate A', `Candidate ${'ABC'[fixture.view.candidates.indexOf(upright!)] ?? ''}`]) expect(await shape(name)).toBeCloseTo(1, 1);
  await page.getByRole('button', { name: 'See them side by side' }).click();
  expect(await page.locator('.sides .stage').count()).toBe(2);
});

test('beside the advice stands how often it agreed with people, where that was counted', async () => {
  const { page } = await openPage(desk, await reviewFixture(['labelled/koala'], { trust: [{ question: 'concept', decisions: 50, agreed: 46, trusted: true }, { question: 'lighting', decisions: 3, agreed: 1, trusted: false }] }));
  await page.keyboard.press('1');
  await page.locator('#answer-concept').getByText('agreed with people here in 46 of 50, and has earned trust.').waitFor();
  await page.locator('#answer-lighting').getByText('agreed with people here in 1 of 3; not enough to be trusted alone.').waitFor();
  expect(await page.locator('#answer-emotion').getByText('agreed with people').count()).toBe(0);
});

test('a candidate of an earlier round is taken up again', async () => {
  const { page, decided } = await openPage(desk);
  await page.getByRole('button', { name: 'Look at candidate B from round 1' }).click();
  await page.getByRole('button', { name: 'Take this one up again' }).click();
  await page.getByRole('textbox', { name: /^What should change/ }).fill('This one after all');
  await page.getByRole('button', { name: 'Request these changes' }).click();
  await page.getByRole('heading', { name: 'Changes requested' }).waitFor();
  expect(DecisionRequest.parse(decided[0]).candidate).toBe(fixture.view.earlierRounds[0]?.candidates[1]?.sha256);
});

test('nothing is decided by what is filled in: a choice and every answer are needed', async () => {
  const { page, decided } = await openPage(desk);
  await page.keyboard.press('1');
  const submit = page.locator('button[type=submit]');
  expect(await submit.isDisabled()).toBe(true);
  await page.getByRole('radio', { name: /^Approve/ }).check();
  await page.getByText('1 of 5 open').waitFor();
  expect(await page.getByText('suggested by the check').count()).toBe(4);
  // A click on what was suggested is an answer of one's own.
  await page.locator('#answer-concept').getByRole('radio', { name: 'Yes' }).click();
  expect(await page.getByText('suggested by the check').count()).toBe(3);
  await page.locator('#answer-style').getByRole('radio', { name: 'Yes' }).check();
  await submit.click();
  await page.getByRole('heading', { name: 'Approved' }).waitFor();
  expect(DecisionRequest.parse(decided[0])).toMatchObject({ decision: 'approve', untouched: ['structure', 'lighting', 'emotion'], checklist: { concept: 'pass', style: 'pass' } });
});

test('when the network is gone everything stays and is sent again; when another was faster the page says who', async () => {
  let tries = 0;
  const { page, decided } = await openPage(desk, fixture, () => {
    tries += 1;
    return tries === 1 ? 'unreachable' : { status: 409, body: { error: { name: 'AlreadyDecided', message: 'This review was decided by li@example.com at 14:02 (approve); nothing was changed.' } } };
  });
  await page.getByRole('radio', { name: /^Start over/ }).check();
  await page.getByRole('textbox', { name: /^What should the new concept/ }).fill('A spring morning');
  await page.getByRole('button', { name: 'Start over' }).click();
  await page.getByText('is still here').waitFor();
  await page.getByRole('button', { name: 'Send it again' }).click();
  await page.getByText('decided by li@example.com at 14:02').waitFor();
  expect(decided).toEqual([{ decision: 'startOver', note: 'A spring morning' }]);
});

test('a review that comes long after the head of the page moves nothing, in either language', async () => {
  for (const options of [desk, phone]) {
    for (const language of ['en', 'es'] as const) {
      const page = await browser.newPage(options);
      await watchShifts(page);
      await serveFixture(page, galley.endpoints.api, { ...fixture, view: { ...fixture.view, brief: { ...fixture.view.brief, language } } });
      const wanted = Promise.withResolvers<undefined>();
      await page.route(`**/api/reviews/${fixture.view.reviewId}`, async (route) => {
        await wanted.promise;
        await route.fallback();
      });
      await page.goto(fixtureAddress(galley.endpoints.api));
      // What moves within half a second of a new window counts for nothing.
      await page.locator('.masthead').waitFor();
      await expect.poll(() => page.evaluate<number>('performance.now()')).toBeGreaterThan(1000);
      wanted.resolve(undefined);
      await page.locator('.language-switch').waitFor();
      await page.locator('.bench').waitFor();
      await page.evaluate('new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted))).then(() => null)');
      expect.soft({ language, shifts: await shifts(page) }).toEqual({ language, shifts: 0 });
    }
  }
});

test('on a desk and on a phone axe finds nothing, nothing shifts and nothing runs over', async () => {
  const several = await reviewFixture(photographs, { ...askedBy(fixture), standing, contradictions: [contradiction] });
  for (const options of [{ ...desk, colorScheme: 'light' }, { ...phone, colorScheme: 'dark' }] as const) {
    const { page, complaints } = await openPage(options, several);
    const look = async (state: string): Promise<void> => {
      // What fades in is judged when it is there.
      await page.evaluate('Promise.all(document.getAnimations().map((each) => each.finished)).then(() => null)');
      expect.soft({ state, found: await violations(page), shifts: await shifts(page), overflow: await overflowOf(page) }).toEqual({ state, found: [], shifts: 0, overflow: 0 });
    };
    await look('contact sheet');
    await page.keyboard.press('2');
    await page.locator('[data-original=shown]').waitFor();
    await page.getByRole('radio', { name: /^Request changes/ }).check();
    await look('one candidate');
    await page.keyboard.press('d');
    await drag(page, [0.45, 0.45], [0.55, 0.55]);
    await look('pen');
    await page.keyboard.press('c');
    await page.getByRole('button', { name: 'Wipe' }).click();
    await look('comparison');
    await page.keyboard.press('b');
    await look('brief');
    await page.keyboard.press('Escape');
    await page.keyboard.press('?');
    await page.getByRole('heading', { name: 'Keys' }).waitFor();
    await look('keys');
    expect(complaints).toEqual([]);
  }
});

test('a review that is over says who decided, when and why; one that is not yours says so', async () => {
  const over = { ...fixture, view: { ...fixture.view, state: 'decided' as const, decided: { decision: 'approve', by: 'li@example.com', at: '2026-11-28T14:02:00.000Z', note: 'The second one is alive.' } } };
  const page = await browser.newPage(desk);
  await serveFixture(page, galley.endpoints.api, over);
  await page.goto(fixtureAddress(galley.endpoints.api));
  await page.getByText(/^Approved by li@example\.com at .*\d\d:\d\d/).waitFor();
  await page.getByText('The second one is alive.').waitFor();

  const expired = await browser.newPage(phone);
  await serveFixture(expired, galley.endpoints.api, { ...fixture, view: { ...fixture.view, state: 'expired' as const, standing } });
  await expired.goto(fixtureAddress(galley.endpoints.api));
  await expired.getByText(/^Nobody decided before .*, so this review has expired\.$/).waitFor();
  await expired.getByText('Nothing of ours speaks against it.').waitFor();
  expect(await expired.locator('button[type=submit]').count()).toBe(0);
  expect(await violations(expired)).toEqual([]);
  const reopened = await browser.newPage(phone);
  await serveFixture(reopened, galley.endpoints.api, { ...fixture, view: { ...fixture.view, state: 'expired' as const, reopenedAt: '2026-11-28T14:02:00.000Z' } });
  await reopened.goto(fixtureAddress(galley.endpoints.api));
  await reopened.getByText(/^It was opened again .*: whoever is asked now has a new link by mail\.$/).waitFor();

  const notYours = await reviewFixture(['labelled/koala'], { standing: { ...standing, closedForYou: 'Li decides before you: a link comes by mail when it is your turn.' } });
  const { page: waiting } = await openPage(desk, notYours);
  await waiting.getByText('Li decides before you').waitFor();
  expect(await waiting.locator('button[type=submit]').count()).toBe(0);
});

/** Collects how often the review of a page is asked for. */
function askings(page: Page): { count: number } {
  const asked = { count: 0 };
  page.on('request', (request) => {
    if (request.method() === 'GET' && request.url().endsWith(`/api/reviews/${fixture.view.reviewId}`)) asked.count += 1;
  });
  return asked;
}

test('links to pictures are renewed before they run out, and what was written stays', async () => {
  const page = await browser.newPage(desk);
  await page.clock.install();
  const asked = askings(page);
  await serveFixture(page, galley.endpoints.api, fixture);
  await page.goto(fixtureAddress(galley.endpoints.api));
  await page.getByRole('radio', { name: /^Reject/ }).check();
  await page.getByRole('textbox', { name: /^Why/ }).fill('Not this year');
  const renewed = page.waitForResponse((response) => response.url().endsWith(`/api/reviews/${fixture.view.reviewId}`));
  await page.clock.fastForward('14:30');
  await renewed;
  expect(asked.count).toBe(2);
  expect(await page.getByRole('textbox', { name: /^Why/ }).inputValue()).toBe('Not this year');
});

test('the review is asked for once, also where the part of the code that asks early comes last', async () => {
  const page = await browser.newPage(desk);
  const asked = askings(page);
  await serveFixture(page, galley.endpoints.api, fixture);
  const shown = Promise.withResolvers<undefined>();
  await page.route(/\/early-[^/]*\.js$/, async (route) => {
    await shown.promise;
    await route.continue();
  });
  await page.goto(fixtureAddress(galley.endpoints.api), { waitUntil: 'commit' });
  await page.getByRole('list', { name: 'Contact sheet' }).waitFor();
  const ran = page.waitForEvent('load');
  shown.resolve(undefined);
  await ran;
  // What the early part asked for comes before what is asked for after it ran.
  await page.evaluate("fetch('/')");
  expect(asked.count).toBe(1);
});
