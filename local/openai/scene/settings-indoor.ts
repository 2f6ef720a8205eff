/** Indoor places: a studio sweep, a room with a window, a table. */
import { clamp, mix, shade } from './colour.ts';
import { pool } from './settings-nature.ts';
import type { DrawSetting } from './settings-nature.ts';
import type { Random } from './random.ts';
import type { Plan } from './scene.ts';
import { box, ellipse, polygon } from './shapes.ts';
import type { Drawing } from './shapes.ts';

function wallColour(plan: Plan): string {
  return plan.dark ? plan.roles.tone('#4a4038', 0) : mix(plan.roles.tone('#e6dccb', 0.1), plan.roles.second, 0.12);
}

/** Daylight through a window, thrown across the wall as two broad slanting bands. */
function windowLight(d: Drawing, plan: Plan, x: number, floorY: number, opacity: number): void {
  const slant = -Math.sign(plan.lightX) * 210;
  d.group(`opacity="${String(opacity)}" ${d.blur(10)}`, () => {
    for (const offset of [0, 190]) d.flat(polygon([[x + offset, floorY - 560], [x + offset + 150, floorY - 600], [x + offset + 150 + slant, floorY - 30], [x + offset + slant, floorY - 30]]), d.gradient([[0, plan.roles.light, 1], [1, plan.roles.light, 0.25]]));
  });
}

/** Shelves from floor to ceiling, full of spines. */
function bookshelves(d: Drawing, plan: Plan, x: number, floorY: number, width: number, random: Random): void {
  const wood = plan.roles.tone('#b98f62', 0.1);
  d.flat(box(x, floorY - 640, width, 640), shade(wood, -0.16));
  for (let row = 0; row < 6; row++) {
    const y = floorY - 20 - row * 104;
    for (let bx = x + 8; bx < x + width - 20;) {
      const w = random.between(9, 22);
      const h = random.between(56, 84);
      if (random.chance(0.9)) d.flat(box(bx, y - h, w, h, 1.5), plan.roles.tone(random.pick([plan.roles.accent, plan.roles.second, '#d9c7a3', '#7a4a3a', '#46606a', '#a8793f', '#e9e0cd']), 0.12));
      bx += w + 1.4;
    }
    d.flat(box(x - 4, y, width + 8, 10), wood);
  }
  for (const edge of [x - 6, x + width / 2 - 5, x + width - 6]) d.flat(box(edge, floorY - 650, 12, 650), shade(wood, 0.03));
}

const studio: DrawSetting = (d, plan, frame, random) => {
  const { width, height, horizon } = frame;
  const { roles } = plan;
  const wall = plan.dark ? mix(roles.second, roles.shadow, 0.78) : mix(mix(roles.horizon, roles.second, 0.34), '#ffffff', 0.1);
  const lightX = 0.5 + plan.lightX * 0.22;
  d.flat(box(-5, -5, width + 10, height + 10), wall);
  d.flat(box(-5, -5, width + 10, height + 10), d.radial([[0, mix(roles.light, '#ffffff', 0.3), plan.dark ? 0.36 : 0.7], [0.6, roles.light, plan.dark ? 0.08 : 0.16], [1, roles.shadow, 0.3]], lightX, 0.36, 0.75));
  // An arch or a disc behind the subject, half in its own shadow.
  const shape = random.pick(['arch', 'disc', 'arch']);
  const behind = plan.dark ? mix(roles.accent, roles.shadow, 0.62) : mix(roles.accent, wall, 0.42);
  const cx = frame.subjectX;
  const floor = clamp(horizon + (height - horizon) * 0.24, 0, height);
  const d1 = shape === 'arch' ? `M${String(cx - 250)},${String(floor + 10)}V${String(floor - 440)}a250,250 0 0 1 500,0V${String(floor + 10)}Z` : ellipse(cx - plan.lightX * 60, floor - 330, 290);
  d.raw(`<g transform="translate(${String(-plan.lightX * 34)} 14)" opacity="0.34" ${d.blur(20)}>`).flat(d1, roles.shadow).raw('</g>');
  d.flat(d1, d.gradient([[0, mix(behind, roles.light, plan.dark ? 0.12 : 0.3)], [1, shade(behind, -0.06)]], plan.lightX > 0 ? 1 : 0, 0, plan.lightX > 0 ? 0.2 : 0.8, 1));
  const near = plan.dark ? mix(wall, roles.shadow, 0.3) : shade(wall, 0.03);
  d.flat(box(-5, floor, width + 10, height - floor + 10), d.gradient([[0, mix(near, roles.shadow, 0.2)], [0.12, near], [1, mix(near, roles.shadow, 0.3)]]));
  d.flat(box(-5, floor - 50, width + 10, 70), d.gradient([[0, near, 0], [0.75, near, 0.7], [1, near, 0]]));
  pool(d, plan, frame, plan.dark ? 0.45 : 0.6);
  if (!/seamless|white background|isolated|portrait|person|woman|man\b/iu.test(plan.words)) {
    const side = -Math.sign(plan.lightX);
    d.solid(ellipse(cx + side * 330, frame.subjectY - 62, 70), mix(roles.second, roles.light, 0.18), { rim: 2, core: 22 });
    d.solid(box(cx - side * 400 - 60, frame.subjectY - 190, 120, 200, 3), mix(behind, roles.light, 0.2), { rim: 2, core: 26 });
  }
};

