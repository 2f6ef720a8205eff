/** Things on a plinth, a table or a floor. */
import { mix, shade } from './colour.ts';
import { pottedPlant } from './settings-indoor.ts';
import { blob, box, ellipse, polygon, tube } from './shapes.ts';
import type { Drawing } from './shapes.ts';
import { mentions } from './slots.ts';
import type { Subject, SubjectContext, SubjectRule } from './subject.ts';

function bottle(d: Drawing, context: SubjectContext): void {
  const glass = context.colour ?? context.plan.roles.accent;
  const { light, shadow } = context.plan.roles;
  const body = 'M-19,0Q-23,0 -23,-5V-44C-23,-58 -8,-60 -7.5,-70V-78H7.5V-70C8,-60 23,-58 23,-44V-5Q23,0 19,0Z';
  d.solid(body, glass, { rim: 1.5, core: 6, gloss: 0.5 });
  d.flat('M-19.5,-3V-38H19.5V-3Q19.5,-2 17,-2H-17Q-19.5,-2 -19.5,-3Z', d.gradient([[0, shade(glass, -0.02)], [0.5, shade(glass, 0.1)], [1, shade(glass, -0.12)]], 0, 0, 1, 0.15), 0.8);
  d.flat(ellipse(0, -38, 19.5, 2.2), shade(glass, 0.16), 0.8);
  const side = Math.sign(d.light.x);
  d.flat(`M${String(side * 17)},-6V-44C${String(side * 17)},-52 ${String(side * 9)},-56 ${String(side * 6)},-62C${String(side * 8)},-56 ${String(side * 13)},-52 ${String(side * 13)},-43V-6Z`, '#ffffff', 0.55);
  d.flat(box(-side * 19 - 1, -44, 2, 38, 1), mix(light, '#ffffff', 0.4), 0.35);
  d.solid(box(-13.5, -34, 27, 25, 1), mix('#f4ecdc', light, 0.15), { rim: 0.5, core: 1.6 });
  d.flat(box(-8.5, -27, 17, 1.4), shadow, 0.55).flat(box(-6, -23, 12, 1), shadow, 0.35).flat(ellipse(0, -16, 3), context.plan.roles.accent, 0.9);
  d.solid(box(-9.5, -98, 19, 21, 2), mix('#2c2826', context.plan.roles.second, 0.2), { rim: 1, core: 4, gloss: 0.4 }).flat(box(-9.5, -80, 19, 2.2), '#d9b36a');
  // Light that falls through the glass onto the ground.
  d.raw(`<ellipse cx="${String(-side * 34)}" cy="3" rx="30" ry="4" fill="${mix(glass, light, 0.5)}" opacity="0.5"/>`);
}

function cup(d: Drawing, context: SubjectContext): void {
  const colour = context.colour ?? mix('#f2ebde', context.plan.roles.second, 0.14);
  const tea = mentions(context.plan.words, 'tea\\b|matcha') ? '#b9863f' : '#4a2a1b';
  d.solid(ellipse(0, -5, 52, 9.5), shade(colour, -0.03), { rim: 1.2, core: 3, gloss: 0.2 }).flat(ellipse(0, -6.5, 33, 5), shade(colour, -0.13), 0.6);
  d.line('M30,-52C54,-56 56,-24 27,-22', shade(colour, -0.06), 7).line('M30,-53C53,-57 55,-25 27,-23', shade(colour, 0.05), 2.4, 0.7);
  d.solid('M-35,-58H35C35,-30 26,-8 14,-7H-14C-26,-8 -35,-30 -35,-58Z', colour, { rim: 1.6, core: 8, gloss: 0.3 });
  d.flat(ellipse(0, -58, 35, 9), mix(colour, '#ffffff', 0.5)).flat(ellipse(0, -57, 31.5, 7.4), d.gradient([[0, shade(tea, -0.08)], [1, shade(tea, 0.12)]]));
  if (!mentions(context.plan.words, 'tea\\b|matcha')) d.flat(blob([[-14, -57], [-7, -60], [0, -58], [7, -60], [14, -57], [0, -52]]), '#e4c49c', 0.92).flat(blob([[-7, -57], [0, -58], [7, -57], [0, -54]]), tea, 0.8);
  const steam = mix('#ffffff', context.plan.roles.light, 0.3);
  d.raw(`<g opacity="0.7" ${d.blur(1.6)}>`);
  for (const [x, s] of [[-12, 1], [2, -1], [15, 1]] as const) d.line(`M${String(x)},-64c${String(s * 9)},-9 ${String(-s * 8)},-17 ${String(s * 2)},-27c${String(s * 6)},-7 ${String(-s * 4)},-12 0,-17`, steam, 3.4, 0.7);
  d.raw('</g>');
}

