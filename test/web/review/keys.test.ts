import { expect, test } from 'vitest';
import { shareByKey } from '../../../web/src/review/compare/wipe-share.ts';
import { commandOf, commands } from '../../../web/src/review/keys.ts';

const press = (key: string, more = {}) => ({ key, ctrl: false, shift: false, alt: false, ...more });
const free = { focus: 'free', zoomed: false, letters: true } as const;

test('every command that is listed has a key that runs it', () => {
  const pressed: Readonly<Record<string, readonly [string, object?, object?]>> = {
    candidate: ['3'], previous: ['ArrowLeft'], next: ['ArrowRight'], zoomOut: ['-'], pan: ['ArrowUp', {}, { zoomed: true }], redo: ['Z', { ctrl: true, shift: true }], leave: ['Escape'],
  };
  for (const [name, { keys }] of Object.entries(commands)) {
    const [key, more = {}, at = {}] = pressed[name] ?? [keys[0]];
    expect(commandOf(press(key, more), { ...free, ...at })?.name).toBe(name);
  }
});

test('arrows change the candidate, move a picture that is zoomed in, and are left to radios and sliders', () => {
  expect(commandOf(press('ArrowRight'), free)).toEqual({ name: 'next' });
  expect(commandOf(press('ArrowRight'), { ...free, zoomed: true })).toEqual({ name: 'pan', dx: 1, dy: 0 });
  expect(commandOf(press('ArrowRight'), { ...free, focus: 'arrows' })).toBeNull();
  expect(commandOf(press('ArrowDown'), free)).toBeNull();
});

test('who writes is left alone, save for Escape', () => {
  for (const key of ['a', '1', '?', 'ArrowLeft']) expect(commandOf(press(key), { ...free, focus: 'all' })).toBeNull();
  expect(commandOf(press('z', { ctrl: true }), { ...free, focus: 'all' })).toBeNull();
  expect(commandOf(press('Escape'), { ...free, focus: 'all' })).toEqual({ name: 'leave' });
});

test('single letters and digits can be turned off; arrows and Ctrl Z go on', () => {
  const off = { ...free, letters: false };
  for (const key of ['a', '1', '0', '+', '?']) expect(commandOf(press(key), off)).toBeNull();
  expect(commandOf(press('ArrowLeft'), off)).toEqual({ name: 'previous' });
  expect(commandOf(press('z', { ctrl: true }), off)).toEqual({ name: 'undo' });
});

test('the browser keeps its own combinations', () => {
  for (const key of ['c', 'p', 'b', '+', '0']) expect(commandOf(press(key, { ctrl: true }), free)).toBeNull();
  expect(commandOf(press('d', { alt: true }), free)).toBeNull();
});

test('the line of a wipe moves by a hundredth, with Shift by a tenth, and stops at the edges', () => {
  expect([shareByKey(0.5, 'ArrowLeft', false), shareByKey(0.5, 'ArrowRight', true), shareByKey(0.95, 'PageUp', false), shareByKey(0.3, 'Home', false), shareByKey(0.3, 'q', false)]).toEqual([0.49, 0.6, 1, 0, null]);
});
