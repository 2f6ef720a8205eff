/** Animals, facing right. Four-legged ones share a skeleton; a species is its proportions. */
import { colourIn, mix, shade } from './colour.ts';
import { blob, ellipse, polygon, tube } from './shapes.ts';
import type { Drawing } from './shapes.ts';
import { mentions } from './slots.ts';
import type { Subject, SubjectContext, SubjectRule } from './subject.ts';

type Joint = readonly [x: number, y: number, r: number];
type Pose = 'stand' | 'leap' | 'sit';

interface Species {
  readonly colour: string;
  /** Height of the shoulder. */
  readonly leg: number;
  readonly girth: number;
  readonly length: number;
  /** Neck: how far forward and up. */
  readonly neck: readonly [number, number];
  readonly neckWidth: number;
  readonly head: number;
  readonly muzzle: number;
  readonly ear: 'drop' | 'point' | 'round' | 'long' | 'fan';
  readonly tail: 'plume' | 'thin' | 'bushy' | 'hair' | 'stub';
  readonly extra?: 'mane' | 'antlers' | 'trunk' | 'stripes' | 'spots' | 'lionMane';
  readonly pale?: boolean;
}

const DOG: Species = { colour: '#c98f4e', leg: 44, girth: 12.5, length: 50, neck: [13, 19], neckWidth: 8.6, head: 9.6, muzzle: 15, ear: 'drop', tail: 'plume' };
const SPECIES: readonly (readonly [string, Species])[] = [
  ['cat|kitten|lynx', { colour: '#8f8379', leg: 34, girth: 9.5, length: 42, neck: [11, 13], neckWidth: 6.8, head: 9.4, muzzle: 5, ear: 'point', tail: 'thin' }],
  ['fox', { colour: '#cf6a2e', leg: 36, girth: 9, length: 44, neck: [13, 14], neckWidth: 6.8, head: 8.8, muzzle: 15, ear: 'point', tail: 'bushy', pale: true }],
  ['wolf|husky|coyote', { colour: '#7d858d', leg: 45, girth: 12.5, length: 52, neck: [14, 14], neckWidth: 9.6, head: 9.6, muzzle: 16, ear: 'point', tail: 'bushy', pale: true }],
  ['horse|pony|mare|stallion|foal', { colour: '#7a4a2c', leg: 58, girth: 13.5, length: 56, neck: [20, 30], neckWidth: 8.6, head: 7.6, muzzle: 21, ear: 'point', tail: 'hair', extra: 'mane' }],
  ['zebra', { colour: '#e9e4d8', leg: 55, girth: 13.5, length: 54, neck: [18, 26], neckWidth: 8.4, head: 7.6, muzzle: 19, ear: 'round', tail: 'hair', extra: 'mane' }],
  ['deer|stag|elk|moose|reindeer|gazelle|antelope', { colour: '#a5733f', leg: 57, girth: 11.5, length: 48, neck: [16, 25], neckWidth: 6.4, head: 7, muzzle: 14, ear: 'long', tail: 'stub', extra: 'antlers' }],
  ['bear', { colour: '#5d4130', leg: 40, girth: 18, length: 56, neck: [14, 8], neckWidth: 14, head: 13, muzzle: 15, ear: 'round', tail: 'stub' }],
  ['elephant', { colour: '#878b90', leg: 50, girth: 23, length: 62, neck: [16, 8], neckWidth: 16, head: 16, muzzle: 12, ear: 'fan', tail: 'thin', extra: 'trunk' }],
  ['lion|lioness', { colour: '#cc9748', leg: 44, girth: 13, length: 54, neck: [15, 14], neckWidth: 10, head: 11, muzzle: 12, ear: 'round', tail: 'thin', extra: 'lionMane' }],
  ['tiger|leopard|cheetah|panther|jaguar', { colour: '#d2853a', leg: 42, girth: 12, length: 54, neck: [15, 10], neckWidth: 9, head: 9.6, muzzle: 10, ear: 'round', tail: 'thin' }],
  ['cow|bull|ox|calf|bison', { colour: '#e7ddcd', leg: 48, girth: 18, length: 60, neck: [16, 10], neckWidth: 11, head: 10, muzzle: 17, ear: 'long', tail: 'thin' }],
  ['sheep|lamb|goat|pig', { colour: '#ece5d6', leg: 34, girth: 16, length: 44, neck: [12, 10], neckWidth: 8, head: 7.6, muzzle: 12, ear: 'long', tail: 'stub' }],
  ['rabbit|hare|bunny|squirrel', { colour: '#a58a6d', leg: 24, girth: 12, length: 28, neck: [9, 11], neckWidth: 8, head: 8.6, muzzle: 7, ear: 'long', tail: 'stub' }],
  ['dog|puppy|retriever|labrador|terrier|shepherd|collie|spaniel|poodle|beagle|dachshund|bulldog|hound|corgi', DOG],
];