function armchair(d: Drawing, context: SubjectContext, wide: number): void {
  const colour = context.colour ?? context.plan.roles.accent;
  const wood = '#8a5a36';
  const w = 34 * wide;
  for (const x of [-w + 4, w - 4]) d.solid(polygon([[x - 2.4, -22], [x + 2.4, -22], [x + Math.sign(x) * 6 + 1.3, 0], [x + Math.sign(x) * 6 - 1.3, 0]]), wood, { rim: 0.6, core: 1.2 });
  for (const x of [-w + 16, w - 16]) d.solid(polygon([[x - 1.8, -22], [x + 1.8, -22], [x + 1, -6], [x - 1, -6]]), shade(wood, -0.1), { rim: 0.4, core: 0.8 });
  d.solid(`M${String(-w + 3)},-30V-82Q${String(-w + 4)},-97 ${String(-w + 18)},-98H${String(w - 18)}Q${String(w - 4)},-97 ${String(w - 3)},-82V-30Z`, colour, { rim: 1.6, core: 6 });
  for (let i = 0; i < 3 * wide; i++) d.line(`M${String(-w + 14 + ((i + 0.5) * (2 * w - 28)) / (3 * wide))},-92V-52`, shade(colour, -0.12), 0.9, 0.6);
  d.solid(box(-w + 7, -46, 2 * w - 14, 18, 6), shade(colour, 0.04), { rim: 1.4, core: 4 });
  if (wide > 1.2) d.line(`M0,-45V-30`, shade(colour, -0.16), 0.9, 0.8);
  d.flat(box(-w + 7, -31, 2 * w - 14, 5, 2), context.plan.roles.shadow, 0.3);
  d.solid(box(-w, -31, 2 * w, 11, 4), shade(colour, -0.04), { rim: 1, core: 3 });
  for (const s of [-1, 1]) d.solid(`M${String(s * (w + 8))},-20V-50Q${String(s * (w + 8))},-60 ${String(s * (w - 1))},-60Q${String(s * (w - 9))},-60 ${String(s * (w - 9))},-50V-20Z`, shade(colour, s * d.light.x > 0 ? 0.03 : -0.06), { rim: 1.4, core: 4 });
  const cushion = context.plan.roles.second;
  d.group(`transform="rotate(-9 ${String(-w * 0.35)} -56)"`, () => { d.solid(box(-w * 0.35 - 12, -68, 24, 22, 6), mix(cushion, '#f1e7d3', 0.35), { rim: 1, core: 4 }); });
}

function chair(d: Drawing, context: SubjectContext): void {
  const colour = context.colour ?? '#a36b3e';
  for (const [x0, x1, s] of [[-20, -24, -0.12], [22, 25, -0.12], [-26, -31, 0], [28, 33, 0]] as const) d.solid(tube([[x0, -44, 2.3], [x1, -1.5, 1.6]]), shade(colour, s), { rim: 0.7, core: 1.2 });
  d.solid(tube([[-24, -46, 2.4], [-28, -72, 2.2], [-26, -98, 2]]) + tube([[22, -48, 2.2], [21, -74, 2], [23, -97, 1.8]]), colour, { rim: 0.8, core: 1.4 });
  d.solid(`M-27,-98Q-2,-104 24,-97L23,-82Q-2,-88 -27,-82Z`, colour, { rim: 0.9, core: 2.4 });
  for (const x of [-14, -2, 10]) d.line(`M${String(x)},-84V-50`, shade(colour, -0.04), 2.2);
  d.solid('M-30,-48Q0,-54 30,-48L33,-42Q0,-36 -34,-42Z', shade(colour, 0.05), { rim: 1, core: 3 });
}

function lamp(d: Drawing, context: SubjectContext): void {
  const colour = context.colour ?? context.plan.roles.accent;
  d.glow(0, -62, 92, mix(context.plan.roles.light, '#ffdf9a', 0.5), context.plan.dark ? 0.85 : 0.5);
  d.solid(ellipse(0, -3, 21, 4), '#3a3431', { rim: 0.8, core: 1.6 }).solid(box(-1.4, -62, 2.8, 60, 1), '#b88a4c', { rim: 0.6, core: 1 });
  d.flat(polygon([[-30, -58], [30, -58], [62, 0], [-62, 0]]), d.gradient([[0, '#ffe7b0', 0.42], [1, '#ffe7b0', 0]]));
  d.solid('M-17,-96H17L32,-57Q0,-51 -32,-57Z', colour, { rim: 1.3, core: 4 }).flat('M-17,-96H17L32,-57Q0,-51 -32,-57Z', d.radial([[0, '#fff1c9', 0.75], [1, '#fff1c9', 0]], 0.5, 0.85, 0.6)).flat(ellipse(0, -56.4, 31, 3.4), '#fff2cf');
}

