/** Outdoor places. Each draws from the horizon to the front edge, paler and bluer with distance. */
import { mix, shade } from './colour.ts';
import type { Random } from './random.ts';
import type { Plan } from './scene.ts';
import { blob, box, ellipse, polygon } from './shapes.ts';
import type { Drawing, Point } from './shapes.ts';
import { drawSky, ridge } from './sky.ts';
import type { Frame } from './sky.ts';

export type DrawSetting = (d: Drawing, plan: Plan, frame: Frame, random: Random) => void;

/** Ground from `y` to the front edge, lit towards the viewer's feet. */
export function ground(d: Drawing, plan: Plan, frame: Frame, y: number, colour: string): void {
  const { roles } = plan;
  d.flat(box(-5, y, frame.width + 10, frame.height - y + 10), d.gradient([[0, roles.tone(colour, 0.62)], [0.22, roles.tone(shade(colour, 0.03), 0.3)], [1, roles.tone(shade(colour, -0.09), 0)]]));
}

/** A pool of light on the ground where the subject stands. */
export function pool(d: Drawing, plan: Plan, frame: Frame, opacity = 0.32): void {
  const glow = d.radial([[0, plan.roles.light, opacity], [1, plan.roles.light, 0]]);
  d.raw(`<ellipse cx="${String(frame.subjectX + plan.lightX * 60)}" cy="${String(frame.subjectY)}" rx="430" ry="120" fill="${glow}"/>`);
}

function treesRemoved(plan: Plan): boolean {
  return plan.scene.adjust.removed.some((words) => /\b(?:trees?|pines?)\b/u.test(words));
}

export function roundTree(d: Drawing, plan: Plan, x: number, y: number, height: number, depth: number, random: Random, colour = '#4c7a45'): void {
  if (treesRemoved(plan)) return;
  const tone = plan.roles.tone(shade(colour, random.between(-0.05, 0.05)), depth);
  const trunk = plan.roles.tone('#4a3527', depth);
  d.flat(polygon([[x - height * 0.035, y], [x - height * 0.018, y - height * 0.5], [x + height * 0.018, y - height * 0.5], [x + height * 0.035, y]]), trunk);
  let crown = '';
  for (let i = 0; i < 6; i++) {
    const angle = (i / 6) * Math.PI * 2 + random.next();
    crown += ellipse(x + Math.cos(angle) * height * 0.17, y - height * 0.66 + Math.sin(angle) * height * 0.16, height * random.between(0.14, 0.22));
  }
  d.solid(crown, tone, { rim: 3 + height * 0.008, core: height * 0.11 });
}

export function pine(d: Drawing, plan: Plan, x: number, y: number, height: number, depth: number, snow = false): void {
  if (treesRemoved(plan)) return;
  const tone = plan.roles.tone(snow ? '#5d7f86' : '#2f5b4a', depth);
  const lit = mix(tone, snow ? '#ffffff' : plan.roles.light, snow ? 0.65 : 0.25);
  d.flat(box(x - height * 0.02, y - height * 0.14, height * 0.04, height * 0.15), plan.roles.tone('#3b2a20', depth));
  for (let i = 0; i < 4; i++) {
    const base = y - height * (0.1 + i * 0.2);
    const half = height * (0.23 - i * 0.042);
    const tip: Point = [x, base - height * 0.36];
    d.flat(polygon([[x - half, base], tip, [x + half, base], [x, base - height * 0.03]]), tone);
    d.flat(polygon([[x + Math.sign(plan.lightX) * half, base], tip, [x, base - height * 0.03]]), lit, 0.7);
  }
}

function tufts(d: Drawing, plan: Plan, frame: Frame, colour: string, count: number, random: Random): void {
  for (let i = 0; i < count; i++) {
    const depth = random.next();
    const y = frame.horizon + (frame.height - frame.horizon) * (0.12 + 0.95 * depth ** 1.4);
    const x = random.next() * frame.width;
    const h = 5 + depth * 26;
    let blades = '';
    for (let b = -2; b <= 2; b++) blades += `M${(x + b * h * 0.16).toFixed(1)},${y.toFixed(1)}q${(b * h * 0.1).toFixed(1)},${(-h * 0.6).toFixed(1)} ${(b * h * 0.34).toFixed(1)},${(-h).toFixed(1)}`;
    d.line(blades, plan.roles.tone(shade(colour, random.chance(0.5) ? 0.08 : -0.07), 0.35 - depth * 0.35), 1.2 + depth * 2, 0.75);
  }
}

