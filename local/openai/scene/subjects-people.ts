/** People: a bust for portraits, a full figure otherwise. Faces stay as plain as on an old travel poster. */
import { colourIn, mix, shade } from './colour.ts';
import { blob, box, ellipse, tube } from './shapes.ts';
import type { Drawing } from './shapes.ts';
import { mentions } from './slots.ts';
import type { SubjectContext, SubjectRule } from './subject.ts';

const SKINS = ['#e9b995', '#c98e66', '#8d5a3b', '#f0c9a8', '#a86e4a', '#6b422c'];
const HAIR = ['#2b211c', '#5a3825', '#8a5a30', '#c58f4a', '#3a2a22', '#7a3b22'];

function hairColour(subject: string, context: SubjectContext): string {
  const named = /(\w+)[- ](?:curly[- ]|long[- ]|short[- ]|wavy[- ])?hair/iu.exec(subject)?.[1];
  if (mentions(subject, 'elderly|old |grandmother|grandfather|senior|grey')) return '#c9c6c0';
  return named === undefined ? context.random.pick(HAIR) : named.toLowerCase() === 'red' ? '#a4462a' : (colourIn(named) ?? context.random.pick(HAIR));
}

function bust(d: Drawing, context: SubjectContext, subject: string): void {
  const { plan, random } = context;
  const skin = random.pick(mentions(subject, 'red[- ]hair|red[- ]head|blond|freckle') ? ['#f0c9a8', '#e9b995'] : SKINS);
  const hair = hairColour(subject, context);
  const long = !mentions(subject, '\\bman\\b|boy|male|bearded|father|grandfather|gentleman|short hair') && (mentions(subject, 'woman|girl|female|mother|long hair|grandmother|lady') || random.chance(0.5));
  const cloth = /hair/iu.test(subject) ? plan.roles.second : (context.colour ?? plan.roles.second);
  const beard = mentions(subject, 'beard|fisherman|sailor');
  if (long) d.solid(blob([[-22, -84], [0, -97], [23, -84], [27, -56], [29, -26], [20, -14], [-20, -14], [-30, -28], [-27, -58]]), shade(hair, -0.03), { rim: 1.4, core: 6 });
  d.solid('M-50,6C-49,-20 -34,-27 -13,-31L13,-31C34,-27 49,-20 50,6Z', cloth, { rim: 1.5, core: 8 });
  d.solid(tube([[0, -46, 9], [0, -30, 9.6], [0, -25, 12]]), shade(skin, -0.06), { rim: 0.8, core: 4 });
  d.flat('M-13,-32C-8,-20 8,-20 13,-32L19,-29C10,-12 -10,-12 -19,-29Z', mix(cloth, '#ffffff', 0.22));
  d.solid(blob([[-19, -66], [-14, -86], [0, -91], [14, -86], [19, -66], [15, -50], [6, -41], [-6, -41], [-15, -50]]), skin, { rim: 1, core: 6 });
  const deep = mix(skin, plan.roles.shadow, 0.55);
  const eye = mix('#2a1c18', plan.roles.shadow, 0.4);
  for (const side of [-1, 1]) {
    d.flat(ellipse(side * 8.4, -64.5, 3.5, 1.9), mix('#fdf6ec', skin, 0.25)).flat(ellipse(side * 8.2, -64.5, 1.75), eye).flat(ellipse(side * 8.2 + 0.6, -65.2, 0.5), '#ffffff', 0.9);
    d.line(`M${String(side * 12.2)},-65.4Q${String(side * 8.4)},-68.4 ${String(side * 4.8)},-65`, eye, 0.9);
    d.line(`M${String(side * 13)},-70.2Q${String(side * 8.6)},-73 ${String(side * 4.4)},-70.6`, shade(hair, -0.06), 1.5);
    d.flat(ellipse(side * 10.6, -55.5, 4.4, 3), '#d9604f', 0.11);
  }
  d.flat('M-0.4,-66C-1.2,-60 -3.6,-57 -2.6,-55.2C-1,-54 2,-54 2.9,-55.2C1.6,-56 0.6,-58 0.6,-66Z', deep, 0.4);
  d.flat('M-5.4,-49.4C-3,-51.2 -1,-50.8 0,-50.2C1,-50.8 3,-51.2 5.4,-49.4C3,-46.6 -3,-46.6 -5.4,-49.4Z', mix('#b5483f', skin, 0.3)).line('M-5.2,-49.3Q0,-48.4 5.2,-49.3', deep, 0.5, 0.8);
  if (beard) d.solid('M-19,-64C-19,-46 -12,-34 0,-34C12,-34 19,-46 19,-64C16,-55 10,-54 6,-53.6C2,-52.6 -2,-52.6 -6,-53.6C-10,-54 -16,-55 -19,-64Z', hair, { rim: 0.8, core: 3 });
  if (long) {
    d.solid('M0,-90C-14,-92 -24,-80 -22,-56C-18,-70 -10,-80 3,-84C12,-80 19,-70 21,-56C26,-82 12,-94 0,-90Z', hair, { rim: 1, core: 3 });
  } else d.solid('M-20,-66C-24,-88 -12,-99 3,-97C18,-97 24,-84 20,-66C18,-76 14,-81 8,-83C-2,-81 -12,-82 -15,-78C-18,-75 -19,-71 -20,-66Z', hair, { rim: 1.1, core: 3 });
  if (mentions(subject, 'hat|cap|fisherman|sailor|farmer')) d.solid('M-29,-77C-16,-83 16,-83 29,-77C18,-73 -18,-73 -29,-77ZM-18,-79C-18,-104 18,-104 18,-79C8,-82 -8,-82 -18,-79Z', plan.roles.accent, { rim: 1.1, core: 4 });
  if (mentions(subject, 'glasses')) for (const side of [-1, 1]) d.line(ellipse(side * 8.4, -64.5, 6), '#241d1a', 1);
}

