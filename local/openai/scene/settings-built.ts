/** Built places, and those that are neither built nor grown: city, street, road, sky, space, water, abstract. */
import { mix, shade } from './colour.ts';
import { ground, pool } from './settings-nature.ts';
import type { DrawSetting } from './settings-nature.ts';
import { blob, box, ellipse, polygon } from './shapes.ts';
import type { Drawing, Point } from './shapes.ts';
import { drawSky, ridge } from './sky.ts';
import type { Frame } from './sky.ts';
import type { Plan } from './scene.ts';
import type { Random } from './random.ts';

const WINDOW_WARM = '#ffd48a';

function tower(d: Drawing, plan: Plan, x: number, y: number, w: number, h: number, depth: number, random: Random): void {
  const body = plan.roles.tone(random.pick(['#6f7a86', '#7d7468', '#5b6b7a', '#86827c']), depth);
  d.flat(box(x, y - h, w, h + 8), d.gradient([[0, shade(body, 0.03)], [1, mix(body, plan.roles.horizon, 0.18)]]));
  const litSide = plan.lightX > 0 ? x + w * 0.72 : x;
  d.flat(box(litSide, y - h, w * 0.28, h + 8), mix(body, plan.roles.light, plan.dark ? 0.12 : 0.3), 0.75);
  if (random.chance(0.45)) d.flat(box(x + w * 0.25, y - h - w * 0.22, w * 0.5, w * 0.24), body);
  if (random.chance(0.25)) d.flat(box(x + w * 0.48, y - h - w * 0.9, w * 0.04, w * 0.9), body);
  const cell = 13 + (1 - depth) * 7;
  const neon = plan.time === 'neon';
  for (let cy = y - h + cell; cy < y - cell; cy += cell * 1.35) {
    for (let cx = x + cell * 0.6; cx < x + w - cell * 0.7; cx += cell) {
      const on = random.chance(plan.dark ? 0.42 : 0.2);
      if (!on && !random.chance(0.5)) continue;
      const glass = on && plan.dark ? (neon ? random.pick([plan.roles.accent, '#47e9f5', WINDOW_WARM, '#ff5fb0']) : WINDOW_WARM) : mix(body, on ? '#ffffff' : plan.roles.shadow, 0.25);
      d.flat(box(cx, cy, cell * 0.5, cell * 0.78), glass, (on && plan.dark ? 0.92 : 0.5) * (1 - depth * 0.4));
    }
  }
}

function skyline(d: Drawing, plan: Plan, frame: Frame, layers: number, random: Random, scale = 1): void {
  for (let layer = 0; layer < layers; layer++) {
    const depth = 0.8 - layer * (0.56 / Math.max(1, layers - 1));
    let x = random.between(-60, 0);
    while (x < frame.width) {
      const w = random.between(54, 120) * (0.8 + layer * 0.3);
      const middle = 1 - Math.abs((x + w / 2) / frame.width - 0.5);
      tower(d, plan, x, frame.horizon + 12 + layer * 12, w, random.between(110, 400 - layer * 70) * scale * middle, depth, random);
      x += w * random.between(0.86, 1.2);
    }
    d.flat(box(-5, frame.horizon - 60, frame.width + 10, 110), d.gradient([[0, plan.roles.horizon, 0], [1, plan.roles.horizon, 0.3]]));
  }
}

/** Lines that run to a vanishing point make a floor of stone or tarmac. */
function paving(d: Drawing, plan: Plan, frame: Frame, colour: string, wet: boolean): void {
  const { width, height, horizon } = frame;
  ground(d, plan, frame, horizon + 10, colour);
  const vx = width / 2;
  for (let i = -9; i <= 9; i++) d.line(`M${String(vx + i * 14)},${String(horizon + 10)}L${String(vx + i * width * 0.22)},${String(height + 10)}`, plan.roles.shadow, 1.6, 0.18);
  for (let i = 1; i < 9; i++) d.line(`M-10,${String(horizon + 10 + (height - horizon) * (i / 9) ** 2.2)}H${String(width + 10)}`, plan.roles.shadow, 1 + i * 0.25, 0.16);
  if (!wet) return;
  for (let i = 0; i < 26; i++) {
    const x = ((i * 0.618) % 1) * width;
    const colours = [plan.roles.accent, plan.roles.light, plan.roles.second, WINDOW_WARM];
    d.flat(box(x, horizon + 14, 12 + (i % 4) * 8, (height - horizon) * (0.4 + ((i * 0.37) % 0.5))), d.gradient([[0, colours[i % 4] ?? WINDOW_WARM, 0.5], [1, colours[i % 4] ?? WINDOW_WARM, 0]]));
  }
}