interface Skeleton {
  readonly body: readonly Joint[];
  readonly neck: readonly Joint[];
  readonly head: readonly [number, number];
  readonly tilt: number;
  readonly nearLegs: readonly (readonly Joint[])[];
  readonly farLegs: readonly (readonly Joint[])[];
  readonly tailRoot: readonly [number, number];
  readonly tailUp: number;
}

function skeletonOf(s: Species, pose: Pose): Skeleton {
  const half = s.length / 2;
  const top = -s.leg;
  const w = s.girth;
  const knee = Math.min(s.girth * 0.5, 7);
  const shin = Math.max(2.4, s.girth * 0.25);
  const paw = shin * 0.95;
  if (pose === 'leap') {
    const rise = 12;
    const neckBase: readonly [number, number] = [half - 2, top - rise - w * 0.4];
    const head: readonly [number, number] = [neckBase[0] + s.neck[0], neckBase[1] - s.neck[1] * 0.86];
    const front = (dx: number, dy: number): Joint[] => [[half - 6, top - rise + 4, knee + 1], [half + 12 + dx, top - rise + 10 + dy, shin + 0.8], [half + 22 + dx, top - rise + 2 + dy, shin * 0.9], [half + 28 + dx, top - rise - 1 + dy, paw]];
    const hind = (dx: number, dy: number): Joint[] => [[-half + 4, top + 5, knee + 3.4], [-half - 10 + dx, top + 17 + dy, knee], [-half - 24 + dx, top + 17 + dy, shin], [-half - 34 + dx, top + 25 + dy, paw]];
    return { body: [[-half, top, w * 0.9], [-2, top - rise * 0.62, w * 0.98], [half - 8, top - rise, w * 1.12]], neck: [[half - 7, top - rise - 2, s.neckWidth * 1.3], [neckBase[0] + s.neck[0] * 0.4, neckBase[1] - s.neck[1] * 0.35, s.neckWidth], [head[0], head[1], s.head * 0.86]], head, tilt: -8, nearLegs: [front(0, 0), hind(0, 0)], farLegs: [front(-8, 11), hind(11, 8)], tailRoot: [-half - w * 0.7, top - 3], tailUp: s.tail === 'hair' ? -8 : 12 };
  }
  if (pose === 'sit') {
    const chestY = top - 8;
    const head: readonly [number, number] = [12 + s.neck[0] * 0.5, chestY - s.neck[1] - 4];
    const front = (dx: number): Joint[] => [[10 + dx, chestY + 14, knee + 1], [11 + dx, -s.leg * 0.4, shin + 0.6], [11 + dx, -paw, shin], [15 + dx, -paw * 0.9, paw]];
    const haunch: Joint[] = [[-14, -w * 1.1, w * 1.1], [-4, -w * 0.55, w * 0.5], [5, -paw, paw], [9, -paw * 0.9, paw]];
    return { body: [[-14, -w * 1.05, w * 1.12], [-6, -s.leg * 0.55, w * 1.05], [6, chestY + 6, w * 0.98]], neck: [[6, chestY + 4, s.neckWidth * 1.35], [10, chestY - s.neck[1] * 0.5, s.neckWidth], [head[0], head[1], s.head * 0.86]], head, tilt: 2, nearLegs: [front(0), haunch], farLegs: [front(-5)], tailRoot: [-24, -6], tailUp: -3 };
  }
  const head: readonly [number, number] = [half - 2 + s.neck[0], top - w * 0.5 - s.neck[1]];
  const front = (dx: number): Joint[] => [[half - 8, top + 6, knee + 1.4], [half - 7 + dx, top * 0.5, shin + 0.8], [half - 8 + dx, -paw, shin], [half - 4 + dx, -paw * 0.9, paw]];
  const hind = (dx: number): Joint[] => [[-half + 5, top + 4, knee + 3.4], [-half + 7 + dx, top * 0.62, knee * 0.9], [-half - 1 + dx, top * 0.36, shin + 0.5], [-half + 2 + dx, -paw, shin], [-half + 6 + dx, -paw * 0.9, paw]];
  return { body: [[-half + 2, top, w * 0.92], [0, top + 2, w * 0.95], [half - 9, top - 1, w * 1.08]], neck: [[half - 8, top - 4, s.neckWidth * 1.3], [half - 2 + s.neck[0] * 0.45, top - w * 0.4 - s.neck[1] * 0.4, s.neckWidth], [head[0], head[1], s.head * 0.86]], head, tilt: 6, nearLegs: [front(3), hind(-3)], farLegs: [front(-6), hind(7)], tailRoot: [-half - w * 0.7, top - w * 0.3], tailUp: s.tail === 'hair' ? -26 : 10 };
}