type Pose = 'stand' | 'run' | 'sit' | 'raise';

function figure(d: Drawing, context: SubjectContext, subject: string, action: string, pose: Pose): void {
  const { plan, random } = context;
  const skin = random.pick(SKINS);
  const hair = hairColour(subject, context);
  const top = context.colour ?? plan.roles.accent;
  const trousers = mix(plan.roles.second, '#22303f', 0.55);
  const far = (colour: string) => mix(shade(colour, -0.08), plan.roles.shadow, 0.25);
  const run = pose === 'run';
  const lean = run ? 7 : 0;
  const hip: readonly [number, number] = [0, pose === 'sit' ? -30 : -48];
  const chest: readonly [number, number] = [lean, hip[1] - 25];
  const legs: readonly (readonly (readonly [number, number, number])[])[] = pose === 'run'
    ? [[[1, -48, 6.4], [17, -38, 4.8], [14, -20, 3.6], [10, -14, 3]], [[-2, -47, 6], [-9, -29, 4.6], [-27, -24, 3.4], [-34, -28, 2.8]]]
    : pose === 'sit' ? [[[0, -29, 6.4], [19, -30, 5], [20, -14, 3.8], [20, -3, 3.2]], [[-1, -28, 6], [15, -27, 4.6], [15, -12, 3.6], [14, -3, 3]]]
    : [[[2.5, -48, 6.2], [4, -27, 4.6], [4, -3, 3.4]], [[-2.5, -48, 6.2], [-4.5, -27, 4.4], [-5, -3, 3.4]]];
  const arm = (side: number): readonly (readonly [number, number, number])[] => pose === 'run'
    ? (side > 0 ? [[chest[0], chest[1] - 1, 4.4], [chest[0] - 12, chest[1] + 12, 3.4], [chest[0] - 1, chest[1] + 20, 2.8]] : [[chest[0] + 2, chest[1], 4], [chest[0] + 13, chest[1] + 11, 3.2], [chest[0] + 21, chest[1], 2.6]])
    : pose === 'raise' ? [[chest[0] + side * 7, chest[1], 4.2], [chest[0] + side * 16, chest[1] - 10, 3.2], [chest[0] + side * 19, chest[1] - 26, 2.6]]
    : [[chest[0] + side * 7, chest[1], 4.2], [chest[0] + side * 11, chest[1] + 13, 3.3], [chest[0] + side * (pose === 'sit' ? 16 : 10), chest[1] + 27, 2.6]];
  const hand = (side: number) => arm(side)[2] ?? [0, 0, 2];
  const shoe = (leg: (typeof legs)[number] | undefined, colour: string) => { const foot = leg?.[leg.length - 1] ?? [0, 0, 3]; d.solid(tube([[foot[0] - 1, foot[1] + 0.4, 2.8], [foot[0] + 6.4, foot[1] + 1.6, 2.1]]), colour, { rim: 0.6, core: 1 }); };
  if (pose === 'sit') {
    const wood = mix('#8a5f3d', plan.roles.shadow, 0.15);
    for (const x of [-30, 30]) d.solid(box(x - 2, -24, 4, 24), shade(wood, -0.08), { rim: 0.5, core: 1 });
    for (const y of [-52, -42]) d.solid(box(-36, y, 72, 6, 1), wood, { rim: 0.7, core: 1.4 });
    d.solid(box(-38, -26, 76, 5, 1), shade(wood, 0.03), { rim: 0.7, core: 1.4 });
  }
  d.solid(tube(arm(-1)), far(top), { rim: 0.5, core: 1.6 }).flat(ellipse(hand(-1)[0], hand(-1)[1], 2.7), far(skin));
  d.solid(tube(legs[1] ?? []), far(trousers), { rim: 0.5, core: 1.6 });
  shoe(legs[1], far('#f0ece2'));
  d.solid(tube(legs[0] ?? []), trousers, { rim: 0.9, core: 2 });
  shoe(legs[0], '#f0ece2');
  d.solid(tube([[hip[0], hip[1] - 1, 7.4], [lean * 0.5, hip[1] - 13, 7.6], [chest[0], chest[1] + 1, 9.4]]), top, { rim: 1, core: 3.4 });
  const head: readonly [number, number] = [chest[0] + lean * 0.5, chest[1] - 18];
  d.solid(tube([[chest[0], chest[1] - 6, 3.4], [head[0], head[1] + 4, 3]]), shade(skin, -0.06), { rim: 0.4, core: 1 });
  d.solid(ellipse(head[0], head[1], 6.4, 7.4), skin, { rim: 0.9, core: 2.2 });
  const longHair = mentions(subject, 'woman|girl|female|mother|lady|dancer|bride');
  d.solid(longHair ? blob([[head[0] + 5, head[1] - 5], [head[0] - 1, head[1] - 9], [head[0] - 8, head[1] - 4], [head[0] - 11 - lean, head[1] + 8], [head[0] - 5, head[1] + 9], [head[0] - 2.6, head[1]]]) : blob([[head[0] + 6, head[1] - 4], [head[0], head[1] - 9], [head[0] - 7, head[1] - 5], [head[0] - 7, head[1] + 3], [head[0] - 3, head[1] - 1]]), hair, { rim: 0.8, core: 1.6 });
  if (mentions(subject, 'chef|cook|baker')) d.solid(`${box(head[0] - 6, head[1] - 14, 12, 8)}${ellipse(head[0], head[1] - 16, 8, 5)}`, '#f6f2ea', { rim: 0.8, core: 2 });
  if (mentions(subject, 'hat|farmer|gardener|hiker|fisherman')) d.solid(`${ellipse(head[0], head[1] - 5, 11, 2.4)}${ellipse(head[0], head[1] - 8, 6, 4.6)}`, plan.roles.second, { rim: 0.7, core: 1.6 });
  if (mentions(`${subject} ${action}`, 'hik|backpack|travel')) d.solid(box(chest[0] - 20, chest[1] - 3, 13, 25, 5), shade(plan.roles.second, -0.05), { rim: 0.8, core: 3 });
  d.solid(tube(arm(1)), shade(top, 0.02), { rim: 0.8, core: 1.8 }).solid(ellipse(hand(1)[0], hand(1)[1], 2.8), skin, { rim: 0.5, core: 0.8 });
  if (mentions(action, 'umbrella')) d.line(`M${String(hand(1)[0])},${String(hand(1)[1])}V-116`, '#3b3330', 1).solid(`M${String(hand(1)[0] - 30)},-104a30,26 0 0 1 60,0q-7.5,-6 -15,0q-7.5,-6 -15,0q-7.5,-6 -15,0q-7.5,-6 -15,0Z`, context.prop, { rim: 1, core: 4 });
  if (mentions(action, 'ball')) d.solid(ellipse(hand(1)[0] + 8, hand(1)[1] + 2, 6), context.prop, { rim: 0.8, core: 2, gloss: 0.4 });
  if (mentions(action, 'book|read')) d.solid(box(hand(1)[0] - 2, hand(1)[1] - 6, 12, 9, 1), context.prop, { rim: 0.6, core: 1.4 });
  if (mentions(action, 'surf')) d.solid(ellipse(hand(1)[0] + 7, -42, 5.4, 42), context.prop, { rim: 1, core: 2.4 });
}

