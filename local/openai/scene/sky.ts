/** Sky, sun, moon, stars, clouds, weather: what lies behind everything. */
import { mix } from './colour.ts';
import type { Random } from './random.ts';
import type { Plan } from './scene.ts';
import { blob, box, ellipse, polygon } from './shapes.ts';
import type { Drawing, Point } from './shapes.ts';

/** The picture in units: the short side is 1000. */
export interface Frame {
  readonly width: number;
  readonly height: number;
  /** y of the horizon. */
  readonly horizon: number;
  /** Where the subject stands: its centre and its ground line. */
  readonly subjectX: number;
  readonly subjectY: number;
}

export function drawSky(d: Drawing, plan: Plan, frame: Frame, random: Random): void {
  const { roles, dark } = plan;
  const sky = d.gradient([[0, roles.skyTop], [0.55, roles.skyMid], [1, roles.horizon]]);
  d.flat(box(-5, -5, frame.width + 10, frame.horizon + 12), sky);
  d.flat(box(-5, frame.horizon, frame.width + 10, frame.height - frame.horizon + 10), roles.horizon);
  const x = frame.width * (0.5 + plan.lightX * 0.36);
  const y = frame.horizon * (1 - plan.lightY * 0.86) - (plan.lightY < 0.35 ? 30 : 0);
  if (dark && plan.weather !== 'rain') drawStars(d, frame, random);
  const removed = plan.scene.adjust.removed.join(' ');
  if (!/\b(?:sun|moon)\b/u.test(removed) && (plan.weather === 'clear' || plan.weather === 'cloudy' || plan.weather === 'snow')) drawSunOrMoon(d, plan, x, y);
  d.glow(x, frame.horizon, frame.width * 0.75, roles.light, dark ? 0.22 : 0.5);
  const cover = removed.includes('cloud') ? 0 : plan.weather === 'cloudy' ? 9 : plan.weather === 'storm' || plan.weather === 'rain' ? 11 : plan.time === 'overcast' ? 8 : random.integer(3, 5);
  for (let i = 0; i < cover; i++) drawCloud(d, plan, frame, random);
  if (plan.weather === 'storm') {
    const lx = frame.width * random.between(0.2, 0.8);
    const points: Point[] = [[lx, frame.horizon * 0.12]];
    for (let i = 1; i < 7; i++) points.push([lx + random.between(-40, 40), frame.horizon * (0.12 + i * 0.14)]);
    d.glow(lx, frame.horizon * 0.4, 260, '#e8ecff', 0.5).line(`M${points.map((point) => point.join(',')).join('L')}`, '#f6f4ff', 5);
  }
}

function drawSunOrMoon(d: Drawing, plan: Plan, x: number, y: number): void {
  const { roles, time } = plan;
  if (time === 'night' || time === 'neon' || time === 'dusk') {
    const r = 40;
    d.glow(x, y, 260, roles.light, 0.28);
    d.flat(ellipse(x, y, r), mix(roles.light, '#ffffff', 0.5));
    d.flat(ellipse(x + r * 0.35, y - r * 0.1, r * 0.24), roles.light, 0.5).flat(ellipse(x - r * 0.3, y + r * 0.35, r * 0.17), roles.light, 0.5);
    return;
  }
  const low = plan.lightY < 0.35;
  const r = low ? 92 : 56;
  d.glow(x, y, r * 6, roles.light, 0.6);
  // Two pale discs around the sun, as screen-printed posters have them.
  d.flat(ellipse(x, y, r * 2.1), roles.light, 0.12).flat(ellipse(x, y, r * 1.5), roles.light, 0.16);
  d.flat(ellipse(x, y, r), d.gradient([[0, mix(roles.light, '#ffffff', 0.65)], [1, roles.light]]));
}

function drawStars(d: Drawing, frame: Frame, random: Random): void {
  for (let i = 0; i < 130; i++) {
    const y = frame.horizon * random.next() ** 1.3 * 0.92;
    d.flat(ellipse(random.next() * frame.width, y, random.chance(0.06) ? 2.6 : random.between(0.7, 1.5)), '#f4f3ff', random.between(0.3, 0.95) * (1 - (y / frame.horizon) * 0.7));
  }
}