function flower(d: Drawing, context: SubjectContext): void {
  const colour = context.colour ?? context.plan.roles.accent;
  const { random } = context;
  const sunflower = mentions(context.plan.words, 'sunflower|daisy');
  const stems: readonly (readonly [number, number, number])[] = [[0, -82, 17], [-24, -64, 13], [25, -60, 12], [-9, -56, 10], [13, -74, 10]];
  const heads = mentions(context.plan.words, 'bouquet|flowers|roses|tulips|vase') ? stems : stems.slice(0, 3);
  for (const [x, y] of heads) {
    d.line(`M${String(x * 0.1)},-16Q${String(x * 0.2)},${String(y * 0.6)} ${String(x)},${String(y)}`, '#4d7a48', 2);
    d.solid(blob([[x * 0.4, y * 0.5], [x * 0.4 + 12, y * 0.56 - 6], [x * 0.4 + 18, y * 0.56 - 2], [x * 0.4 + 9, y * 0.5 + 3]]), '#5a8a50', { rim: 0.6, core: 1.2 });
  }
  for (const [x, y, r] of heads) {
    const tint = shade(sunflower ? '#eeb52e' : colour, random.between(-0.04, 0.07));
    for (const ring of [1, 0.66]) {
      for (let i = 0; i < 9; i++) {
        const a = (i / 9) * Math.PI * 2 + ring;
        d.group(`transform="translate(${(x + Math.cos(a) * r * 0.58 * ring).toFixed(1)} ${(y + Math.sin(a) * r * 0.52 * ring).toFixed(1)}) rotate(${((a * 180) / Math.PI).toFixed(0)})"`, () => { d.flat(ellipse(0, 0, r * 0.52 * ring, r * 0.3 * ring), d.gradient([[0, shade(tint, -0.1)], [1, shade(tint, ring === 1 ? 0.02 : 0.1)]], 0, 0, 1, 0)); });
      }
    }
    d.solid(ellipse(x, y, r * 0.3), sunflower ? '#4a2f1c' : mix('#f0c25a', tint, 0.2), { rim: 0.5, core: 1.4 });
  }
  d.solid('M-12,-26C-24,-18 -20,0 -11,0H11C20,0 24,-18 12,-26Z', mix(context.plan.roles.second, '#f1ead9', 0.35), { rim: 1.2, core: 5, gloss: 0.5 });
}

/** A round plate on the table, seen from right above, with its cutlery and a napkin. */
function mealFromAbove(d: Drawing, context: SubjectContext, china: string, deep: boolean): void {
  const { plan, random } = context;
  d.group('transform="rotate(-14 -62 -46)"', () => { d.solid(box(-92, -84, 40, 66, 2), mix(plan.roles.second, '#f1e9da', 0.45), { rim: 0.8, core: 3 }); });
  for (const x of [-60, 58]) d.solid(box(x - 1.4, -72, 2.8, 54, 1.4), '#c9cdd0', { rim: 0.6, core: 0.8, gloss: 0.3 }).solid(ellipse(x, -74, x < 0 ? 4 : 5, 9), '#c9cdd0', { rim: 0.6, core: 1 });
  d.raw(`<ellipse cx="${String(-plan.lightX * 6)}" cy="-44" rx="49" ry="49" fill="${plan.roles.shadow}" opacity="0.3" ${d.blur(3)}/>`);
  d.solid(ellipse(0, -48, 47, 47), deep ? (context.colour ?? mix(plan.roles.second, '#f0e7d6', 0.2)) : china, { rim: 1.4, core: 3.4, gloss: 0.15 }).solid(ellipse(0, -48, 36, 36), shade(china, -0.04), { rim: 0, core: 2.4 });
  const foods = mentions(plan.words, 'pasta|noodle|ramen|spaghetti') ? ['#ecc878', '#e2b45c', '#ecc878'] : ['#8cac4e', '#d8543c', '#f0b84a', '#f2e6cc', '#7fa04a', '#e5855a'];
  for (let i = 0; i < 44; i++) {
    const r = 29 * Math.sqrt(1 - i / 50);
    d.solid(ellipse(Math.cos(i * 2.4) * r, -48 + Math.sin(i * 2.4) * r, random.between(4, 7.5), random.between(3.6, 6)), random.pick(foods), { rim: 0.6, core: 1.8, gloss: 0.3 });
  }
  for (let i = 0; i < 7; i++) d.solid(ellipse(random.between(-17, 17), -48 + random.between(-17, 17), 4.4, 4.2), '#cf4532', { rim: 0.6, core: 1.4, gloss: 0.5 });
  for (const [x, y] of [[-6, -54], [7, -44], [2, -60]] as const) d.solid(blob([[x - 6, y], [x, y - 5], [x + 7, y - 2], [x, y + 3]]), '#5a8f48', { rim: 0.5, core: 1 });
}

