/** Puts a plan on the canvas: place, subject with its shadows, what floats in front. Three layers, back to front. */
import { clamp, colourIn, mix } from './colour.ts';
import { Random } from './random.ts';
import type { Plan } from './scene.ts';
import { BUILT } from './settings-built.ts';
import { INDOOR } from './settings-indoor.ts';
import { NATURE } from './settings-nature.ts';
import { Drawing, ellipse } from './shapes.ts';
import type { Light } from './shapes.ts';
import { drawWeather } from './sky.ts';
import type { Frame } from './sky.ts';
import { addedSubject, meansSubject, subjectOf } from './subjects.ts';
import type { Subject, SubjectContext } from './subjects.ts';

export interface Layers {
  readonly back: string;
  readonly subject: string;
  readonly front: string;
  /** Where the subject is, in pixels; what an edit may move or take away. */
  readonly subjectBox: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
}

const SETTINGS = { ...NATURE, ...BUILT, ...INDOOR };
const INDOORS = new Set(['studio', 'room', 'table']);
const FLOATING = new Set(['sky', 'space', 'underwater']);

/** @param width of the canvas in pixels @param height in pixels */
export function compose(plan: Plan, width: number, height: number): Layers {
  const unit = Math.min(width, height) / 1000;
  const random = new Random(`${plan.scene.seed}/compose/${String(plan.scene.index)}`);
  const subject = subjectOf(plan.scene.slots.subject, plan.scene.slots.action, plan.words);
  const scale = Math.min(plan.lens.size * 10 * plan.scene.adjust.scale * (subject.stands === 'edge' ? 1.5 : 1), (width / unit) * 0.86 / Math.max(1, subject.width));
  const frame = frameOf(plan, width / unit, height / unit, subject, scale, random);
  const svg = (d: Drawing) => `<svg xmlns="http://www.w3.org/2000/svg" width="${String(width)}" height="${String(height)}" viewBox="0 0 ${String(frame.width)} ${String(frame.height)}"><defs>${d.defs}</defs>${d.body}</svg>`;
  const light = lightOf(plan);

  const back = new Drawing('b', light);
  SETTINGS[plan.setting](back, plan, frame, random.fork('setting'));

  // The subject faces into the picture, with the light on its chest more often than on its back.
  const flip = frame.subjectX > frame.width * 0.53 ? -1 : frame.subjectX < frame.width * 0.47 ? 1 : random.chance(0.5) ? 1 : -1;
  const removed = plan.scene.adjust.removed.some((words) => meansSubject(words, plan.scene.slots.subject));
  const lift = subject.airborne ? (FLOATING.has(plan.setting) ? 0 : subject.lift) : 0;
  const x = frame.subjectX;
  const y = frame.subjectY - lift * scale;
  const main = new Drawing('s', { ...light, x: light.x * flip }, 1);
  if (!removed && subject.kind !== 'none') {
    if (subject.stands === undefined) shadows(back, plan, frame, x, subject.width * scale, lift, subject.airborne && FLOATING.has(plan.setting));
    const context: SubjectContext = { plan, random: random.fork('subject'), colour: subjectColour(plan, subject.kind), prop: propColour(plan) };
    main.group(`transform="translate(${x.toFixed(1)} ${y.toFixed(1)}) scale(${(scale * flip).toFixed(4)} ${scale.toFixed(4)})"`, () => { subject.draw(main, context); });
  }

  plan.scene.adjust.added.slice(0, 3).forEach((words, i) => {
    const extra = addedSubject(words);
    if (extra === undefined) return;
    const own = random.fork(`added/${words}`);
    const ex = frame.width * (x > frame.width / 2 ? 0.17 + i * 0.12 : 0.83 - i * 0.12);
    const k = plan.lens.size * 4.6;
    if (!extra.airborne) shadows(back, plan, frame, ex, extra.width * k, 0, FLOATING.has(plan.setting));
    main.group(`transform="translate(${ex.toFixed(1)} ${(extra.airborne ? frame.horizon * 0.62 : frame.subjectY).toFixed(1)}) scale(${k.toFixed(4)})"`, () => { extra.draw(main, { plan, random: own, colour: colourIn(words), prop: plan.roles.accent }); });
  });

  const front = new Drawing('f', light);
  drawForeground(front, plan, frame, random.fork('front'));
  drawWeather(front, plan, frame, random.fork('weather'));
  drawLettering(front, plan, frame);
  const reach = { w: subject.width * scale, h: subject.height * scale };
  return {
    back: svg(back), subject: svg(main), front: svg(front),
    subjectBox: { x: (x - reach.w / 2) * unit, y: (y - reach.h) * unit, width: reach.w * unit, height: reach.h * unit },
  };
}