function quadruped(d: Drawing, s: Species, pose: Pose, context: SubjectContext): void {
  const colour = context.colour ?? s.colour;
  const bones = skeletonOf(s, pose);
  const far = mix(shade(colour, -0.11), context.plan.roles.shadow, 0.28);
  d.solid(bones.farLegs.map(tube).join(''), far, { rim: 0.5, core: 2 });
  drawTail(d, s, bones, colour);
  const [hx, hy] = bones.head;
  const body = tube(bones.body) + tube(bones.neck) + bones.nearLegs.map(tube).join('');
  d.solid(body, colour, { rim: 1.3, core: s.girth * 0.42 });
  const garment = /\b(?:in|wearing|with)\b.*?\b(coat|jacket|sweater|jumper|vest|scarf|bandana|collar)\b/iu.exec(context.plan.scene.slots.subject);
  if (garment !== null) {
    const cloth = colourIn(garment[0]) ?? context.plan.roles.accent;
    const torso = bones.body.map(([x, y, r]): Joint => [x * 0.86 + 2, y, r * 1.07]);
    if (/coat|jacket|sweater|jumper|vest/iu.test(garment[1] ?? '')) d.solid(tube(torso), cloth, { rim: 1.2, core: s.girth * 0.4 });
    const [root, bend] = [bones.neck[0] ?? [0, 0, 1], bones.neck[1] ?? [0, 0, 1]];
    d.solid(tube([[(root[0] + bend[0]) / 2 - s.neckWidth, (root[1] + bend[1]) / 2 - s.neckWidth * 0.7, 3.2], [(root[0] + bend[0]) / 2 + s.neckWidth * 1.1, (root[1] + bend[1]) / 2 + s.neckWidth * 0.7, 3.6]]), shade(cloth, 0.05), { rim: 0.8, core: 1.6 });
  }
  if (s.extra === 'mane') d.solid(tube([[hx - 4, hy - 7, 2.4], [bones.neck[1]?.[0] ?? hx, (bones.neck[1]?.[1] ?? hy) - s.neckWidth * 0.5, 4.6], [(bones.neck[0]?.[0] ?? hx) - 8, (bones.neck[0]?.[1] ?? hy) - s.neckWidth, 2.6]]), shade(colour, -0.2), { rim: 0.8, core: 2 });
  if (s.pale) d.flat(tube([[hx - 4, hy + 8, 3.4], [(bones.neck[0]?.[0] ?? hx) + s.girth * 0.5, (bones.neck[0]?.[1] ?? hy) + 4, s.girth * 0.36], [(bones.neck[0]?.[0] ?? hx) + 3, (bones.neck[0]?.[1] ?? hy) + s.girth, 1.5]]), mix(colour, '#fff7ea', 0.75), 0.85);
  d.group(`transform="translate(${String(hx)} ${String(hy)}) rotate(${String(bones.tilt)})"`, () => { drawHead(d, s, colour, context, mentions(context.plan.scene.slots.action, 'catch|bark|roar|howl|laugh|sing|yawn')); });
}

