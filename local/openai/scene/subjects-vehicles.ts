/** What rolls, sails and flies, facing right. */
import { mix, shade } from './colour.ts';
import { box, ellipse, polygon, tube } from './shapes.ts';
import type { Drawing } from './shapes.ts';
import { mentions } from './slots.ts';
import type { Subject, SubjectContext, SubjectRule } from './subject.ts';

function wheel(d: Drawing, x: number, y: number, r: number): void {
  d.solid(ellipse(x, y, r), '#23262b', { rim: 0.7, core: 2 }).solid(ellipse(x, y, r * 0.6), '#c3c8cc', { rim: 0.6, core: 1.6 }).flat(ellipse(x, y, r * 0.18), '#3a3f45');
}

function glassOf({ plan }: SubjectContext): string {
  return plan.dark ? mix(plan.roles.skyMid, '#0d1420', 0.5) : mix(plan.roles.skyMid, '#26394a', 0.45);
}

function lights(d: Drawing, { plan }: SubjectContext, front: number, rear: number, y: number): void {
  d.flat(ellipse(front, y, 3, 2.1), '#fff6d8').flat(box(rear - 1, y - 2, 3, 4, 1), '#d8342c');
  if (!plan.dark) return;
  d.raw(`<path d="M${String(front)},${String(y - 1)}L${String(front + 96)},${String(y - 9)}L${String(front + 96)},${String(y + 20)}Z" fill="${d.gradient([[0, '#fff2cc', 0.62], [1, '#fff2cc', 0]], 0, 0, 1, 0)}"/>`);
  d.glow(front, y, 16, '#fff6d8', 0.9).glow(rear, y, 12, '#ff4436', 0.8);
}

function car(d: Drawing, context: SubjectContext, body: 'sport' | 'vintage' | 'van'): void {
  const colour = context.colour ?? context.plan.roles.accent;
  const glass = glassOf(context);
  const dark = '#1d2024';
  if (body === 'van') {
    d.solid(box(-60, -14, 122, 8, 3), dark, { rim: 0, core: 2 });
    d.solid('M-62,-10V-48Q-62,-62 -50,-62H34Q50,-62 56,-44L62,-30Q64,-26 64,-10Z', colour, { rim: 1.4, core: 6, gloss: 0.25 });
    d.flat('M-62,-32H61L62,-30Q64,-26 64,-10H-62Z', mix('#f5efe0', context.plan.roles.light, 0.15), 0.95);
    d.flat('M-62,-16H64V-10H-62Z', context.plan.roles.shadow, 0.22);
    for (const x of [-54, -32, -10]) d.flat(box(x, -55, 19, 17, 3), glass).flat(polygon([[x + 3, -54], [x + 9, -54], [x + 2, -40], [x + 1, -40]]), '#ffffff', 0.22);
    d.flat('M13,-55H32Q44,-55 49,-38H13Z', glass).flat('M30,-55H33Q40,-53 43,-46Z', '#ffffff', 0.3);
    d.line('M11,-58V-12M36,-36V-12', shade(colour, -0.2), 0.7, 0.6);
    wheel(d, -37, -11, 11); wheel(d, 40, -11, 11);
    lights(d, context, 61, -61, -27);
  } else if (body === 'vintage') {
    d.solid('M-66,-12C-70,-26 -62,-32 -46,-34C-38,-50 -24,-56 -4,-56C16,-56 26,-46 34,-35C54,-34 66,-28 68,-12Z', colour, { rim: 1.4, core: 6, gloss: 0.4 });
    d.flat('M-38,-34C-32,-46 -22,-51 -7,-51V-34Z', glass).flat('M-3,-51C12,-51 20,-44 26,-34H-3Z', glass).flat('M0,-51C4,-51 7,-50 9,-49L2,-36H0Z', '#ffffff', 0.25);
    d.solid('M-58,-11a19,19 0 0 1 38,0Z', shade(colour, -0.05), { rim: 1, core: 3 }).solid('M22,-11a19,19 0 0 1 38,0Z', shade(colour, -0.05), { rim: 1, core: 3 });
    d.line('M-64,-24C-30,-29 30,-29 66,-22', '#eef0ee', 1, 0.8);
    d.solid(box(-72, -14, 10, 4, 2), '#cfd3d4', { rim: 0.5, core: 1 }).solid(box(62, -14, 10, 4, 2), '#cfd3d4', { rim: 0.5, core: 1 });
    wheel(d, -39, -11, 11.5); wheel(d, 41, -11, 11.5);
    lights(d, context, 65, -66, -24);
  } else {
    d.flat(box(-58, -12, 118, 7, 3), dark);
    d.solid('M-70,-10C-72,-24 -70,-30 -60,-32L-44,-34C-30,-46 -14,-49 4,-48C20,-47 30,-39 38,-32C54,-30 68,-26 72,-16Q73,-10 68,-9H-66Q-70,-9 -70,-10Z', colour, { rim: 1.5, core: 5, gloss: 0.5 });
    d.flat('M-34,-34C-24,-42 -14,-45 -3,-44.6V-33Z', glass).flat('M1,-44.6C14,-44 23,-38 30,-32L1,-33Z', glass).flat('M5,-44.4L11,-43.4L6,-34H2Z', '#ffffff', 0.25);
    d.line('M-68,-23C-30,-26 30,-25 70,-18', mix(colour, '#ffffff', 0.5), 0.8, 0.7);
    d.flat('M-62,-9.4H66L60,-6H-56Z', dark).flat('M14,-22l16,3l-4,5h-12Z', dark, 0.75);
    d.solid(polygon([[-70, -36], [-52, -37], [-50, -34], [-68, -33]]), shade(colour, -0.12), { rim: 0.6, core: 1 });
    wheel(d, -42, -11, 11.6); wheel(d, 44, -11, 11.6);
    lights(d, context, 69, -69, -23);
  }
}