const park: DrawSetting = (d, plan, frame, random) => {
  drawSky(d, plan, frame, random);
  const { horizon, width } = frame;
  d.flat(ridge(frame, horizon + 6, 110, 0.1, random), plan.roles.tone('#7f9d86', 0.78));
  for (let i = 0; i < 9; i++) d.flat(box((i / 9) * width + random.between(-30, 40), horizon - random.between(70, 190), random.between(26, 60), 240), plan.roles.tone('#8b949c', 0.82), 0.8);
  for (let i = 0; i < 15; i++) roundTree(d, plan, (i / 14) * width + random.between(-30, 30), horizon + 14, random.between(120, 200), 0.62, random, '#6a8f5c');
  ground(d, plan, frame, horizon + 4, '#7da354');
  const bend = random.between(0.25, 0.75) * width;
  d.flat(blob([[bend - 14, horizon + 8], [bend - 90, horizon + 70], [bend - 30, horizon + 190], [bend - 330, frame.height + 60], [bend + 30, frame.height + 60], [bend + 130, horizon + 180], [bend - 20, horizon + 66], [bend + 12, horizon + 8]]), plan.roles.tone('#e2cfa5', 0.22), 0.85);
  for (const side of [0, 1]) {
    for (let i = 0; i < 3; i++) {
      const x = side === 0 ? random.between(-0.04, 0.2) * width : random.between(0.8, 1.04) * width;
      const y = horizon + 26 + i * 44;
      shadowStrip(d, plan, x, y, 190);
      roundTree(d, plan, x, y, 270 + i * 80, 0.42 - i * 0.14, random);
    }
  }
  tufts(d, plan, frame, '#6c9647', 80, random);
  pool(d, plan, frame);
};

function shadowStrip(d: Drawing, plan: Plan, x: number, y: number, length: number): void {
  d.raw(`<ellipse cx="${String(x - plan.lightX * length * 0.7)}" cy="${String(y + 4)}" rx="${String(length)}" ry="15" fill="${plan.roles.shadow}" opacity="0.22"/>`);
}

const sea: DrawSetting = (d, plan, frame, random) => {
  drawSky(d, plan, frame, random);
  const { horizon, width, height } = frame;
  const deep = plan.roles.tone('#1f6d86', 0);
  d.flat(box(-5, horizon, width + 10, height - horizon + 10), d.gradient([[0, plan.roles.tone('#5aa7b5', 0.7)], [0.35, plan.roles.tone('#2f8399', 0.25)], [1, shade(deep, -0.05)]]));
  const sunX = width * (0.5 + plan.lightX * 0.36);
  for (let i = 0; i < 90; i++) {
    const depth = random.next();
    const y = horizon + 4 + (height - horizon) * depth ** 1.7;
    const span = (14 + depth * 130) * random.between(0.5, 1.4);
    const x = random.next() * width;
    d.raw(`<path d="M${x.toFixed(1)},${y.toFixed(1)}q${(span / 2).toFixed(1)},${(-3 - depth * 8).toFixed(1)} ${span.toFixed(1)},0q${(-span / 2).toFixed(1)},${(1 + depth * 3).toFixed(1)} ${(-span).toFixed(1)},0Z" fill="${mix(plan.roles.horizon, '#ffffff', 0.3)}" opacity="${(0.16 + 0.3 * (1 - depth)).toFixed(2)}"/>`);
  }
  for (let i = 0; i < 70; i++) {
    const depth = random.next();
    const y = horizon + 3 + (height - horizon) * depth ** 1.5 * 0.9;
    const spread = 24 + depth * 170;
    d.flat(ellipse(sunX + random.between(-spread, spread), y, 6 + depth * 26, 1.2 + depth * 2.6), mix(plan.roles.light, '#ffffff', 0.4), 0.75 - depth * 0.45);
  }
};