function drawTail(d: Drawing, s: Species, { tailRoot: [x, y], tailUp }: Skeleton, colour: string): void {
  const [dark, up] = [shade(colour, -0.03), tailUp];
  if (s.tail === 'plume') d.solid(tube([[x + 6, y + 2, 3.4], [x - 8, y - up * 0.5, 4.6], [x - 17, y - up * 1.3, 5], [x - 24, y - up * 2.2, 1.2]]), dark, { rim: 1, core: 2.2 });
  else if (s.tail === 'bushy') {
    d.solid(tube([[x + 6, y + 2, 3], [x - 8, y + 8, 6.4], [x - 20, y + 14, 7.4], [x - 33, y + 17, 2]]), dark, { rim: 1, core: 3 });
    if (s.pale) d.flat(tube([[x - 25, y + 15.6, 5], [x - 33, y + 17, 1.6]]), '#f7efe2', 0.9);
  } else if (s.tail === 'hair') d.solid(tube([[x + 5, y + 2, 2.8], [x - 5, y + 6, 4], [x - 9, y - up * 0.7, 4.8], [x - 12, y - up * 1.35, 1]]), shade(colour, -0.2), { rim: 0.8, core: 2 });
  else if (s.tail === 'thin') d.solid(tube([[x + 5, y + 2, 2.5], [x - 9, y + 3, 2.2], [x - 17, y - up, 2], [x - 14, y - up * 2.2 - 4, 1.6]]), dark, { rim: 0.7, core: 1.4 });
  else d.solid(ellipse(x + 3, y, 4, 3.4), dark, { rim: 0.8, core: 1.2 });
}