const city: DrawSetting = (d, plan, frame, random) => {
  drawSky(d, plan, frame, random);
  skyline(d, plan, frame, 3, random);
  paving(d, plan, frame, '#8d9196', plan.dark || plan.weather === 'rain');
  pool(d, plan, frame);
};

const street: DrawSetting = (d, plan, frame, random) => {
  drawSky(d, plan, frame, random);
  const { width, height, horizon } = frame;
  skyline(d, plan, frame, 1, random, 0.45);
  paving(d, plan, frame, '#a39a8c', plan.dark || plan.weather === 'rain');
  const vx = width / 2;
  for (const side of [-1, 1]) {
    const facades = 4;
    for (let i = facades - 1; i >= 0; i--) {
      const near = 1 - (i / facades) * 0.8;
      const far = 1 - ((i + 1) / facades) * 0.8;
      const x0 = vx + side * width * 0.56 * far ** 1.1;
      const x1 = vx + side * width * 0.56 * near ** 1.1;
      const top = (t: number) => horizon - horizon * 1.12 * t;
      const foot = (t: number) => horizon + 10 + (height - horizon) * 0.42 * t;
      const wall = plan.roles.tone(random.pick(['#d9b48a', '#c98b6b', '#e0cda6', '#9fb0a8', '#b97f64', '#d7c2ae']), 0.1 + (1 - near) * 0.6);
      const face = side === Math.sign(plan.lightX) ? mix(wall, plan.roles.shadow, 0.42) : mix(wall, plan.roles.light, 0.12);
      const at = (t: number, v: number): Point => [x0 + (x1 - x0) * t, (top(far) + (top(near) - top(far)) * t) * (1 - v) + (foot(far) + (foot(near) - foot(far)) * t) * v];
      d.flat(polygon([at(0, 0), at(1, 0), at(1, 1), at(0, 1)]), face);
      d.flat(polygon([at(0, 0), at(1, 0), at(1, 0.03), at(0, 0.03)]), shade(face, -0.12));
      for (let r = 0; r < 3; r++) {
        for (let c = 0; c < 3; c++) {
          const [u, v] = [0.14 + c * 0.29, 0.12 + r * 0.19];
          const lit = plan.dark && random.chance(0.55);
          d.flat(polygon([at(u, v), at(u + 0.15, v), at(u + 0.15, v + 0.12), at(u, v + 0.12)]), lit ? WINDOW_WARM : mix(face, plan.roles.shadow, 0.5));
        }
      }
      d.flat(polygon([at(0.1, 0.76), at(0.9, 0.76), at(0.9, 1), at(0.1, 1)]), plan.dark ? mix(WINDOW_WARM, face, 0.25) : mix(face, plan.roles.shadow, 0.6));
      const awning = random.pick([plan.roles.accent, plan.roles.second, plan.roles.accent]);
      d.flat(polygon([at(0.06, 0.69), at(0.94, 0.69), [at(0.94, 0.79)[0] - side * 26 * near, at(0.94, 0.79)[1]], [at(0.06, 0.79)[0] - side * 26 * near, at(0.06, 0.79)[1]]]), plan.roles.tone(awning, 0.1 + (1 - near) * 0.5));
    }
  }
  pool(d, plan, frame, 0.4);
};