/** A flat-bottomed bank of round puffs, lit from the sun's side. */
function drawCloud(d: Drawing, plan: Plan, frame: Frame, random: Random): void {
  const depth = random.next();
  const span = random.between(140, 380) * (0.5 + depth * 0.8);
  const x = random.between(-0.1, 1.1) * frame.width;
  const y = frame.horizon * (0.1 + (1 - depth) * 0.66);
  const heavy = plan.weather === 'storm' || plan.weather === 'rain';
  const top = mix(mix(plan.roles.horizon, plan.roles.light, 0.5), heavy ? '#5d6770' : '#ffffff', plan.dark ? 0 : heavy ? 0.6 : 0.5);
  const fill = d.gradient([[0, plan.dark ? mix(plan.roles.skyMid, plan.roles.light, 0.22) : top, 0.95], [1, mix(plan.roles.skyMid, plan.roles.horizon, 0.6), 0.35]]);
  let puffs = '';
  const count = random.integer(4, 7);
  for (let i = 0; i < count; i++) {
    const t = (i + 0.5) / count;
    const r = span * (0.1 + 0.16 * Math.sin(t * Math.PI)) * random.between(0.75, 1.15);
    puffs += ellipse(x + (t - 0.5) * span * 0.9, y - r * 0.55, r, r * 0.86);
  }
  const h = span * 0.1;
  puffs += ellipse(x, y, span * 0.62, h * 0.75);
  const clip = d.define((id) => `<clipPath id="${id}"><rect x="${String(x - span)}" y="${String(y - span)}" width="${String(span * 2)}" height="${String(span + h * 0.35)}"/></clipPath>`);
  d.group(`clip-path="url(#${clip})" opacity="${plan.time === 'overcast' || heavy ? '0.85' : '0.8'}"`, () => d.flat(puffs, fill));
}

/** Rain, snow, mist in front of the picture. */
export function drawWeather(d: Drawing, plan: Plan, frame: Frame, random: Random): void {
  if (plan.weather === 'rain' || plan.weather === 'storm') {
    let streaks = '';
    for (let i = 0; i < 170; i++) {
      const [x, y, length] = [random.next() * frame.width * 1.1, random.next() * frame.height, random.between(18, 54)];
      streaks += `M${x.toFixed(1)},${y.toFixed(1)}l${(-length * 0.22).toFixed(1)},${length.toFixed(1)}`;
    }
    d.line(streaks, '#eaf2f7', 1.4, 0.36);
  }
  if (plan.weather === 'snow') {
    for (let i = 0; i < 190; i++) {
      const near = random.next() ** 3;
      d.flat(ellipse(random.next() * frame.width, random.next() * frame.height, 1.4 + near * 8), '#ffffff', 0.85 - near * 0.55);
    }
  }
  if (plan.weather === 'fog') {
    for (let i = 0; i < 4; i++) {
      const y = frame.horizon + (i - 1) * 70;
      d.flat(box(-10, y - 90, frame.width + 20, 200), d.gradient([[0, plan.roles.horizon, 0], [0.5, plan.roles.horizon, 0.5], [1, plan.roles.horizon, 0]]));
    }
  }
}

/** A ridge from edge to edge, closed at `bottom`; `rough` 0 is a rolling hill, 1 a jagged range. */
export function ridge(frame: Frame, y: number, height: number, rough: number, random: Random, bottom = frame.height + 10): string {
  const phases = [random.next() * 6.3, random.next() * 6.3, random.next() * 6.3, random.next() * 6.3];
  const points: Point[] = [];
  const steps = rough > 0.5 ? 34 : 18;
  const unit = frame.width / 1000;
  for (let i = 0; i <= steps; i++) {
    const t = (i / steps) * unit;
    const swell = Math.sin(t * 3.1 + (phases[0] ?? 0)) * 0.5 + Math.sin(t * 6.7 + (phases[1] ?? 0)) * 0.28 + rough * (Math.abs(Math.sin(t * 8.3 + (phases[2] ?? 0))) * 0.5 + Math.abs(Math.sin(t * 19 + (phases[3] ?? 0))) * 0.22 + random.between(-0.14, 0.14));
    points.push([(i / steps) * (frame.width + 40) - 20, y - height * (0.5 + swell * 0.55)]);
  }
  if (rough > 0.5) return polygon([[-20, bottom], ...points, [frame.width + 20, bottom]]);
  return blob([[-60, bottom], [-40, points[0]?.[1] ?? y], ...points, [frame.width + 60, points[steps]?.[1] ?? y], [frame.width + 80, bottom]]);
}