function drawHead(d: Drawing, s: Species, colour: string, { plan }: SubjectContext, open: boolean): void {
  const r = s.head;
  const m = s.muzzle;
  const deep = mix(shade(colour, -0.16), plan.roles.shadow, 0.2);
  if (s.extra === 'antlers') for (const side of [0, 1]) d.line(`M${String(-2 + side * 3)},${String(-r * 0.8)}c-2,-10 ${String(-10 + side * 12)},-14 ${String(-9 + side * 14)},-24m${String(3 - side * 4)},12c${String(6 - side * 10)},-2 ${String(8 - side * 12)},-6 ${String(7 - side * 10)},-11`, mix('#6d4a2c', plan.roles.shadow, side * 0.2), 1.7);
  if (s.extra === 'lionMane') d.solid(ellipse(-4, 2, r * 1.75, r * 1.9), shade(colour, -0.2), { rim: 1.2, core: 5 });
  if (s.ear === 'point') d.solid(polygon([[-r * 0.75, -r * 0.4], [-r * 0.55, -r * 1.75], [r * 0.15, -r * 0.75]]), deep, { rim: 0.6, core: 1.2 });
  if (s.ear === 'long') d.solid(tube([[-r * 0.4, -r * 0.6, 2.2], [-r * 1.1, -r * (m < 8 ? 1.9 : 1.2), 2.8], [-r * 1.5, -r * (m < 8 ? 2.6 : 1.3), 0.8]]), deep, { rim: 0.6, core: 1.2 });
  const skull = open ? tube([[0, 0, r], [m * 0.55, -1.5, r * 0.56], [m, -2, r * 0.4]]) + tube([[2, r * 0.3, r * 0.5], [m * 0.6, r * 0.62, r * 0.26], [m * 0.9, r * 0.66, r * 0.2]]) : tube([[0, 0, r], [m * 0.55, r * 0.22, r * 0.6], [m, r * 0.3, r * 0.42]]);
  d.solid(skull, colour, { rim: 1.1, core: r * 0.36 });
  if (s.pale) d.flat(tube([[m * 0.3, r * 0.6, r * 0.3], [m * 0.92, r * 0.5, r * 0.22]]), mix(colour, '#fff7ea', 0.75), 0.85);
  if (s.ear === 'point') d.solid(polygon([[-r * 0.4, -r * 0.5], [-r * 0.02, -r * 1.8], [r * 0.55, -r * 0.6]]), colour, { rim: 0.8, core: 1.6 });
  if (s.ear === 'drop') d.solid(blob([[-r * 0.5, -r * 0.7], [r * 0.12, -r * 0.5], [-r * 0.02, r * 0.6], [-r * 0.5, r * 1.2], [-r * 1.05, r * 0.5]]), deep, { rim: 0.8, core: 1.8 });
  if (s.ear === 'round') d.solid(ellipse(-r * 0.45, -r * 0.85, r * 0.4), deep, { rim: 0.7, core: 1.4 });
  if (s.ear === 'fan') d.solid(blob([[-r * 0.3, -r * 0.8], [-r * 1.5, -r * 0.9], [-r * 1.8, r * 0.4], [-r * 0.9, r * 1.4], [-r * 0.1, r * 0.5]]), deep, { rim: 1, core: 4 });
  if (s.extra === 'trunk') {
    d.solid(tube([[r * 0.7, r * 0.2, 7], [r * 1.2, r * 1.1, 5], [r * 1.2, r * 2.1, 3.8], [r * 1.55, r * 2.7, 2.8]]), colour, { rim: 1, core: 2.4 });
    d.solid(tube([[r * 0.9, r * 0.8, 1.6], [r * 1.6, r * 1.2, 1.3], [r * 2, r * 0.9, 0.5]]), '#f1e9d8', { rim: 0.5, core: 0.7 });
  } else d.flat(ellipse(m + r * 0.12, open ? -3 : r * 0.12, r * 0.23, r * 0.19), '#1d1a1b');
  d.flat(ellipse(r * 0.34, -r * 0.16, r * 0.145), '#17130f').flat(ellipse(r * 0.39, -r * 0.21, r * 0.05), '#ffffff', 0.9);
}

function prop(d: Drawing, action: string, x: number, y: number, colour: string): void {
  if (mentions(action, 'frisbee|disc')) d.group(`transform="rotate(-12 ${String(x)} ${String(y)})"`, () => { d.solid(ellipse(x + 4, y, 12, 3.6), colour, { rim: 0.8, core: 1.6 }).flat(ellipse(x + 4, y - 0.6, 8, 1.7), '#ffffff', 0.22); });
  else if (mentions(action, 'ball')) d.solid(ellipse(x + 7, y, 5.6), colour, { rim: 1, core: 2.4, gloss: 0.5 });
  else if (mentions(action, 'stick|branch|bone')) d.solid(tube([[x - 6, y - 6, 1.5], [x + 8, y + 6, 1.5]]), '#8a5f3d', { rim: 0.5, core: 0.8 });
}

function motion(d: Drawing, height: number, colour: string): void {
  for (const [x, y, length] of [[-78, -height * 0.7, 26], [-88, -height * 0.52, 34], [-80, -height * 0.34, 22]] as const) d.line(`M${String(x)},${String(y)}h${String(length)}`, colour, 0.9, 0.5);
}

