import type { BrowserContextOptions, CDPSession, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { DecisionRequest } from '../../core/api.ts';
import { mostPins, mostStrokes } from '../../core/geometry.ts';
import { draftOf } from '../../web/src/review/work/draft.ts';
import { begun } from '../../web/src/review/work/history.ts';
import { noWork } from '../../web/src/review/work/work.ts';
import type { Box } from './support/page.ts';
import { fixtureAddress, fixtureId, reviewFixture, serveFixture } from './support/review-fixture.ts';
import { along, stageBox, touch } from './support/stage.ts';
import { browserForThisFile, galleyForThisFile } from './support/this-file.ts';

const galley = galleyForThisFile();
const browser = browserForThisFile();
const fixture = await reviewFixture(['labelled/river-otter', 'labelled/koala', 'labelled/kingfisher']);

const desk: BrowserContextOptions = { viewport: { width: 1280, height: 860 } };
const tablet: BrowserContextOptions = { viewport: { width: 800, height: 1100 }, hasTouch: true, isMobile: true };

/** The first candidate with a tool in hand, and what is sent of it in the end. */
async function drawOn(options: BrowserContextOptions, tool: 'Pen' | 'Brush'): Promise<{ page: Page; devtools: CDPSession; sent: () => Promise<DecisionRequest> }> {
  const page = await browser.newPage(options);
  const decided = await serveFixture(page, galley.endpoints.api, fixture);
  await page.goto(fixtureAddress(galley.endpoints.api));
  await page.getByRole('button', { name: /^Show candidate A/ }).click();
  await page.locator('[data-original=shown]').waitFor();
  await page.getByRole('button', { name: tool, exact: true }).click();
  const sent = async (): Promise<DecisionRequest> => {
    await page.getByRole('radio', { name: /^Request changes/ }).check();
    await page.getByRole('button', { name: 'Too dark' }).click();
    await page.getByRole('button', { name: 'Request these changes' }).click();
    await page.getByRole('heading', { name: 'Changes requested' }).waitFor();
    return DecisionRequest.parse(decided[0]);
  };
  return { page, devtools: await page.context().newCDPSession(page), sent };
}

/** A pen with pressure, as a tablet tells of it. */
async function pen(devtools: CDPSession, { x, y, width, height }: Box, type: 'mousePressed' | 'mouseMoved' | 'mouseReleased', [across, down]: readonly [number, number]): Promise<void> {
  await devtools.send('Input.dispatchMouseEvent', { type, pointerType: 'pen', button: 'left', buttons: type === 'mouseReleased' ? 0 : 1, clickCount: 1, force: 0.5, x: x + across * width, y: y + down * height });
}

test('the palm of the hand that holds a pen neither ends its line nor draws one', async () => {
  const { page, devtools, sent } = await drawOn(tablet, 'Pen');
  const box = await stageBox(page);
  await pen(devtools, box, 'mousePressed', [0.4, 0.5]);
  for (const across of along(0.4, 0.5)) await pen(devtools, box, 'mouseMoved', [across, 0.5]);
  await touch(page, devtools, along(0.6, 0.62).map((down) => [[0.7, down]]));
  for (const across of along(0.5, 0.6)) await pen(devtools, box, 'mouseMoved', [across, 0.5]);
  await pen(devtools, box, 'mouseReleased', [0.6, 0.5]);
  const { markup } = await sent();
  expect(markup).toHaveLength(1);
  const [line] = markup ?? [];
  const picture = fixture.view.candidates[0]!;
  const fitted = Math.min(box.width, picture.width, (box.height * picture.width) / picture.height);
  expect(line!.points.at(-1)![0] - line!.points[0]![0]).toBeCloseTo((0.2 * box.width) / fitted, 2);
});

test('a tablet that is turned in the middle of a line keeps what was drawn, and nothing of the way after it', async () => {
  const { page, devtools, sent } = await drawOn(tablet, 'Pen');
  const { x, y, width, height } = await stageBox(page);
  const at = (across: number) => ({ touchPoints: [{ id: 1, x: x + across * width, y: y + height / 2 }] });
  await devtools.send('Input.dispatchTouchEvent', { type: 'touchStart', ...at(0.4) });
  for (const across of along(0.4, 0.5)) await devtools.send('Input.dispatchTouchEvent', { type: 'touchMove', ...at(across) });
  await page.setViewportSize({ width: 1100, height: 800 });
  await expect.poll(async () => (await stageBox(page)).height).not.toBe(height);
  for (const across of along(0.5, 0.9)) await devtools.send('Input.dispatchTouchEvent', { type: 'touchMove', ...at(across) });
  await devtools.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  const { markup } = await sent();
  expect(markup).toHaveLength(1);
  expect(markup![0]!.points.filter(([across, down]) => !(across < 0.6 && Math.abs(down - 0.5) < 0.02))).toEqual([]);
});

test('a line that leaves the picture paints nothing along its edge, and one undo takes all of it', async () => {
  const { page, sent } = await drawOn(desk, 'Brush');
  const picture = await page.locator('.stage-picture').first().boundingBox();
  const go = (across: number, down: number) => page.mouse.move(picture!.x + across * picture!.width, picture!.y + down * picture!.height, { steps: 6 });
  const loop = async () => {
    await go(0.8, 0.3);
    await page.mouse.down();
    await go(1.1, 0.3);
    await go(1.1, 0.7);
    await go(0.8, 0.7);
    await page.mouse.up();
  };
  await loop();
  expect(await page.locator('.brush-lines path').count()).toBe(2);
  await page.getByRole('button', { name: 'Undo' }).click();
  expect(await page.locator('.brush-lines path').count()).toBe(0);
  await loop();
  const { brush } = await sent();
  expect(brush?.map(({ points }) => points.map(([across, down]) => [across.toFixed(1), down.toFixed(1)]))).toEqual([[['0.8', '0.3'], ['1.0', '0.3']], [['1.0', '0.7'], ['0.8', '0.7']]]);
});

test('a pin and a line beyond what a decision takes are refused in words, and those that are there are sent', async () => {
  const page = await browser.newPage(desk);
  const decided = await serveFixture(page, galley.endpoints.api, fixture);
  const { sha256 } = fixture.view.candidates[0]!;
  const pins = Array.from({ length: mostPins }, (_, index) => ({ x: 0.1 + index * 0.04, y: 0.2, text: `Note ${String(index + 1)}` }));
  const pen = Array.from({ length: mostStrokes }, (_, index) => ({ points: [[0.2, index / mostStrokes], [0.8, index / mostStrokes]] as [number, number][], width: 0.008 }));
  const draft = draftOf({ ...noWork, shown: sha256, decision: 'changes', note: 'Warmer light', pins: { [sha256]: pins }, drawings: { [sha256]: begun({ pen, brush: [] }) } });
  await page.addInitScript(([key, text]) => sessionStorage.setItem(key!, text!), [`galley-review-${fixtureId}`, draft]);
  await page.goto(fixtureAddress(galley.endpoints.api));
  await page.locator('[data-original=shown]').waitFor();
  const hint = page.locator('.tool-hint');
  const status = page.getByRole('status');
  const { x, y, width, height } = await stageBox(page);

  await page.getByRole('button', { name: 'Pin a note', exact: true }).click();
  await expect.poll(() => hint.innerText()).toBe('A candidate takes 20 pins, and all of them are set. Open one to rewrite or remove it.');
  await page.mouse.click(x + width / 2, y + height * 0.7);
  await expect.poll(() => status.innerText()).toContain('A candidate takes 20 pins');
  expect(await page.locator('.pin-editor').count()).toBe(0);

  await page.getByRole('button', { name: 'Pen', exact: true }).click();
  await expect.poll(() => hint.innerText()).toBe('Pen: drawn hints for the next edit.');
  await page.mouse.move(x + width * 0.4, y + height / 2);
  await page.mouse.down();
  await page.mouse.move(x + width * 0.6, y + height * 0.6, { steps: 4 });
  await page.mouse.up();
  await expect.poll(() => hint.innerText()).toBe('This line was not kept: pen and brush take 200 lines and 20,000 points together. Undo or clear some, or draw fewer and shorter ones.');

  await page.getByRole('button', { name: 'Brush', exact: true }).click();
  await page.getByRole('application').press('Enter');
  await expect.poll(() => status.innerText()).toContain('This line was not kept');
  await page.getByRole('button', { name: 'Request these changes' }).click();
  await page.getByRole('heading', { name: 'Changes requested' }).waitFor();
  expect(DecisionRequest.parse(decided[0])).toMatchObject({ pins, markup: pen });
  expect(decided[0]).not.toHaveProperty('brush');
});

test('the line of a wipe stays in reach when the picture is zoomed away from it', async () => {
  const { page } = await drawOn(desk, 'Pen');
  await page.keyboard.press('c');
  await page.getByRole('button', { name: 'Wipe' }).click();
  for (let press = 0; press < 5; press += 1) await page.keyboard.press('+');
  for (let press = 0; press < 12; press += 1) await page.keyboard.press('ArrowLeft');
  const line = await page.getByRole('slider', { name: /^Line between/ }).boundingBox();
  const stage = await stageBox(page);
  expect(line!.x + line!.width / 2).toBeCloseTo(stage.x + stage.width, 0);
  await page.mouse.move(stage.x + stage.width - 8, stage.y + stage.height / 2);
  await page.mouse.down();
  await page.mouse.move(stage.x + stage.width / 2, stage.y + stage.height / 2, { steps: 4 });
  await page.mouse.up();
  const dragged = await page.getByRole('slider', { name: /^Line between/ }).boundingBox();
  expect(dragged!.x + dragged!.width / 2).toBeCloseTo(stage.x + stage.width / 2, -1);
});

test('a comparison whose code does not come leaves the page as it is, and a reload brings it with nothing lost', async () => {
  const page = await browser.newPage(desk);
  await serveFixture(page, galley.endpoints.api, fixture);
  await page.route('**/CompareView-*.js', (route) => route.abort('connectionfailed'));
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  const failed = page.waitForEvent('requestfailed', (request) => request.url().includes('CompareView'));
  await page.goto(fixtureAddress(galley.endpoints.api));
  await page.getByRole('radio', { name: /^Request changes/ }).check();
  await page.getByRole('textbox', { name: /^What should change/ }).fill('Warmer');
  await failed;
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Compare', exact: true }).click();
  await page.getByRole('alert').getByText('could not be fetched').waitFor();
  expect(await page.getByRole('textbox', { name: /^What should change/ }).inputValue()).toBe('Warmer');
  await page.unroute('**/CompareView-*.js');
  await page.getByRole('button', { name: 'Reload the page' }).click();
  await page.getByRole('button', { name: 'Compare', exact: true }).click();
  await page.locator('.sides .stage').first().waitFor();
  expect(await page.getByRole('textbox', { name: /^What should change/ }).inputValue()).toBe('Warmer');
  expect(complaints).toEqual([]);
});

test('the contact sheet shows the whole of an upright picture', async () => {
  const upright = await reviewFixture(['labelled/koala']);
  expect(upright.view.candidates[0]!.height).toBeGreaterThan(upright.view.candidates[0]!.width);
  const page = await browser.newPage(desk);
  await serveFixture(page, galley.endpoints.api, upright);
  await page.goto(fixtureAddress(galley.endpoints.api));
  await page.getByRole('button', { name: /^Show candidate A/ }).waitFor();
  const [ground, picture] = await Promise.all([page.locator('.tile-ground').boundingBox(), page.locator('.tile-ground img').boundingBox()]);
  expect(picture).toEqual(ground);
});