const highway: DrawSetting = (d, plan, frame, random) => {
  drawSky(d, plan, frame, random);
  const { width, height, horizon } = frame;
  if (plan.dark) skyline(d, plan, frame, 2, random, 0.55);
  else d.flat(ridge(frame, horizon + 8, 190, 0.7, random), plan.roles.tone('#6d7f8f', 0.72)).flat(ridge(frame, horizon + 12, 100, 0.1, random), plan.roles.tone('#8c9a6a', 0.5));
  ground(d, plan, frame, horizon + 6, plan.dark ? '#3a4048' : '#b9a36c');
  const vx = width * (0.5 - plan.lightX * 0.12);
  const y0 = horizon + 6;
  const lane = (a: number, b: number, colour: string, opacity = 1) => d.flat(polygon([[vx + a * 5, y0], [vx + b * 5, y0], [vx + b * width * 0.62, height + 10], [vx + a * width * 0.62, height + 10]]), colour, opacity);
  lane(-1.3, 1.3, plan.roles.tone('#5a5f66', 0.1));
  lane(-1.2, -1.17, '#f2efe6', 0.8);
  lane(1.17, 1.2, '#f2efe6', 0.8);
  for (let i = 0; i < 9; i++) {
    const [a, b] = [(i / 9) ** 2, ((i + 0.45) / 9) ** 2];
    const y = (t: number) => y0 + (height - y0) * t;
    const w = (t: number) => 1 + 13 * t;
    d.flat(polygon([[vx - w(a), y(a)], [vx + w(a), y(a)], [vx + w(b), y(b)], [vx - w(b), y(b)]]), '#f4c84c', 0.9);
  }
  if (plan.dark) {
    for (let i = 0; i < 7; i++) {
      const t = 0.25 + i * 0.1;
      lane(-t - 0.03, -t, i % 2 ? '#ff4a3d' : '#ff8a4a', 0.5);
      lane(t, t + 0.03, i % 2 ? '#fff2cf' : '#bfe3ff', 0.5);
    }
  }
  for (let i = 5; i >= 0; i--) {
    const t = 1 - i / 6;
    for (const side of [-1, 1]) {
      const x = vx + side * (20 + t * t * width * 0.62);
      const [foot, h] = [y0 + t * t * (height - y0) * 0.6, 50 + t * t * 520];
      d.line(`M${String(x)},${String(foot)}V${String(foot - h)}q0,${String(-h * 0.08)} ${String(-side * h * 0.16)},${String(-h * 0.08)}`, plan.roles.tone('#30353b', 0.5 - t * 0.4), 1.4 + t * 4);
      if (plan.dark) d.glow(x - side * h * 0.16, foot - h * 1.08, 26 + t * 120, WINDOW_WARM, 0.85);
    }
  }
  pool(d, plan, frame, 0.24);
};

const sky: DrawSetting = (d, plan, frame, random) => {
  drawSky(d, plan, { ...frame, horizon: frame.height * 0.98 }, random);
  for (let i = 0; i < 3; i++) d.flat(ridge(frame, frame.height * (0.86 + i * 0.06), 110, 0.2, random), mix(plan.roles.tone('#dfe8ee', 0.6 - i * 0.2), '#ffffff', plan.dark ? 0 : 0.3), 0.75);
};

const space: DrawSetting = (d, plan, frame, random) => {
  const { width, height } = frame;
  d.flat(box(-5, -5, width + 10, height + 10), d.gradient([[0, '#05060f'], [0.6, mix('#0d1130', plan.roles.second, 0.2)], [1, '#0a0818']]));
  for (let i = 0; i < 5; i++) d.glow(random.next() * width, random.next() * height, random.between(240, 520), i % 2 ? plan.roles.accent : plan.roles.second, 0.22);
  for (let i = 0; i < 260; i++) d.flat(ellipse(random.next() * width, random.next() * height, random.chance(0.05) ? 3 : random.between(0.6, 1.7)), '#f6f4ff', random.between(0.3, 1));
  d.solid(ellipse(width * 0.5, height + 620, 1000), mix(plan.roles.second, '#c9d6e6', 0.3), { rim: 10, core: 120 });
  d.solid(ellipse(width * (0.5 - plan.lightX * 0.32), height * 0.24, 92), mix(plan.roles.accent, '#e7c9a0', 0.3), { rim: 4, core: 40 });
};

