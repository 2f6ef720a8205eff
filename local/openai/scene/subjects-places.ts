/** Subjects that stand in the land: houses, lighthouses, trees, peaks, tents. */
import { mix, shade } from './colour.ts';
import { box, ellipse, polygon } from './shapes.ts';
import type { Drawing } from './shapes.ts';
import type { Subject, SubjectContext, SubjectRule } from './subject.ts';

function house(d: Drawing, context: SubjectContext): void {
  const { plan } = context;
  const wall = context.colour ?? mix('#d9b98c', plan.roles.accent, 0.35);
  const winter = plan.setting === 'snow' || plan.weather === 'snow';
  const roof = winter ? '#eef3f6' : mix('#5b3d33', plan.roles.second, 0.25);
  const lit = plan.dark || plan.time === 'sunset' || plan.time === 'golden' || plan.time === 'dawn';
  d.solid(box(20, -96, 12, 30, 1), '#8d5a45', { rim: 0.8, core: 2 });
  d.solid(box(-46, -50, 92, 50), wall, { rim: 1, core: 5 });
  for (let y = -42; y < 0; y += 8) d.line(`M-46,${String(y)}H46`, shade(wall, -0.12), 0.6, 0.6);
  d.solid(polygon([[-46, -50], [-14, -84], [18, -50]]), shade(wall, 0.02), { rim: 0.6, core: 3 });
  d.solid(polygon([[-14, -88], [34, -88], [58, -46], [20, -46]]), roof, { rim: 1.2, core: 4 });
  d.solid(polygon([[-14, -90], [-54, -45], [-48, -42], [-14, -80], [20, -42], [26, -45]]), shade(roof, -0.04), { rim: 0.9, core: 1.6 });
  d.solid(box(-22, -30, 16, 30, 1), mix('#5a3a28', plan.roles.second, 0.3), { rim: 0.7, core: 1.8 }).flat(ellipse(-9, -15, 1), '#e9c46a');
  const pane = lit ? '#ffd98c' : mix(plan.roles.skyMid, '#33485c', 0.5);
  for (const [x, y, w, h] of [[6, -36, 14, 15], [27, -36, 14, 15], [-40, -36, 12, 15], [-19, -66, 10, 10]] as const) {
    if (lit) d.glow(x + w / 2, y + h / 2, w * 1.7, '#ffcf7a', 0.55);
    d.flat(box(x - 1.4, y - 1.4, w + 2.8, h + 2.8), '#f4ecdd').flat(box(x, y, w, h), pane).line(`M${String(x + w / 2)},${String(y)}v${String(h)}M${String(x)},${String(y + h / 2)}h${String(w)}`, '#f4ecdd', 0.9);
  }
  if (winter || lit) {
    d.raw(`<g opacity="0.6" ${d.blur(2)}>`);
    for (const [x, y, r] of [[27, -104, 4], [31, -114, 6], [39, -125, 8], [51, -137, 10]] as const) d.flat(ellipse(x, y, r), mix(plan.roles.horizon, '#ffffff', 0.3), 0.7);
    d.raw('</g>');
  }
}

function lighthouse(d: Drawing, context: SubjectContext): void {
  const { plan } = context;
  const band = context.colour ?? plan.roles.accent;
  const white = mix('#f6f0e4', plan.roles.light, 0.15);
  d.solid('M-44,4C-40,-8 -24,-14 -6,-12C14,-16 36,-8 46,4Z', '#6e6a63', { rim: 1, core: 4 });
  if (plan.dark || plan.lightY < 0.35) d.raw(`<path d="M0,-87L150,-118V-62Z" fill="${d.gradient([[0, '#fff3c9', 0.7], [1, '#fff3c9', 0]], 0, 0, 1, 0)}"/>`).glow(0, -87, 34, '#fff0bd', 0.9);
  const tower = 'M-14,-10L-9,-78H9L14,-10Z';
  d.solid(tower, white, { rim: 1, core: 4.5 });
  const clip = d.define((id) => `<clipPath id="${id}"><path d="${tower}"/></clipPath>`);
  d.group(`clip-path="url(#${clip})"`, () => { for (const y of [-70, -45, -20]) d.flat(box(-20, y, 40, 12), d.gradient([[0, shade(band, d.light.x < 0 ? 0.05 : -0.12)], [1, shade(band, d.light.x < 0 ? -0.12 : 0.05)]], 0, 0, 1, 0)); });
  d.flat(box(-2.4, -56, 4.8, 7, 2), '#2c3a4a').flat(box(-3, -20, 6, 10, 3), '#4a3226');
  d.solid(box(-12.5, -81, 25, 3.4, 1), '#3a3f46', { rim: 0.5, core: 1 }).flat(box(-7, -93, 14, 12), '#ffe9a8').line('M-7,-93v12M0,-93v12M7,-93v12', '#3a3f46', 1.1).solid('M-9.5,-92Q0,-106 9.5,-92Z', band, { rim: 0.7, core: 2 });
  d.solid(box(16, -24, 26, 18), white, { rim: 0.7, core: 2 }).solid(polygon([[13, -23], [29, -36], [45, -23]]), band, { rim: 0.7, core: 1.8 });
}