const room: DrawSetting = (d, plan, frame, random) => {
  const { width, height, horizon } = frame;
  const { roles } = plan;
  const wall = wallColour(plan);
  const floorY = clamp(horizon + (height - horizon) * 0.3, 0, height - 120);
  d.flat(box(-5, -5, width + 10, height + 10), d.gradient([[0, mix(wall, roles.shadow, 0.16)], [0.6, wall], [1, shade(wall, 0.03)]]));
  const left = plan.lightX < 0;
  const wx = left ? width * 0.04 : width * 0.96 - 250;
  const wy = floorY - 560;
  d.flat(box(wx - 16, wy - 16, 282, 452), mix(wall, plan.dark ? roles.shadow : '#ffffff', 0.45));
  d.flat(box(wx, wy, 250, 420), d.gradient([[0, roles.skyTop], [0.6, roles.skyMid], [1, roles.horizon]]));
  d.flat(`M${String(wx)},${String(wy + 420)}V${String(wy + 320)}q60,-50 120,-10t130,-20V${String(wy + 420)}Z`, roles.tone('#6f8f6a', 0.5));
  d.flat(box(wx - 16, wy + 420, 282, 120), wall).flat(box(wx - 26, wy + 418, 302, 18), mix(wall, plan.dark ? roles.shadow : '#ffffff', 0.6));
  const bar = mix(wall, plan.dark ? roles.shadow : '#ffffff', 0.5);
  d.flat(box(wx + 120, wy, 10, 420), bar).flat(box(wx, wy + 200, 250, 10), bar);
  if (plan.dark && plan.time !== 'night') d.glow(width * (0.5 + plan.lightX * 0.3), floorY - 400, 520, roles.light, 0.5);
  const library = /librar|bookshel|reading room|books/iu.test(`${plan.scene.slots.setting} ${plan.scene.slots.subject}`);
  if (library) for (const at of left ? [0.42, 0.73] : [0.02, 0.33]) bookshelves(d, plan, width * at, floorY, width * 0.25, random);
  windowLight(d, plan, left ? width * 0.36 : width * 0.4, floorY, plan.dark ? 0.1 : 0.3);
  // A picture on the wall and a shelf, away from the window.
  const px = left ? width * 0.82 : width * 0.14;
  if (!library) d.flat(box(px - 76, floorY - 520, 152, 190), shade(wall, -0.2)).flat(box(px - 66, floorY - 510, 132, 170), mix(wall, '#ffffff', plan.dark ? 0.08 : 0.5));
  if (!library) d.flat(ellipse(px, floorY - 440, 38), roles.accent, 0.9).flat(polygon([[px - 60, floorY - 350], [px - 10, floorY - 420], [px + 60, floorY - 350]]), roles.second, 0.9);
  const floor = roles.tone('#a9784e', plan.dark ? 0 : 0.1);
  d.flat(box(-5, floorY, width + 10, height - floorY + 10), d.gradient([[0, mix(floor, roles.shadow, 0.3)], [0.3, floor], [1, shade(floor, -0.08)]]));
  for (let i = -8; i <= 8; i++) d.line(`M${String(width / 2 + i * 70)},${String(floorY)}L${String(width / 2 + i * 190)},${String(height + 10)}`, roles.shadow, 1.6, 0.22);
  d.flat(box(-5, floorY - 22, width + 10, 22), mix(wall, plan.dark ? roles.shadow : '#ffffff', 0.4));
  const rug = mix(roles.second, wall, 0.35);
  d.flat(ellipse(frame.subjectX, frame.subjectY + 16, 400, 74), rug).flat(ellipse(frame.subjectX, frame.subjectY + 16, 352, 60), mix(rug, '#ffffff', 0.16)).flat(ellipse(frame.subjectX, frame.subjectY + 16, 330, 55), rug);
  if (random.chance(0.8)) pottedPlant(d, plan, left ? width * 0.95 : width * 0.05, floorY + 40, 300);
  pool(d, plan, frame, 0.35);
};