const quadrupeds: SubjectRule[] = SPECIES.map(([words, species]) => ({
  words,
  make({ action, subject }): Subject {
    const doing = `${action} ${subject}`;
    const pose: Pose = mentions(doing, 'jump|leap|catch|mid-?air|running|runs|sprint|gallop|chas|bound') ? 'leap' : mentions(doing, 'sit|resting|waiting|watching|portrait|lying|sleep') || (/^cat|^rabbit/u.test(words) && action === '') ? 'sit' : 'stand';
    const air = pose === 'leap';
    const height = species.leg + species.girth * (pose === 'sit' ? 1.2 : 0.8) + species.neck[1] + species.head * 2 + (species.extra === 'antlers' ? 18 : 0) + (air ? 10 : 0);
    return {
      kind: 'animal', width: pose === 'sit' ? 50 : species.length + (air ? 96 : 52), height, airborne: air, lift: mentions(action, 'mid-?air|jump|leap|catch') ? 16 : 3,
      draw(d, context) {
        if (air) motion(d, height, context.plan.roles.light);
        const s = species;
        quadruped(d, s, pose, context);
        const [hx, hy] = skeletonOf(s, pose).head;
        prop(d, action, hx + s.muzzle + (air ? 1 : 2), hy + (air ? -2 : s.head * 0.4), context.prop);
      },
    };
  },
}));

function flyingBird(d: Drawing, context: SubjectContext): void {
  const colour = context.colour ?? mix('#f2ede2', context.plan.roles.skyTop, 0.12);
  const wing = (dark: number, dx: number, lift: number) => d.solid(`M${String(10 + dx)},-52C${String(4 + dx)},${String(-70 - lift)} ${String(-16 + dx)},${String(-90 - lift)} ${String(-44 + dx)},${String(-98 - lift)}C${String(-36 + dx)},-88 ${String(-34 + dx)},-82 ${String(-37 + dx)},-78C${String(-28 + dx)},-76 ${String(-26 + dx)},-70 ${String(-28 + dx)},-66C${String(-18 + dx)},-64 ${String(-14 + dx)},-56 ${String(-12 + dx)},-48Z`, shade(colour, -dark), { rim: 1, core: 4 });
  wing(0.14, 14, 2);
  d.solid(polygon([[-24, -44], [-58, -40], [-52, -34], [-60, -30], [-22, -36]]), shade(colour, -0.08), { rim: 0.8, core: 2 });
  d.solid(tube([[-30, -41, 3], [-10, -44, 9.5], [14, -48, 9.5], [30, -55, 6.4], [33, -56, 6.2]]), colour, { rim: 1.2, core: 4 });
  d.solid(polygon([[38, -59], [51, -55], [38, -52.4]]), '#e29a35', { rim: 0.5, core: 1 });
  d.flat(ellipse(35, -57.5, 1.2), '#16130f');
  wing(0.02, 0, 0);
}

function perchedBird(d: Drawing, context: SubjectContext): void {
  const colour = context.colour ?? context.plan.roles.accent;
  d.solid(tube([[-44, -8, 3], [0, -11, 3.2], [46, -6, 2.4]]), '#6b4a33', { rim: 0.8, core: 1.4 });
  d.solid(polygon([[-14, -22], [-40, 6], [-31, 8], [-4, -17]]), shade(colour, -0.15), { rim: 0.8, core: 2 });
  d.solid(tube([[-13, -24, 8], [-4, -36, 17], [10, -58, 12], [13, -68, 11]]), colour, { rim: 1.3, core: 6 });
  d.flat(blob([[4, -56], [17, -50], [18, -34], [8, -22], [2, -32]]), mix(colour, '#fff4e0', 0.7), 0.8);
  d.solid('M-2,-54C-20,-50 -28,-34 -30,-12C-16,-16 0,-26 4,-42Z', shade(colour, -0.1), { rim: 1, core: 4 });
  d.solid(polygon([[22, -73], [36, -69], [22, -65]]), '#d9922f', { rim: 0.5, core: 1 });
  d.flat(ellipse(17, -72, 1.8), '#14110e').flat(ellipse(17.6, -72.6, 0.6), '#ffffff');
  d.line('M2,-20v10m6,-10v10', '#8a5a2a', 1.4);
}