const underwater: DrawSetting = (d, plan, frame, random) => {
  const { width, height } = frame;
  const surface = plan.roles.tone('#7fd3d6', 0.1);
  d.flat(box(-5, -5, width + 10, height + 10), d.gradient([[0, mix(surface, '#ffffff', 0.35)], [0.3, plan.roles.tone('#2f93ad', 0)], [1, plan.roles.tone('#0b3350', 0)]]));
  const beam = d.gradient([[0, '#ffffff', 0.42], [1, '#ffffff', 0]]);
  for (let i = 0; i < 7; i++) {
    const x = random.next() * width;
    d.flat(polygon([[x, -10], [x + 50, -10], [x + 150 + plan.lightX * 160, height], [x - 60 + plan.lightX * 160, height]]), beam, 0.5);
  }
  for (let layer = 0; layer < 3; layer++) {
    d.flat(ridge(frame, height * (0.84 + layer * 0.08), 120, 0.3, random), plan.roles.tone(['#1e5d78', '#17475f', '#0f3248'][layer] ?? '#0f3248', 0));
    for (let i = 0; i < 9; i++) {
      const [x, h] = [random.next() * width, random.between(60, 190)];
      const y = height * (0.86 + layer * 0.07);
      const colour = random.pick([plan.roles.accent, plan.roles.second, '#e58a7b', '#5fae8f']);
      for (let b = -2; b <= 2; b++) d.line(`M${String(x)},${String(y)}q${String(b * 12)},${String(-h * 0.5)} ${String(b * 26)},${String(-h * (1 - Math.abs(b) * 0.14))}`, mix(colour, '#17475f', 0.55 - layer * 0.15), 9);
    }
  }
  for (let i = 0; i < 46; i++) d.flat(ellipse(random.next() * width, random.next() * height, random.between(2, 10)), '#ffffff', 0.24);
};

const abstract: DrawSetting = (d, plan, frame, random) => {
  const { width, height } = frame;
  const { roles } = plan;
  d.flat(box(-5, -5, width + 10, height + 10), d.gradient([[0, roles.skyTop], [0.5, roles.skyMid], [1, roles.horizon]], 0, 0, 1, 1));
  d.flat(ellipse(width * (0.5 + plan.lightX * 0.24), height * 0.34, 250), d.gradient([[0, mix(roles.accent, '#ffffff', 0.25)], [1, roles.accent]]));
  const hues = [roles.skyMid, roles.second, mix(roles.second, roles.shadow, 0.3), roles.accent, mix(roles.accent, roles.shadow, 0.4), mix(roles.second, roles.shadow, 0.65)];
  const phase = random.next() * 6;
  hues.forEach((hue, i) => {
    const y = height * (0.36 + i * 0.115);
    const points: Point[] = [];
    for (let s = 0; s <= 8; s++) points.push([(s / 8) * (width + 200) - 100, y + Math.sin(phase + s * 0.9 + i * 0.75) * (84 - i * 5) + Math.sin(s * 0.5 + i) * 40]);
    const wave = blob([[-140, height + 90], ...points, [width + 140, height + 90]]);
    // A soft shadow of stacked veils; a blurred group of this size would cost a second.
    for (const lift of [34, 26, 19, 13, 8, 4]) d.raw(`<g transform="translate(0 ${String(-lift)})">`).flat(wave, roles.shadow, 0.055).raw('</g>');
    d.flat(wave, d.gradient([[0, mix(hue, roles.light, 0.34)], [0.5, hue], [1, shade(hue, -0.1)]], plan.lightX > 0 ? 1 : 0, 0, 0.5, 1));
  });
};

export const BUILT: Readonly<Record<'city' | 'street' | 'highway' | 'sky' | 'space' | 'underwater' | 'abstract', DrawSetting>> = { city, street, highway, sky, space, underwater, abstract };