function meal(d: Drawing, context: SubjectContext, kind: 'bowl' | 'plate' | 'cake' | 'burger' | 'fruit'): void {
  const { plan, random } = context;
  const china = mix('#f3ede1', plan.roles.second, 0.1);
  if (kind === 'burger') {
    d.solid(ellipse(0, -4, 56, 8), '#b98a5a', { rim: 1, core: 3 });
    d.solid('M-40,-20H40Q42,-6 32,-5H-32Q-42,-6 -40,-20Z', '#d9974a', { rim: 1.2, core: 4 });
    d.solid(box(-43, -32, 86, 14, 7), '#5d3524', { rim: 1, core: 4 });
    d.flat('M-44,-33H44L28,-24L16,-33L-2,-22L-18,-33Z', '#f2b63a');
    d.solid(box(-40, -41, 36, 9, 4), '#cf4532', { rim: 0.8, core: 2, gloss: 0.4 }).solid(box(0, -41, 38, 9, 4), '#cf4532', { rim: 0.8, core: 2, gloss: 0.4 });
    d.solid(blob([[-47, -43], [-34, -38], [-20, -44], [-6, -38], [8, -44], [22, -38], [36, -44], [47, -42], [40, -50], [-40, -50]]), '#7fa94a', { rim: 0.8, core: 2 });
    d.solid('M-42,-48C-44,-88 44,-88 42,-48Q42,-45 38,-45H-38Q-42,-45 -42,-48Z', '#d08a3c', { rim: 1.5, core: 8, gloss: 0.35 });
    for (let i = 0; i < 16; i++) d.flat(ellipse(random.between(-28, 28), random.between(-72, -58), 1.7, 1.1), '#f6e3b8');
    return;
  }
  if (kind === 'cake') {
    d.solid(ellipse(0, -5, 58, 9), china, { rim: 1.2, core: 3, gloss: 0.2 });
    d.solid('M-40,-62V-12C-40,-4 40,-4 40,-12V-62Z', mix('#e9c79a', context.colour ?? '#c98a5a', 0.25), { rim: 1.4, core: 8 });
    for (const y of [-24, -42]) d.flat(`M-40,${String(y)}C-40,${String(y + 8)} 40,${String(y + 8)} 40,${String(y)}V${String(y - 6)}C40,${String(y + 2)} -40,${String(y + 2)} -40,${String(y - 6)}Z`, '#fbf2e4');
    const icing = context.colour ?? mix(plan.roles.accent, '#fff3e4', 0.5);
    d.solid('M-42,-62C-42,-74 42,-74 42,-62C42,-52 36,-44 33,-44C29,-44 30,-54 24,-54C19,-54 20,-38 14,-38C8,-38 9,-52 3,-52C-3,-52 -3,-42 -9,-42C-15,-42 -13,-54 -19,-54C-25,-54 -24,-36 -30,-36C-36,-36 -42,-52 -42,-62Z', icing, { rim: 1.2, core: 4, gloss: 0.4 });
    d.flat(ellipse(0, -63, 40, 8.4), mix(icing, '#ffffff', 0.35));
    for (const [x, y] of [[-20, -66], [-4, -70], [14, -68], [26, -64], [2, -63]] as const) d.solid(ellipse(x, y, 6.4), '#c2303c', { rim: 0.8, core: 2.4, gloss: 0.6 });
    return;
  }
  if (kind === 'fruit') {
    const piece = (x: number, y: number, r: number, colour: string) => { d.solid(ellipse(x, y, r, r * 0.95), colour, { rim: 1.2, core: r * 0.34, gloss: 0.55 }).line(`M${String(x)},${String(y - r * 0.9)}q1,-4 4,-6`, '#5a4023', 1.4); };
    const tint = context.colour ?? (mentions(plan.words, 'lemon') ? '#f0cd3a' : mentions(plan.words, 'orange') ? '#ec8a2c' : mentions(plan.words, 'pear|lime|green') ? '#a9b84a' : '#c5392f');
    piece(-22, -20, 20, shade(tint, -0.02)); piece(24, -18, 18, mentions(plan.words, 'fruit') ? '#ec8a2c' : tint); piece(2, -48, 19, mentions(plan.words, 'fruit') ? '#a9b84a' : shade(tint, 0.03));
    d.solid(blob([[7, -70], [22, -80], [30, -76], [18, -68]]), '#5d8a45', { rim: 0.6, core: 1.4 });
    return;
  }
  const deep = kind === 'bowl';
  if (plan.lens.topDown) {
    mealFromAbove(d, context, china, deep);
    return;
  }
  if (!deep) d.solid(ellipse(0, -11, 62, 16), china, { rim: 1.4, core: 4, gloss: 0.2 }).flat(ellipse(0, -12, 46, 10.5), shade(china, -0.08), 0.6);
  const y = deep ? -48 : -17;
  const rx = deep ? 50 : 40;
  if (deep) {
    d.solid(ellipse(0, -2, 22, 4), shade(china, -0.14), { rim: 0.5, core: 1 });
    d.solid(`M-54,-50C-52,-18 -30,-2 -20,-2H20C30,-2 52,-18 54,-50Z`, context.colour ?? mix(plan.roles.second, '#f0e7d6', 0.2), { rim: 1.5, core: 8, gloss: 0.3 });
    d.flat(ellipse(0, -50, 54, 13), mix(china, '#ffffff', 0.4)).flat(ellipse(0, -49, 49, 10.6), mentions(plan.words, 'soup|ramen|curry') ? '#c9743a' : '#6d7f45');
  }
  if (deep && mentions(plan.words, 'soup|curry|porridge|broth|stew')) {
    const soup = context.colour ?? '#cf7a35';
    d.flat(ellipse(0, -49.4, 50, 11), d.gradient([[0, shade(soup, 0.07)], [1, shade(soup, -0.06)]]));
    d.line('M-22,-49C-14,-56 10,-57 20,-51C26,-46 4,-43 -6,-46C-13,-49 -2,-52 6,-50', '#fbf3e4', 2.6, 0.95);
    for (let i = 0; i < 26; i++) d.flat(ellipse(random.between(-38, 38), -49.5 + random.between(-6, 6), 1.3, 0.8), random.pick(['#5a3520', '#8a5a2a', '#5d8a45']));
    d.solid(blob([[24, -54], [33, -62], [40, -57], [32, -51]]), '#5a8f48', { rim: 0.5, core: 1 });
    d.raw(`<g opacity="0.55" ${d.blur(2)}>`).line('M-14,-66c8,-8 -7,-15 2,-25M8,-66c8,-8 -7,-15 2,-25', '#ffffff', 3, 0.8).raw('</g>');
    return;
  }
  const foods = mentions(plan.words, 'pasta|noodle|ramen|spaghetti') ? ['#ecc878', '#e2b45c', '#d8543c', '#7fa04a'] : mentions(plan.words, 'dessert|pancake|waffle') ? ['#d9a05a', '#c98a48', '#c2303c', '#f6ead0'] : ['#d8543c', '#8cac4e', '#f0b84a', '#f2e6cc', '#7a4a7a', '#e5855a'];
  for (let i = 0; i < 22; i++) {
    const t = i / 22;
    const [px, py] = [Math.cos(i * 2.4) * rx * 0.78 * Math.sqrt(1 - t * 0.7), y - t * 17 + Math.sin(i * 2.4) * 7 * (1 - t * 0.6)];
    d.solid(ellipse(px, py, random.between(6, 10), random.between(4.5, 7.5)), random.pick(foods), { rim: 0.7, core: 2, gloss: 0.35 });
  }
  for (const [x, s] of [[-6, -1], [6, 1], [1, 1]] as const) d.solid(blob([[x, y - 18], [x + s * 9, y - 25], [x + s * 14, y - 22], [x + s * 6, y - 16]]), '#5a8f48', { rim: 0.6, core: 1.2 });
}