function frameOf(plan: Plan, width: number, height: number, subject: Subject, scale: number, random: Random): Frame {
  const { index, adjust, seed } = plan.scene;
  const start = new Random(`${seed}/place`).integer(0, 2);
  const indoors = INDOORS.has(plan.setting);
  const place = [0.37, 0.63, 0.5][(start + index) % 3] ?? 0.5;
  const drift = random.between(-0.025, 0.025);
  const x = (indoors ? 0.5 + (place - 0.5) * 0.55 : place) + drift + adjust.moveX;
  const horizon = height * plan.lens.horizon;
  const tall = scale * subject.height;
  const half = (scale * subject.width) / 2 + width * 0.03;
  const base = plan.lens.topDown && indoors ? height / 2 + scale * 48 : subject.stands === 'edge' ? height * 1.02 : subject.stands === 'water' ? horizon + (height - horizon) * 0.34 : FLOATING.has(plan.setting) || plan.setting === 'abstract' ? height * 0.5 + tall / 2 : Math.max(horizon + (height - horizon) * (indoors ? 0.52 : 0.5), Math.min(tall + height * 0.07, height * 0.93));
  return { width, height, horizon, subjectX: clamp(width * x, Math.min(half, width / 2), Math.max(width - half, width / 2)), subjectY: clamp(base + adjust.moveY * height, height * 0.2, subject.stands === 'edge' ? height * 1.1 : height * 0.95) };
}

function lightOf(plan: Plan): Light {
  const y = -0.35 - plan.lightY * 0.6;
  const length = Math.hypot(plan.lightX, y);
  const hard = plan.weather === 'fog' || plan.time === 'overcast' ? 0.35 : plan.time === 'studio' ? 0.6 : plan.dark ? 0.95 : 0.75;
  return { x: plan.lightX / length, y: y / length, colour: plan.time === 'neon' ? mix(plan.roles.light, plan.roles.accent, 0.3) : plan.roles.light, shadow: plan.roles.shadow, strength: hard };
}

/** A dark line of contact, a soft pool around it, and the long shadow away from the light. */
function shadows(d: Drawing, plan: Plan, frame: Frame, x: number, width: number, lift: number, floating: boolean): void {
  if (floating || plan.setting === 'sea' || plan.setting === 'abstract' || (plan.lens.topDown && plan.setting === 'table')) return;
  const soft = plan.weather === 'fog' || plan.time === 'overcast' ? 0.5 : 1;
  const far = lift > 0 ? 0.6 : 1;
  const reach = width * (1.25 - plan.lightY * 0.6);
  const draw = (cx: number, rx: number, ry: number, opacity: number, sigma: number) =>
    d.raw(`<g ${d.blur(sigma)}>`).flat(ellipse(cx, frame.subjectY + 4, rx, ry), plan.roles.shadow, opacity).raw('</g>');
  draw(x - plan.lightX * reach * 0.62, reach * 0.72, 20 + width * 0.03, 0.4 * soft * far, 16);
  draw(x, width * 0.56, 16 + width * 0.025, 0.42 * far, 12);
  if (lift === 0) draw(x, width * 0.42, 7, 0.6, 4);
}

/** A fox in a blue coat is not blue; a woman in a blue coat is drawn by her clothes. */
function subjectColour(plan: Plan, kind: string): string | undefined {
  const { subject } = plan.scene.slots;
  return plan.scene.adjust.subjectColour ?? colourIn(kind === 'person' || kind === 'portrait' ? subject.replace(/\w+ hair/iu, '') : (subject.split(/\b(?:in|with|on|wearing|of red|at)\b/iu)[0] ?? subject));
}

function propColour(plan: Plan): string {
  return colourIn(plan.scene.slots.action) ?? plan.roles.accent;
}

/** Out-of-focus leaves or lights near the lens when it is a long one. */
function drawForeground(d: Drawing, plan: Plan, frame: Frame, random: Random): void {
  if (plan.lens.blur < 4 || plan.medium === 'flat' || plan.medium === 'line') return;
  const green = ['park', 'forest', 'field', 'mountains'].includes(plan.setting);
  const colour = green ? plan.roles.tone('#5f8a4a', 0) : plan.dark ? plan.roles.light : mix(plan.roles.horizon, '#ffffff', 0.4);
  d.raw(`<g ${d.blur(green ? 12 : 5)}>`);
  for (let i = 0; i < 12; i++) {
    const side = random.chance(0.5) ? random.between(-0.04, 0.14) : random.between(0.86, 1.04);
    const low = green ? random.between(0.86, 1.06) : random.between(0.05, 0.7);
    d.flat(ellipse(side * frame.width, low * frame.height, random.between(20, 60)), i % 4 === 0 ? plan.roles.accent : colour, green ? 0.5 : 0.2);
  }
  d.raw('</g>');
}

/** Words only where the prompt asks for them in quotation marks. */
function drawLettering(d: Drawing, plan: Plan, frame: Frame): void {
  const text = plan.scene.slots.lettering;
  if (text === '') return;
  const size = Math.min(110, (frame.width * 1.35) / text.length);
  const escaped = text.replace(/[<>&"']/gu, (sign) => `&#${String(sign.codePointAt(0))};`);
  d.raw(`<text x="${String(frame.width / 2)}" y="${String(frame.height * 0.11 + size * 0.5)}" text-anchor="middle" font-family="DejaVu Sans, Helvetica, Arial, sans-serif" font-weight="700" letter-spacing="6" font-size="${size.toFixed(1)}" fill="${plan.dark ? '#f6f1e4' : mix(plan.roles.shadow, '#000000', 0.3)}">${escaped}</text>`);
}