export const PEOPLE: readonly SubjectRule[] = [{
  words: 'portrait|face|(?:\\w+ )?maker|carpenter|tailor|painter|writer|reader|founder|leader|nurse|owner|volunteer|guest|[a-z ]{2,30} in (?:her|his|their) (?:\\w+ )?(?:teens|twenties|thirties|forties|fifties|sixties|seventies|eighties)|woman|man\\b|men\\b|women|girl|boy|child|children|kid|person|people|portrait|lady|gentleman|chef|cook|baker|barista|runner|athlete|dancer|hiker|surfer|worker|farmer|gardener|fisherman|sailor|musician|doctor|nurse|engineer|scientist|teacher|student|keeper|mother|father|grandmother|grandfather|couple|family|craftsman|artisan|potter|cyclist|model|traveller|traveler|entrepreneur|colleague|team',
  make({ subject, action, words }) {
    if (mentions(`${subject} ${words}`, 'portrait|headshot|face|head and shoulders|close[- ]?up')) return { kind: 'portrait', width: 96, height: 98, airborne: false, lift: 0, stands: 'edge', draw: (d, context) => { bust(d, context, subject); } };
    const doing = `${action} ${subject}`;
    const pose: Pose = mentions(doing, 'run|sprint|jog|leap|jump|danc') ? 'run' : mentions(doing, 'sit|seated|resting') ? 'sit' : mentions(doing, 'cheer|celebrat|arms raised|wav|triumph') ? 'raise' : 'stand';
    return { kind: 'person', width: pose === 'sit' ? 78 : 48, height: pose === 'sit' ? 82 : 100, airborne: mentions(doing, 'jump|leap'), lift: 12, draw: (d, context) => { figure(d, context, subject, action, pose); } };
  },
}];