function books(d: Drawing, context: SubjectContext): void {
  const colours = [context.colour ?? context.plan.roles.accent, context.plan.roles.second, '#d9c39a', mix(context.plan.roles.second, '#2d2a33', 0.5)];
  const stack: readonly (readonly [number, number, number, number])[] = [[-44, 0, 88, 14], [-38, -14, 80, 12], [-42, -26, 76, 15]];
  stack.forEach(([x, y, w, h], i) => {
    d.solid(box(x, y - h, w, h, 2), colours[i] ?? '#888888', { rim: 1, core: 2.6 }).flat(box(x + 4, y - h + 3, w - 4, h - 6), '#f2e9d6').flat(box(x, y - h, 9, h, 2), colours[i] ?? '#888888').flat(box(x + 14, y - h + 0.4, 2, h - 0.8), '#e9d9a8', 0);
    d.line(`M${String(x + 10)},${String(y - h / 2)}H${String(x + w - 1)}`, '#c9bda4', 0.6).line(`M${String(x + 10)},${String(y - h / 2 - 2)}H${String(x + w - 1)}`, '#d6cbb4', 0.5);
  });
  d.solid('M0,-50C-14,-60 -34,-60 -50,-54V-84C-34,-90 -14,-90 0,-80Z', '#f6eedd', { rim: 1, core: 4 }).solid('M0,-50C14,-60 34,-60 50,-54V-84C34,-90 14,-90 0,-80Z', '#efe4cd', { rim: 1, core: 4 });
  for (let i = 0; i < 5; i++) d.line(`M-43,${String(-79 + i * 5)}C-30,${String(-82 + i * 5)} -16,${String(-81 + i * 5)} -6,${String(-76 + i * 5)}M43,${String(-79 + i * 5)}C30,${String(-82 + i * 5)} 16,${String(-81 + i * 5)} 6,${String(-76 + i * 5)}`, '#b8a98c', 0.7, 0.8);
  d.solid('M-52,-53C-34,-59 -14,-58 0,-48C14,-58 34,-59 52,-53V-50C34,-56 14,-54 0,-44C-14,-54 -34,-56 -52,-50Z', colours[0] ?? '#888888', { rim: 0.6, core: 1 });
}