function tree(d: Drawing, context: SubjectContext): void {
  const { plan, random } = context;
  const blossom = /cherry|blossom|autumn|maple/iu.test(plan.words);
  const leaf = context.colour ?? (blossom ? (/cherry|blossom/iu.test(plan.words) ? '#e7a3b2' : '#d0762d') : '#5c8a4a');
  const bark = mix('#5d4030', plan.roles.shadow, plan.dark ? 0.4 : 0.1);
  d.solid('M-13,3C-6,-8 -6,-24 -5,-36L-19,-53L-16,-55L-2,-44L1,-62H4L5,-44L18,-57L20,-54L7,-36C7,-22 7,-8 14,3Z', bark, { rim: 1, core: 3 });
  for (const [layer, dark] of [[0, -0.09], [1, 0], [2, 0.07]] as const) {
    let crown = '';
    for (let i = 0; i < 10; i++) crown += ellipse(random.between(-36, 36) * (1 - layer * 0.16) + d.light.x * layer * 5, -66 + random.between(-24, 14) - layer * 5, random.between(9, 16) * (1 - layer * 0.18), random.between(8, 13) * (1 - layer * 0.18));
    d.solid(crown, plan.roles.tone(shade(leaf, dark), 0), { rim: 1.1, core: 5 });
  }
}

function tent(d: Drawing, context: SubjectContext): void {
  const colour = context.colour ?? context.plan.roles.accent;
  if (context.plan.dark) d.glow(0, -26, 80, '#ffcf7a', 0.75);
  d.solid(polygon([[-62, 0], [-8, -62], [50, -6], [66, -2]]), shade(colour, -0.06), { rim: 1.2, core: 5 });
  d.solid(polygon([[-62, 0], [-8, -62], [26, 0]]), context.plan.dark ? mix(colour, '#ffd98c', 0.4) : colour, { rim: 1.2, core: 4 });
  d.flat(polygon([[-8, -62], [-24, 0], [4, 0]]), context.plan.dark ? '#fff0c4' : mix(colour, '#1d1a1b', 0.7)).line('M-8,-62L-74,4M-8,-62L76,2', '#d9d2c2', 0.7);
}

function summit(d: Drawing, context: SubjectContext): void {
  const { plan } = context;
  const left = d.light.x < 0;
  const [lit, dark] = [mix(plan.roles.tone('#a3aab0', 0.15), plan.roles.light, 0.3), plan.roles.tone('#4a5c74', 0.12)];
  d.flat('M-96,6L-62,-34L-50,-30L-22,-74L-12,-70L2,-100L16,-76L26,-80L52,-40L64,-44L98,6Z', left ? dark : lit);
  d.flat(left ? 'M-96,6L-62,-34L-50,-30L-22,-74L-12,-70L2,-100L6,-70L-6,-48L8,-26L-8,6Z' : 'M98,6L64,-44L52,-40L26,-80L16,-76L2,-100L-2,-70L10,-48L-4,-26L12,6Z', left ? lit : dark);
  d.flat('M2,-100L16,-76L26,-80L36,-65L24,-60L17,-66L9,-56L2,-66L-7,-55L-14,-62L-24,-56L-28,-64L-22,-74L-12,-70Z', '#f8fafb', 0.95).flat(left ? 'M2,-100L16,-76L26,-80L36,-65L24,-60L17,-66L9,-56L4,-70Z' : 'M2,-100L-12,-70L-22,-74L-28,-64L-24,-56L-14,-62L-7,-55L0,-70Z', dark, 0.35);
}

const place = (words: string, width: number, height: number, draw: Subject['draw']): SubjectRule => ({ words, make: () => ({ kind: 'place', width, height, airborne: false, lift: 0, draw }) });

export const PLACES: readonly SubjectRule[] = [
  place('lighthouse(?! keeper)', 84, 106, lighthouse),
  place('house|cabin|cottage|hut|chalet|home\\b|barn|building|farmhouse|villa|bungalow', 112, 92, house),
  place('tree|oak|olive tree|maple|willow', 84, 102, tree),
  place('tent|camp', 130, 64, tent),
  place('mountain|peak|summit|volcano', 190, 100, summit),
];