function bicycle(d: Drawing, context: SubjectContext): void {
  const colour = context.colour ?? context.plan.roles.accent;
  const dark = mix('#24262a', context.plan.roles.shadow, 0.3);
  for (const x of [-40, 40]) {
    d.line(ellipse(x, -28, 26), dark, 2.8).line(ellipse(x, -28, 23.6), '#d9dcdc', 0.9);
    for (let i = 0; i < 9; i++) { const a = (i / 9) * Math.PI; d.line(`M${(x + Math.cos(a) * 23).toFixed(1)},${(-28 + Math.sin(a) * 23).toFixed(1)}L${(x - Math.cos(a) * 23).toFixed(1)},${(-28 - Math.sin(a) * 23).toFixed(1)}`, '#c9cdd0', 0.35, 0.8); }
    d.flat(ellipse(x, -28, 2.6), dark);
  }
  const frame = (a: string) => d.line(a, shade(colour, -0.14), 4).line(a, colour, 3).line(a, mix(colour, '#ffffff', 0.6), 0.8, 0.8);
  frame('M-40,-28L-16,-66L28,-66L-6,-28L-16,-66M-40,-28H-6M28,-66L32,-74M28,-66L40,-28');
  d.line('M32,-74L30,-80Q34,-84 44,-80', dark, 2.6).line('M-16,-66L-19,-74', '#b9bec2', 2.2);
  d.solid('M-32,-77Q-20,-80 -7,-76Q-14,-71 -22,-72Q-30,-72 -32,-77Z', '#6a4328', { rim: 0.7, core: 1.4 });
  d.line(ellipse(-6, -28, 6.6), dark, 1.6).line('M-6,-28L2,-16M-1,-15.6H6M-6,-28L-14,-40M-18,-40H-11', dark, 1.7);
  if (mentions(context.plan.words, 'basket|flowers')) d.solid('M40,-76H64L60,-58H44Z', '#b98a52', { rim: 0.7, core: 2 }).flat(ellipse(46, -79, 5), '#d9604f').flat(ellipse(54, -81, 5.5), '#f0b64a').flat(ellipse(60, -78, 4.4), '#e9e3d6');
}

function sailBoat(d: Drawing, context: SubjectContext): void {
  const hull = context.colour ?? context.plan.roles.accent;
  const sail = mix('#f7f1e3', context.plan.roles.light, 0.25);
  d.solid(box(-1.3, -98, 2.4, 84), '#7a5233', { rim: 0.5, core: 1 });
  d.solid('M-4,-94C-10,-60 -24,-34 -46,-24C-30,-21 -16,-21 -4,-22Z', sail, { rim: 1.2, core: 5 });
  d.solid('M4,-90C22,-70 34,-46 40,-24C28,-21 16,-21 4,-22Z', mix(sail, context.plan.roles.second, 0.16), { rim: 1.2, core: 5 });
  for (const y of [-46, -62]) d.line(`M${String(-22 + (y + 46) * -0.5)},${String(y + 6)}Q-12,${String(y + 4)} -5,${String(y)}`, context.plan.roles.shadow, 0.5, 0.3);
  d.solid('M1,-98L17,-93.5L1,-90Z', context.plan.roles.accent, { rim: 0.5, core: 1 });
  d.solid('M-50,-17H52C48,-6 40,0 30,2H-34C-42,-2 -48,-8 -50,-17Z', hull, { rim: 1.2, core: 5 });
  d.flat('M-49,-14H51L50,-11H-47Z', '#f7f1e3', 0.85);
  d.solid('M-20,-17V-23Q-20,-25 -17,-25H14Q18,-24 20,-17Z', '#c79a66', { rim: 0.7, core: 1.6 });
  // Water takes the keel, and carries a broken reflection.
  const water = mix(context.plan.roles.horizon, context.plan.roles.skyMid, 0.5);
  for (const [x, y, w] of [[-44, 1, 92], [-30, 6, 66], [-38, 11, 50], [-12, 16, 40]] as const) d.flat(ellipse(x + w / 2, y, w / 2, 1.5), y < 5 ? mix(water, '#ffffff', 0.5) : mix(sail, water, 0.4), 0.6);
}