function screenFill(d: Drawing, { plan }: SubjectContext): string {
  return d.gradient([[0, mix(plan.roles.skyTop, plan.roles.second, 0.4)], [0.5, plan.roles.accent], [1, mix(plan.roles.accent, '#ffe2b0', 0.5)]], 0, 0, 1, 1);
}

function phone(d: Drawing, context: SubjectContext): void {
  const shell = context.colour ?? '#2a2d33';
  d.group('transform="rotate(7 0 -50)"', () => {
    d.solid(box(-24, -99, 48, 98, 8), shell, { rim: 1.6, core: 3, gloss: 0.3 }).flat(box(-21.4, -95.6, 42.8, 91, 6), screenFill(d, context)).flat(box(-7, -93, 14, 3.4, 1.7), '#15171a');
    d.flat(ellipse(5, -62, 12), '#ffffff', 0.35).flat('M-21.4,-34C-8,-46 6,-28 21.4,-42V-10.6Q21.4,-4.6 15.4,-4.6H-15.4Q-21.4,-4.6 -21.4,-10.6Z', '#ffffff', 0.28).flat(polygon([[-21, -95], [2, -95], [-21, -40]]), '#ffffff', 0.14);
  });
}

function laptop(d: Drawing, context: SubjectContext): void {
  const shell = context.colour ?? '#b9bec4';
  d.solid(box(-54, -82, 108, 72, 5), '#2a2d33', { rim: 1.4, core: 3 }).flat(box(-50, -78, 100, 62, 2), screenFill(d, context));
  d.flat(ellipse(22, -52, 13), '#ffffff', 0.4).flat('M-50,-34C-24,-56 4,-26 50,-46V-16H-50Z', '#ffffff', 0.28).flat(polygon([[-50, -78], [-8, -78], [-40, -16], [-50, -16]]), '#ffffff', 0.1);
  d.solid('M-54,-12H54L68,-3Q68,0 64,0H-64Q-68,0 -68,-3Z', shell, { rim: 1, core: 2, gloss: 0.2 }).flat('M-48,-10.5H48L53,-6H-53Z', '#4a4f55', 0.7).flat('M-14,-5.4H14L15,-3H-15Z', '#8d9298', 0.8);
}

function shoe(d: Drawing, context: SubjectContext): void {
  const colour = context.colour ?? context.plan.roles.accent;
  d.solid('M-56,-13C-58,-5 -54,0 -46,0H52C62,0 67,-4 66,-12C50,-10 -20,-11 -56,-13Z', '#f3efe6', { rim: 1.2, core: 3 });
  d.solid('M-55,-14C-60,-32 -56,-52 -52,-62C-46,-58 -36,-58 -28,-64C-18,-66 -10,-60 -6,-52C6,-38 28,-32 50,-26C62,-22 67,-16 66,-11C40,-8 -20,-9 -55,-14Z', colour, { rim: 1.6, core: 6, gloss: 0.25 });
  d.flat('M-55,-16C-58,-28 -57,-40 -55,-50C-44,-46 -38,-34 -36,-13Z', shade(colour, -0.1), 0.85).flat('M66,-12C64,-20 54,-26 42,-28C40,-20 44,-14 50,-10Z', shade(colour, 0.08), 0.9);
  d.flat('M-30,-16C-16,-34 6,-34 22,-17L14,-15C2,-26 -10,-26 -20,-15Z', '#f6f1e6', 0.95);
  for (let i = 0; i < 5; i++) d.line(`M${String(-14 + i * 8)},${String(-53 + i * 4.6)}l-11,9`, '#f6f1e6', 2.2);
  d.line('M-50,-8C-20,-5 30,-5 62,-6', context.plan.roles.second, 1.6, 0.8);
}