export function pottedPlant(d: Drawing, plan: Plan, x: number, y: number, h: number): void {
  for (let i = -4; i <= 4; i++) {
    const [tx, ty] = [x + i * h * 0.13, y - h * (0.98 - Math.abs(i) * 0.1)];
    const [bx, by] = [x, y - h * 0.3];
    const [mx, my] = [(tx + bx) / 2 + i * h * 0.02, (ty + by) / 2 - h * 0.06];
    const w = h * 0.05;
    d.solid(`M${String(bx)},${String(by)}Q${String(mx - w)},${String(my)} ${String(tx)},${String(ty)}Q${String(mx + w)},${String(my + w)} ${String(bx)},${String(by)}Z`, plan.roles.tone(i % 2 === 0 ? '#4d7d54' : '#3c6a4c', 0.02), { rim: 2, core: 3 });
  }
  d.solid(polygon([[x - h * 0.15, y - h * 0.34], [x + h * 0.15, y - h * 0.34], [x + h * 0.11, y], [x - h * 0.11, y]]), plan.roles.tone('#c9784f', 0), { rim: 2, core: h * 0.05 });
}

const table: DrawSetting = (d, plan, frame, random) => {
  const { width, height } = frame;
  const { roles } = plan;
  // Seen from above there is nothing but the table.
  const edge = plan.lens.topDown ? -40 : Math.min(frame.horizon + 30, frame.subjectY - 70);
  const wall = wallColour(plan);
  d.flat(box(-5, -5, width + 10, height + 10), d.gradient([[0, mix(wall, roles.shadow, 0.2)], [1, wall]]));
  const left = plan.lightX < 0;
  const wx = left ? -30 : width - 330;
  d.flat(box(wx, edge - 560, 360, 480), d.gradient([[0, mix(roles.skyMid, '#ffffff', plan.dark ? 0 : 0.35)], [1, roles.horizon]]));
  d.flat(box(wx + 172, edge - 560, 14, 480), wall).flat(box(wx, edge - 340, 360, 14), wall).flat(box(wx - 10, edge - 84, 380, 18), mix(wall, '#ffffff', plan.dark ? 0.06 : 0.5));
  d.glow(wx + 180, edge - 320, 620, roles.light, plan.dark ? 0.2 : 0.55);
  // A shelf with jars, out of focus behind the subject.
  const sx = left ? width * 0.46 : width * 0.06;
  for (const row of [0, 1]) {
    const y = edge - 190 - row * 190;
    d.flat(box(sx, y, width * 0.46, 14), shade(roles.tone('#8a5f3d', 0.2), -0.03));
    for (let i = 0; i < 6; i++) {
      const [x, w, h] = [sx + 24 + i * width * 0.072, random.between(34, 58), random.between(50, 118)];
      d.flat(box(x, y - h, w, h, 9), roles.tone(random.pick([roles.accent, roles.second, '#e9dcc4', '#8fa08c', '#c78c5e']), 0.25));
    }
  }
  const { setting: place } = plan.scene.slots;
  const marble = /marble|white|linen|stone/iu.test(place) && !/oak|wood|walnut|pine/iu.test(place);
  const top = roles.tone(marble ? '#e9e4dc' : /dark|walnut/iu.test(place) ? '#6f4529' : '#b0784a', 0.04);
  d.flat(box(-5, edge, width + 10, height - edge + 10), d.gradient([[0, mix(top, roles.horizon, 0.3)], [0.25, top], [1, mix(top, roles.shadow, 0.22)]]));
  d.flat(box(-5, edge, width + 10, 7), mix(top, roles.light, 0.5), 0.8);
  for (let i = -7; i <= 7; i++) if (!marble) d.line(plan.lens.topDown ? `M-10,${String((i + 7.5) * height * 0.075)}H${String(width + 10)}` : `M${String(width / 2 + i * 110)},${String(edge + 6)}L${String(width / 2 + i * 260)},${String(height + 10)}`, roles.shadow, 2, 0.24);
  for (let i = 0; i < 34; i++) {
    const y = edge + 16 + (height - edge) * random.next();
    const x = random.next() * width;
    d.line(`M${String(x)},${String(y)}q${String(random.between(30, 120))},${String(random.between(-8, 8))} ${String(random.between(120, 260))},${String(random.between(-5, 5))}`, marble ? mix(roles.shadow, '#ffffff', 0.4) : roles.shadow, 1.4, marble ? 0.16 : 0.12);
  }
  pool(d, plan, frame, 0.42);
};

export const INDOOR: Readonly<Record<'studio' | 'room' | 'table', DrawSetting>> = { studio, room, table };