const coast: DrawSetting = (d, plan, frame, random) => {
  sea(d, plan, frame, random);
  const { horizon, width, height } = frame;
  const side = plan.lightX > 0 ? 0 : 1;
  const at = (t: number) => (side === 0 ? t : 1 - t) * width;
  for (let i = 0; i < 2; i++) {
    const reach = 0.5 - i * 0.17;
    const top = horizon - 130 - i * 70;
    const points: Point[] = [[at(-0.1), horizon + 16 + i * 22], [at(-0.1), top], [at(reach * 0.42), top + 12], [at(reach * 0.7), top + 62], [at(reach * 0.86), horizon - 24], [at(reach), horizon + 8 + i * 22]];
    d.flat(polygon(points), plan.roles.tone(i === 0 ? '#8a8f86' : '#77775f', 0.66 - i * 0.3));
    d.flat(polygon([[at(-0.1), top], [at(reach * 0.42), top + 12], [at(reach * 0.7), top + 62], [at(reach * 0.5), top + 66], [at(-0.1), top + 40]]), plan.roles.tone('#7fa05f', 0.5 - i * 0.25));
  }
  const shore = horizon + (height - horizon) * 0.52;
  const edge: Point[] = [[-40, shore + 60], [width * 0.25, shore + 22], [width * 0.5, shore + 46], [width * 0.78, shore + 4], [width + 40, shore + 20]];
  const beach = (lift: number) => blob([...edge.map(([x, y]): Point => [x, y - lift]), [width + 90, height + 70], [-90, height + 70]]);
  d.flat(beach(26), mix(plan.roles.horizon, '#ffffff', 0.4), 0.5).flat(beach(12), mix(plan.roles.horizon, '#ffffff', 0.75), 0.85);
  d.flat(beach(0), d.gradient([[0, plan.roles.tone('#c9a873', 0.2)], [0.3, plan.roles.tone('#ecd2a0', 0.16)], [1, plan.roles.tone('#c79f68', 0)]]));
  pool(d, plan, frame);
};

function peak(d: Drawing, plan: Plan, x: number, y: number, w: number, h: number, depth: number, random: Random): void {
  const jag = Array.from({ length: 4 }, () => random.between(-0.06, 0.06));
  const left: Point[] = [[x - w, y], [x - w * (0.62 + (jag[0] ?? 0)), y - h * 0.36], [x - w * (0.3 + (jag[1] ?? 0)), y - h * 0.7]];
  const right: Point[] = [[x + w * (0.28 + (jag[2] ?? 0)), y - h * 0.66], [x + w * (0.6 + (jag[3] ?? 0)), y - h * 0.3], [x + w, y]];
  const spine: Point[] = [[x + w * 0.06, y - h * 0.72], [x - w * 0.08, y - h * 0.5], [x + w * 0.1, y - h * 0.24], [x, y]];
  const dark = plan.roles.tone('#4e6178', depth);
  const lit = mix(plan.roles.tone('#93a0a5', depth), plan.roles.light, 0.25);
  const lightLeft = plan.lightX < 0;
  d.flat(polygon([...left, [x, y - h], ...right]), lightLeft ? dark : lit);
  d.flat(polygon([...left, [x, y - h], ...spine]), lightLeft ? lit : dark);
  const snow = mix(mix('#ffffff', plan.roles.horizon, depth * 0.6), plan.roles.shadow, plan.dark ? 0.4 : 0);
  const cap: Point[] = [[x - w * 0.3, y - h * 0.7], [x - w * 0.2, y - h * 0.62], [x - w * 0.13, y - h * 0.7], [x - w * 0.03, y - h * 0.58], [x + w * 0.06, y - h * 0.72], [x + w * 0.16, y - h * 0.6], [x + w * 0.28, y - h * 0.66]];
  d.flat(polygon([[x, y - h], ...cap.slice().reverse()]), snow, 0.94);
  d.flat(polygon(lightLeft ? [[x, y - h], ...cap.slice(4).reverse()] : [[x, y - h], ...cap.slice(0, 5)]), plan.roles.tone('#6d86a8', depth), 0.5);
}