function watch(d: Drawing, context: SubjectContext): void {
  const strap = context.colour ?? '#6a4329';
  d.solid('M-15,-78L-12,-100H12L15,-78Z', strap, { rim: 1, core: 3 }).solid('M-15,-22L-12,0H12L15,-22Z', strap, { rim: 1, core: 3 });
  d.solid(box(30, -54, 7, 8, 2), '#c9a45a', { rim: 0.6, core: 1 });
  d.solid(ellipse(0, -50, 33), '#cfb06a', { rim: 1.8, core: 5, gloss: 0.5 }).solid(ellipse(0, -50, 28), mix('#f4efe4', context.plan.roles.second, 0.06), { rim: 0, core: 3 });
  for (let i = 0; i < 12; i++) { const a = (i / 12) * Math.PI * 2; d.line(`M${(Math.cos(a) * 25).toFixed(1)},${(-50 + Math.sin(a) * 25).toFixed(1)}L${(Math.cos(a) * (i % 3 ? 23 : 20)).toFixed(1)},${(-50 + Math.sin(a) * (i % 3 ? 23 : 20)).toFixed(1)}`, '#2a2d33', i % 3 ? 0.8 : 1.7); }
  d.line('M0,-50L-9,-63', '#23262b', 2.2).line('M0,-50L14,-60', '#23262b', 1.6).line('M-3,-46L10,-31', context.plan.roles.accent, 0.8).flat(ellipse(0, -50, 2), '#23262b').flat(polygon([[-20, -68], [-6, -76], [10, -30], [-4, -26]]), '#ffffff', 0.16);
}

function headphones(d: Drawing, context: SubjectContext): void {
  const colour = context.colour ?? context.plan.roles.accent;
  d.line('M-32,-34C-40,-112 40,-112 32,-34', shade(colour, -0.14), 7).line('M-32,-36C-39,-108 39,-108 32,-36', mix(colour, '#ffffff', 0.2), 2, 0.8);
  for (const s of [-1, 1]) d.solid(box(s * 30 - 12, -50, 24, 44, 11), colour, { rim: 1.5, core: 5, gloss: 0.4 }).solid(box(s * 19 - 5, -46, 10, 36, 5), '#2a2d33', { rim: 0.8, core: 2 });
}

function camera(d: Drawing, context: SubjectContext): void {
  const leather = context.colour ?? '#2f2c2b';
  d.solid(box(-50, -66, 100, 64, 7), leather, { rim: 1.2, core: 4 }).solid(box(-50, -66, 100, 17, 6), '#cdd0d0', { rim: 1, core: 2.6, gloss: 0.3 }).solid(box(-16, -79, 32, 16, 4), '#c0c4c5', { rim: 1, core: 2 }).flat(box(-10, -75, 20, 8, 2), '#26313b');
  d.solid(box(30, -73, 13, 9, 2), '#b9bdbd', { rim: 0.6, core: 1.2 }).solid(ellipse(0, -29, 27), '#8d9294', { rim: 1.4, core: 4 }).solid(ellipse(0, -29, 21), '#1d2025', { rim: 0.8, core: 3 }).flat(ellipse(0, -29, 14), d.radial([[0, '#6a8fb5'], [0.6, '#22384f'], [1, '#0e151d']], 0.38, 0.36, 0.7)).flat(ellipse(-5, -35, 4, 3), '#ffffff', 0.7).flat(ellipse(-40, -42, 3), context.plan.roles.accent);
}

function candle(d: Drawing, context: SubjectContext): void {
  const wax = context.colour ?? '#f1e6cf';
  d.glow(0, -76, 96, '#ffc56a', 0.8);
  d.solid(ellipse(0, -4, 30, 6), '#a9794a', { rim: 0.8, core: 2 }).solid('M-18,-58V-8Q0,-2 18,-8V-58Z', wax, { rim: 1.2, core: 5 }).flat(ellipse(0, -58, 18, 4.4), mix(wax, '#ffdf9c', 0.7)).line('M0,-58V-65', '#3a2a20', 1.2).flat('M0,-92C9,-80 9,-70 0,-64C-9,-70 -9,-80 0,-92Z', '#ffb13d').flat('M0,-82C5,-75 4,-69 0,-66C-4,-69 -5,-75 0,-82Z', '#fff3c4');
}

