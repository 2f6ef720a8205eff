/** The colours of a scene: a scheme by time of day, then pulled towards the palette that the prompt names. */
import { clamp, fromLch, lch, mix, shade } from './colour.ts';
import type { Random } from './random.ts';
import type { Roles, TimeOfDay, Weather } from './scene.ts';

type Scheme = readonly [skyTop: string, skyMid: string, horizon: string, light: string, shadow: string];

const SCHEMES: Readonly<Record<TimeOfDay, Scheme>> = {
  dawn: ['#5b7fae', '#c9a9b4', '#f8d3ae', '#ffd2a6', '#3a3f66'],
  morning: ['#6aa9cf', '#b9d9dc', '#fbe6bf', '#ffe0a8', '#2f4a63'],
  day: ['#2b86c6', '#7cc0e2', '#e6f1ec', '#fff3d0', '#20415e'],
  golden: ['#4f7f9e', '#eab676', '#ffdc92', '#ffbd62', '#4b2f45'],
  sunset: ['#2c2f70', '#d4596a', '#ffb661', '#ff9f52', '#2a1b45'],
  dusk: ['#131f4a', '#4a5c9c', '#f0a48e', '#ffb996', '#10173a'],
  night: ['#050a1e', '#11234a', '#30507f', '#cfe0ff', '#03060f'],
  neon: ['#0b0722', '#2b1059', '#c42b86', '#47e9f5', '#06030f'],
  overcast: ['#8f9da8', '#b6c1c6', '#e0e4e1', '#f3f1e8', '#46525d'],
  studio: ['#c9c2b8', '#ddd6cb', '#efe9df', '#fff6e6', '#4a4550'],
  chiaroscuro: ['#0c0908', '#1c1511', '#3b281a', '#ffcd86', '#050303'],
};

/** Which of the light's colours everything takes on, most at night. */
const DARKNESS: Readonly<Record<TimeOfDay, number>> = {
  dawn: 0.16, morning: 0.05, day: 0, golden: 0.1, sunset: 0.34, dusk: 0.46, night: 0.66, neon: 0.68, overcast: 0.1, studio: 0, chiaroscuro: 0.72,
};

export function isDark(time: TimeOfDay): boolean {
  return DARKNESS[time] > 0.4;
}

/** @param palette colours that the prompt names, as `#rrggbb`; may be empty */
export function rolesOf(time: TimeOfDay, weather: Weather, palette: readonly string[], random: Random): Roles {
  const [skyTop, skyMid, horizon, light, shadow] = SCHEMES[time].map((colour) => veil(colour, weather)) as unknown as Scheme;
  const towards = (colour: string, strength: number) => (palette.length === 0 ? colour : mix(colour, nearestHue(palette, colour), strength));
  const vivid = [...palette].sort((a, b) => lch(b).c - lch(a).c);
  const harmony = random.pick([['#d1493a', '#f0b64a'], ['#e07b39', '#2f7f86'], ['#c8453f', '#4f86a8'], ['#e2a33a', '#38576f'], ['#d4695c', '#5b8a6f']]);
  const accent = vivid[0] !== undefined && lch(vivid[0]).c > 0.05 ? warmest(vivid) : (harmony[0] ?? '#d1493a');
  const second = vivid.find((colour) => colour !== accent) ?? harmony[1] ?? '#2f7f86';
  const hazeTo = towards(mix(horizon, skyMid, 0.3), 0.45);
  const darkness = DARKNESS[time];
  return {
    skyTop: towards(skyTop, 0.55),
    skyMid: towards(skyMid, 0.4),
    horizon: towards(horizon, 0.35),
    light,
    shadow: towards(shadow, 0.3),
    accent,
    second,
    tone: (colour, depth) => {
      const lit = mix(towards(colour, 0.5), time === 'neon' ? skyMid : shadow, darkness);
      return mix(mix(lit, light, 0.07), hazeTo, clamp(depth * 0.86, 0, 0.94));
    },
  };
}

/** Rain and fog take colour out and close the range. */
function veil(colour: string, weather: Weather): string {
  if (weather === 'clear') return colour;
  const { l } = lch(colour);
  const grey = shade('#8d979e', (l - 0.66) * 0.8);
  return mix(colour, grey, { cloudy: 0.25, rain: 0.5, snow: 0.4, fog: 0.55, storm: 0.55 }[weather]);
}

/** The warmest of the vivid colours makes the better accent: it stands out against sky and shade. */
function warmest(vivid: readonly string[]): string {
  const warmth = (colour: string) => {
    const { h, c } = lch(colour);
    return c * (1 + 0.8 * Math.cos(((h - 50) * Math.PI) / 180));
  };
  return [...vivid].sort((a, b) => warmth(b) - warmth(a))[0] ?? '#d1493a';
}

/** The palette's colour that lies nearest in hue, at about the lightness of `colour`: no muddy in-betweens. */
function nearestHue(palette: readonly string[], colour: string): string {
  const own = lch(colour);
  const distance = (candidate: string) => {
    const { l, c, h } = lch(candidate);
    const turn = Math.abs(((h - own.h + 540) % 360) - 180) / 180;
    return turn * Math.min(1, 8 * Math.min(c, own.c)) + 0.5 * Math.abs(l - own.l);
  };
  const nearest = lch([...palette].sort((a, b) => distance(a) - distance(b))[0] ?? colour);
  return fromLch({ l: own.l * 0.82 + nearest.l * 0.18, c: own.c * 0.35 + nearest.c * 0.65, h: nearest.h });
}