const mountains: DrawSetting = (d, plan, frame, random) => {
  drawSky(d, plan, frame, random);
  const { horizon, width, height } = frame;
  for (let i = 0; i < 4; i++) peak(d, plan, (i / 3) * width + random.between(-80, 80), horizon + 10, random.between(200, 330), random.between(190, 330), 0.72, random);
  peak(d, plan, width * random.between(0.2, 0.8), horizon + 20, 420, Math.min(horizon * 0.78, 480), 0.5, random);
  d.flat(ridge(frame, horizon + 18, 80, 0.9, random), plan.roles.tone('#5b7a72', 0.5));
  for (let i = 0; i < 34; i++) pine(d, plan, random.next() * width, horizon + 34 + random.between(-4, 12), random.between(50, 96), 0.44);
  const lake = plan.words.match(/lake|fjord|water|reflection/iu) !== null;
  ground(d, plan, frame, horizon + 30, lake ? '#4f8da0' : '#7f9a58');
  if (lake) {
    for (let i = 0; i < 60; i++) {
      const depth = random.next();
      d.flat(ellipse(random.next() * width, horizon + 34 + (height - horizon) * depth ** 1.4, 30 + depth * 90, 1 + depth * 2.4), mix(plan.roles.horizon, '#ffffff', 0.3), 0.3);
    }
    d.flat(blob([[-60, height - 120], [width * 0.3, height - 150], [width * 0.62, height - 84], [width + 60, height - 130], [width + 90, height + 80], [-90, height + 80]]), plan.roles.tone('#6d7f4c', 0.04));
  } else {
    d.flat(ridge(frame, horizon + 130, 90, 0.05, random), plan.roles.tone('#8aa45c', 0.26));
    d.flat(ridge(frame, horizon + 260, 90, 0.05, random), plan.roles.tone('#6f8f4b', 0.08));
    tufts(d, plan, frame, '#7f9a52', 70, random);
  }
  for (const x of [0.03, 0.1, 0.93, 1]) pine(d, plan, x * width, height * random.between(0.9, 1), random.between(300, 420), 0.06);
  pool(d, plan, frame, 0.26);
};

const desert: DrawSetting = (d, plan, frame, random) => {
  drawSky(d, plan, frame, random);
  const { horizon, width, height } = frame;
  for (let i = 0; i < 3; i++) {
    const [x, w, h] = [random.next() * width, random.between(90, 190), random.between(60, 150)];
    d.flat(polygon([[x - w, horizon + 6], [x - w * 0.82, horizon - h * 0.5], [x - w * 0.68, horizon - h], [x + w * 0.6, horizon - h], [x + w * 0.76, horizon - h * 0.5], [x + w, horizon + 6]]), plan.roles.tone('#b5674a', 0.62));
  }
  ground(d, plan, frame, horizon, '#dfa566');
  for (let i = 0; i < 4; i++) {
    const y = horizon + 30 + i * (height - horizon) * 0.24;
    const crest = width * random.between(0.2, 0.8);
    const rise = 70 + i * 34;
    const depth = 0.5 - i * 0.15;
    const base: Point[] = [[width + 80, y + rise + 90], [width + 80, height + 80], [-80, height + 80], [-80, y + rise + 60]];
    d.flat(blob([[-40, y + rise], [crest - 240, y + rise * 0.55], [crest, y - rise * 0.2], [crest + 260, y + rise * 0.6], [width + 60, y + rise], ...base]), plan.roles.tone('#e9b474', depth));
    const s = Math.sign(plan.lightX);
    d.flat(blob([[crest, y - rise * 0.2], [crest - s * 120, y + rise * 0.34], [crest - s * 300, y + rise * 0.85], [crest - s * 560, y + rise * 1.6], [crest - s * 240, y + rise * 2.1], [crest - s * 20, y + rise * 1.2], [crest + s * 40, y + rise * 0.4]]), plan.roles.tone('#9c5a44', depth), 0.62);
  }
  pool(d, plan, frame);
};