function chart(d: Drawing, context: SubjectContext): void {
  const { plan, random } = context;
  const count = 6;
  d.line('M-66,-96V0H70', mix(plan.roles.shadow, '#ffffff', 0.35), 1.4);
  for (let i = 1; i < 5; i++) d.line(`M-66,${String(-i * 22)}H70`, plan.roles.shadow, 0.5, 0.25);
  for (let i = 0; i < count; i++) {
    const h = 26 + i * 10 + random.between(-5, 6);
    d.solid(box(-58 + i * 21, -h, 14, h, 1.5), i === count - 1 ? plan.roles.accent : mix(plan.roles.second, '#ffffff', 0.32 - i * 0.05), { rim: 1, core: 3 });
  }
}

function readingTable(d: Drawing, context: SubjectContext): void {
  const { plan } = context;
  const green = plan.roles.tone('#3f6b55', 0);
  for (const x of [-84, 84]) d.solid(box(x - 3, -34, 6, 34), '#7a5233', { rim: 0.6, core: 1.4 });
  d.solid(polygon([[-80, -48], [80, -48], [98, -36], [-98, -36]]), green, { rim: 0.9, core: 3 }).solid(box(-98, -36, 196, 5, 1), '#8a5f3d', { rim: 0.6, core: 1.4 });
  for (const x of [-56, 0, 56]) {
    d.glow(x, -54, 42, '#ffdb94', 0.75).flat(ellipse(x, -42, 24, 4.4), '#fff0c4', 0.55);
    d.solid(box(x - 1, -66, 2, 24), '#b88a4c', { rim: 0.4, core: 0.6 }).solid(`M${String(x - 12)},-63Q${String(x)},-74 ${String(x + 12)},-63Z`, '#3f7d5e', { rim: 0.8, core: 2 }).flat(ellipse(x, -63, 11, 1.5), '#fff3cf');
  }
  for (const x of [-74, 24]) d.solid(polygon([[x, -43], [x + 20, -43], [x + 23, -39], [x - 3, -39]]), '#f4ecda', { rim: 0.4, core: 1 });
}

const thing = (words: string, width: number, height: number, draw: Subject['draw']): SubjectRule => ({ words, make: () => ({ kind: 'thing', width, height, airborne: false, lift: 0, draw }) });
const food = (words: string, kind: Parameters<typeof meal>[2], width: number, height: number): SubjectRule => thing(words, width, height, (d, context) => { meal(d, context, kind); });

export const THINGS: readonly SubjectRule[] = [
  thing('bottle|perfume|fragrance|flacon|serum|jar|lotion|cosmetic|shampoo|wine|whisky|gin|olive oil|juice|vial|tube|cream|beer|product|package', 50, 99, bottle),
  thing('cup|mug|coffee|espresso|cappuccino|latte|tea\\b|teacup|matcha|cocoa', 104, 108, cup),
  thing('sofa|couch|settee', 150, 98, (d, context) => { armchair(d, context, 2); }),
  thing('armchair|lounge chair|seat\\b|recliner', 86, 98, (d, context) => { armchair(d, context, 1); }),
  thing('chair|stool|furniture|table\\b', 70, 100, chair),
  thing('lamp|lantern|light bulb|lampshade', 64, 97, lamp),
  thing('flower|rose\\b|roses|tulip|bouquet|sunflower|daisy|peony|orchid|vase|blossom', 74, 100, flower),
  thing('plant|monstera|houseplant|fern|succulent|cactus|aloe|seedling', 80, 98, (d, context) => { pottedPlant(d, context.plan, 0, 0, 98); }),
  food('burger|sandwich|hamburger', 'burger', 112, 82), food('cake|tart|pie\\b|cupcake|muffin|dessert', 'cake', 116, 78),
  food('fruit|apple|orange|lemon|pear|peach|berries', 'fruit', 84, 80), food('bowl|salad|soup|ramen|noodle|curry|porridge|granola', 'bowl', 110, 76),
  food('plate|dish|food|meal|pasta|pizza|bread|breakfast|pancake|dinner|sushi|cheese|croissant', 'plate', 126, 50),
  thing('book|novel|notebook|magazine', 104, 90, books), thing('phone|smartphone|mobile|tablet|app\\b', 58, 100, phone),
  thing('laptop|computer|notebook computer|monitor|screen|dashboard', 136, 84, laptop), thing('shoe|sneaker|trainer|boot', 126, 68, shoe),
  thing('(?:bar |line |pie )?chart|graph\\b|diagram|infographic|statistics', 140, 98, chart), thing('(?:\\S+ )*(?:library|reading room|classroom|workshop interior)', 200, 76, readingTable),
  thing('watch|wristwatch|clock|jewel|ring\\b', 72, 100, watch), thing('headphone|headset|earphone|speaker', 88, 96, headphones),
  thing('camera\\b|dslr', 102, 80, camera), thing('candle', 62, 94, candle),
];