function fish(d: Drawing, context: SubjectContext, kind: 'fish' | 'whale' | 'turtle'): void {
  const colour = context.colour ?? (kind === 'whale' ? '#4a6a86' : kind === 'turtle' ? '#6f8a52' : context.plan.roles.accent);
  if (kind === 'turtle') {
    d.solid(tube([[-26, -34, 6], [-42, -22, 5], [-54, -16, 1.6]]) + tube([[-22, -60, 5], [-40, -68, 3.4], [-50, -66, 1.2]]), shade(colour, -0.08), { rim: 0.9, core: 2.4 });
    d.solid(tube([[26, -50, 8], [42, -56, 7.4], [50, -56, 5]]), colour, { rim: 1, core: 3 });
    d.solid(ellipse(-2, -48, 34, 21), mix(colour, '#6b4a2c', 0.5), { rim: 1.4, core: 8 });
    for (const [x, y] of [[-18, -50], [0, -54], [17, -49], [-8, -38], [9, -38]] as const) d.flat(polygon([[x - 8, y], [x - 4, y - 7], [x + 4, y - 7], [x + 8, y], [x + 4, y + 6], [x - 4, y + 6]]), mix(colour, '#e6d9a8', 0.35), 0.55);
    d.solid(tube([[16, -38, 7], [22, -18, 6.6], [10, -2, 1.6]]), shade(colour, 0.02), { rim: 1, core: 3 });
    d.flat(ellipse(48, -58.5, 1.5), '#14110e');
    return;
  }
  const long = kind === 'whale' ? 1.35 : 1;
  d.solid(blob([[-34 * long, -48], [-56 * long, -70], [-50 * long, -48], [-58 * long, -28]]), shade(colour, -0.05), { rim: 1, core: 3 });
  d.solid(polygon([[-12, -64], [-2, -82], [16, -66]]), shade(colour, -0.08), { rim: 1, core: 2 });
  const body = blob([[-40 * long, -49], [-10, -72], [30, -66], [48 * long, -48], [28, -32], [-8, -28]]);
  d.solid(body, colour, { rim: 1.5, core: 8, gloss: 0.3 });
  d.flat(blob([[-20, -34], [20, -34], [46 * long, -46], [20, -30], [-6, -27]]), mix(colour, '#ffffff', 0.6), 0.6);
  if (kind === 'fish') for (const x of [-14, 2, 17]) d.line(`M${String(x)},-64q-7,16 0,31`, mix(colour, '#ffffff', 0.6), 2.4, 0.7);
  d.solid(blob([[6, -44], [-8, -34], [-12, -22], [6, -32]]), shade(colour, -0.1), { rim: 0.8, core: 2 });
  d.flat(ellipse(34 * long, -54, 3), '#f8f4ea').flat(ellipse(35 * long, -54, 1.7), '#14110e');
}

const simple = (words: string, width: number, height: number, air: boolean, draw: Subject['draw']): SubjectRule => ({ words, make: () => ({ kind: 'animal', width, height, airborne: air, lift: air ? 30 : 0, draw }) });

export const ANIMALS: readonly SubjectRule[] = [
  ...quadrupeds,
  { words: 'bird|eagle|gull|seagull|dove|pigeon|hawk|falcon|owl|parrot|robin|sparrow|swan|crane|heron|kingfisher|raven|crow|hummingbird|stork|flamingo', make: ({ action, subject }) => {
    const perched = mentions(`${action} ${subject}`, 'perch|sit|branch|stand|robin|owl|parrot|kingfisher|sparrow') && !mentions(action, 'fly|soar|glid|dive');
    return perched ? { kind: 'animal', width: 60, height: 84, airborne: false, lift: 0, draw: perchedBird } : { kind: 'animal', width: 110, height: 100, airborne: true, lift: 34, draw: flyingBird };
  } },
  simple('turtle|tortoise', 100, 80, true, (d, context) => { fish(d, context, 'turtle'); }),
  simple('whale|dolphin|shark|orca', 130, 84, true, (d, context) => { fish(d, context, 'whale'); }),
  simple('fish|koi|salmon|goldfish|clownfish', 104, 84, true, (d, context) => { fish(d, context, 'fish'); }),
];