const forest: DrawSetting = (d, plan, frame, random) => {
  const { horizon, width, height } = frame;
  const { roles } = plan;
  d.flat(box(-5, -5, width + 10, height + 10), d.gradient([[0, roles.tone('#3f6650', 0.35)], [0.5, mix(roles.tone('#9db88d', 0.6), roles.horizon, 0.5)], [0.75, roles.tone('#5d7b4e', 0.3)], [1, roles.tone('#2f4a34', 0)]]));
  d.glow(width * (0.5 + plan.lightX * 0.3), horizon * 0.55, 620, roles.light, plan.dark ? 0.3 : 0.75);
  for (let layer = 0; layer < 4; layer++) {
    const depth = 0.82 - layer * 0.25;
    const count = 12 - layer * 2;
    for (let i = 0; i < count; i++) {
      const x = ((i + random.between(0.1, 0.9)) / count) * width;
      if (layer === 3 && Math.abs(x - frame.subjectX) < 250) continue;
      const w = (8 + layer * 13) * random.between(0.7, 1.3);
      const y = horizon + 10 + layer * 50;
      d.flat(`M${String(x - w)},${String(y)}Q${String(x - w * 0.6)},${String(y - 160)} ${String(x - w * 0.55)},-20H${String(x + w * 0.55)}Q${String(x + w * 0.6)},${String(y - 160)} ${String(x + w)},${String(y)}Z`, roles.tone('#4d4034', depth));
      d.flat(box(x + (plan.lightX > 0 ? w * 0.25 : -w * 0.55), -20, w * 0.26, y), mix(roles.tone('#8a7654', depth), roles.light, 0.35), 0.55);
    }
    if (layer < 3) for (let i = 0; i < 16; i++) d.flat(ellipse(random.next() * width, random.between(-20, 120 - layer * 20), random.between(60, 150), random.between(40, 90)), roles.tone('#466f47', depth * 0.9), 0.85);
    d.flat(ridge(frame, horizon + 20 + layer * 62, 36, 0.05, random), roles.tone('#5f7f4a', depth * 0.75));
  }
  const beam = d.gradient([[0, roles.light, 0.42], [1, roles.light, 0]]);
  for (let i = 0; i < 5; i++) {
    const x = width * (0.5 + plan.lightX * 0.3) + (i - 2) * 90;
    d.flat(polygon([[x - 16, -10], [x + 26, -10], [x - plan.lightX * 330 + i * 40 + 90, height * 0.9], [x - plan.lightX * 330 + i * 40 - 70, height * 0.9]]), beam, plan.dark ? 0.3 : 0.6);
  }
  tufts(d, plan, frame, '#587a41', 110, random);
  pool(d, plan, frame, 0.4);
};

const field: DrawSetting = (d, plan, frame, random) => {
  drawSky(d, plan, frame, random);
  const { horizon, width, height } = frame;
  const lavender = /lavender/iu.test(plan.words);
  const wheat = /wheat|barley|autumn|harvest/iu.test(plan.words);
  const crop = lavender ? '#8f7cc0' : wheat ? '#d9a94f' : '#86a94e';
  d.flat(ridge(frame, horizon, 150, 0.15, random), plan.roles.tone('#8fa79a', 0.8)).flat(ridge(frame, horizon + 22, 110, 0.08, random), plan.roles.tone('#83a06a', 0.58));
  for (let i = 0; i < 12; i++) roundTree(d, plan, random.next() * width, horizon + 22, random.between(50, 110), 0.5, random);
  ground(d, plan, frame, horizon + 18, crop);
  const vx = width * random.between(0.35, 0.65);
  for (let i = -14; i <= 14; i++) {
    const x = vx + i * width * 0.16;
    d.flat(polygon([[vx + i * 16, horizon + 20], [vx + i * 16 + 6, horizon + 20], [x + 58, height + 10], [x - 10, height + 10]]), plan.roles.tone(shade(crop, -0.12), 0.16), 0.55);
  }
  tufts(d, plan, frame, crop, 90, random);
  for (let i = 0; i < 90; i++) {
    const depth = random.next();
    d.flat(ellipse(random.next() * width, horizon + 50 + (height - horizon) * depth, 2 + depth * 7), i % 3 === 0 ? plan.roles.accent : mix(plan.roles.accent, '#ffffff', 0.45), 0.85);
  }
  pool(d, plan, frame);
};

const snow: DrawSetting = (d, plan, frame, random) => {
  drawSky(d, plan, frame, random);
  const { horizon, width, height } = frame;
  for (let i = 0; i < 3; i++) peak(d, plan, width * random.next(), horizon + 10, random.between(240, 360), random.between(160, 280), 0.74, random);
  const white = '#eef3f6';
  for (let i = 0; i < 4; i++) {
    const y = horizon + 16 + i * (height - horizon) * 0.22;
    for (let t = 0; t < 13 - i * 3; t++) pine(d, plan, i < 2 || random.chance(0.5) ? random.next() * width : random.between(0, 0.18) * width, y + 6, random.between(70, 120) * (1 + i * 0.55), 0.62 - i * 0.16, true);
    d.flat(ridge(frame, y + 34, 60, 0.04, random), d.gradient([[0, plan.roles.tone(white, 0.3 - i * 0.07)], [1, plan.roles.tone('#b9cbdc', 0.2 - i * 0.05)]]));
  }
  pool(d, plan, frame, 0.4);
};

export const NATURE: Readonly<Record<'park' | 'sea' | 'coast' | 'mountains' | 'desert' | 'forest' | 'field' | 'snow', DrawSetting>> = { park, sea, coast, mountains, desert, forest, field, snow };