function balloon(d: Drawing, context: SubjectContext): void {
  const main = context.colour ?? context.plan.roles.accent;
  const other = mix('#f6efdf', context.plan.roles.light, 0.2);
  const outline = 'M0,-100C25,-100 38,-84 38,-66C38,-48 18,-34 10,-24H-10C-18,-34 -38,-48 -38,-66C-38,-84 -25,-100 0,-100Z';
  d.line('M-9,-24L-6,-12M9,-24L6,-12M-3,-24L-2.4,-12M3,-24L2.4,-12', '#4a3a2c', 0.6);
  d.solid(outline, main, { rim: 1.6, core: 9 });
  const clip = d.define((id) => `<clipPath id="${id}"><path d="${outline}"/></clipPath>`);
  d.group(`clip-path="url(#${clip})"`, () => {
    d.flat('M0,-100C12,-100 17,-84 17,-66C17,-48 8,-34 4,-24H-4C-8,-34 -17,-48 -17,-66C-17,-84 -12,-100 0,-100Z', other, 0.92).flat('M0,-100C4,-100 6,-84 6,-66C6,-48 3,-34 1.6,-24H-1.6C-3,-34 -6,-48 -6,-66C-6,-84 -4,-100 0,-100Z', main);
    d.flat('M0,-100C25,-100 38,-84 38,-66C38,-48 18,-34 10,-24H6C12,-34 28,-48 28,-66C28,-84 19,-100 0,-100ZM0,-100C-25,-100 -38,-84 -38,-66C-38,-48 -18,-34 -10,-24H-6C-12,-34 -28,-48 -28,-66C-28,-84 -19,-100 0,-100Z', other, 0.85);
    d.flat(box(-40, -62, 80, 5), context.plan.roles.second, 0.75);
    const side = Math.sign(d.light.x);
    d.flat(outline, d.gradient([[0, '#ffffff', 0.34], [0.5, '#ffffff', 0], [1, context.plan.roles.shadow, 0.55]], side > 0 ? 1 : 0, 0.1, side > 0 ? 0 : 1, 0.8));
  });
  d.solid(box(-6.5, -12, 13, 11, 2), '#8a5a33', { rim: 0.6, core: 2 }).flat(box(-7, -12.6, 14, 2, 1), '#5d3b22');
  if (context.plan.dark || context.plan.time === 'golden' || context.plan.time === 'sunset') d.glow(0, -27, 26, '#ffcf7a', 0.75);
}

function plane(d: Drawing, context: SubjectContext): void {
  const colour = context.colour ?? '#eef0ef';
  d.solid(polygon([[-6, -52], [-34, -78], [-24, -80], [16, -54]]), shade(colour, -0.12), { rim: 0.8, core: 2 });
  d.solid(tube([[-62, -54, 2.6], [-40, -50, 7.6], [30, -49, 8.4], [54, -47, 6], [64, -45, 2]]), colour, { rim: 1.2, core: 4, gloss: 0.3 });
  d.solid(polygon([[-64, -54], [-78, -84], [-64, -83], [-44, -54]]), context.plan.roles.accent, { rim: 1, core: 3 });
  d.solid(polygon([[-2, -48], [-44, -16], [-30, -15], [24, -45]]), shade(colour, -0.04), { rim: 1, core: 3 });
  for (let x = -34; x < 40; x += 7) d.flat(ellipse(x, -51, 1.5, 1.9), '#2c4154');
  d.flat('M46,-52Q54,-52 57,-47H46Z', '#2c4154').line('M-50,-46C-20,-43 30,-42 60,-43', context.plan.roles.accent, 1.6);
}

const rule = (words: string, width: number, height: number, air: boolean, draw: Subject['draw']): SubjectRule => ({ words, make: () => ({ kind: 'vehicle', width, height, airborne: air, lift: air ? 40 : 0, draw }) });
const carRule = (words: string, body: 'sport' | 'vintage' | 'van', height: number): SubjectRule => rule(words, 146, height, false, (d, context) => { car(d, context, body); });

export const VEHICLES: readonly SubjectRule[] = [
  carRule('van\\b|camper|bus\\b|minibus|truck|lorry|suv|jeep|tram', 'van', 84),
  carRule('(?:vintage|classic|retro|old)(?: \\w+)? car|oldtimer|beetle|taxi|cabriolet', 'vintage', 78),
  carRule('car\\b|coupe|sports ?car|roadster|automobile|sedan|porsche|ferrari|electric vehicle|ev\\b', 'sport', 74),
  rule('bicycle|bike|cycle\\b|e-bike|motorbike|motorcycle|scooter', 134, 90, false, bicycle),
  rule('hot[- ]air balloon|balloon', 78, 100, true, balloon),
  { words: 'boat|sail|yacht|ship|ferry|kayak|canoe|dinghy', make: () => ({ kind: 'vehicle', width: 106, height: 100, airborne: false, lift: 0, stands: 'water', draw: sailBoat }) },
  rule('plane|aeroplane|airplane|jet\\b|aircraft|glider', 146, 86, true, plane),
];
