/**
 * Drawing in SVG with volume: a shape is its silhouette, a gradient from the lit side to the shaded one, a
 * crescent of rim light along the edge that faces the light and one of shadow along the other. Two flat
 * crescents are what gives a mid-century poster its depth.
 */
import { mix, shade } from './colour.ts';

export type Point = readonly [x: number, y: number];

/** Where light comes from, as seen by the picture: x -1 left to 1 right, y -1 above. */
export interface Light {
  readonly x: number;
  readonly y: number;
  readonly colour: string;
  readonly shadow: string;
  /** 0 flat to 1 hard. */
  readonly strength: number;
}

export interface SolidOptions {
  /** Width of the lit crescent, in local units. */
  readonly rim?: number;
  /** Width of the shaded crescent. */
  readonly core?: number;
  /** A highlight of glazed or lacquered surfaces, 0 to 1. */
  readonly gloss?: number;
}

const n = (value: number): string => String(Math.round(value * 100) / 100);

/** Collects the elements of one drawing; ids are numbered, so the same calls give the same text. */
export class Drawing {
  readonly light: Light;
  /** Multiplies rim and core, so that a small drawing keeps visible edges. */
  readonly detail: number;
  #body: string[] = [];
  #defs: string[] = [];
  #count = 0;
  readonly #prefix: string;

  constructor(prefix: string, light: Light, detail = 1) {
    this.#prefix = prefix;
    this.light = light;
    this.detail = detail;
  }

  get defs(): string {
    return this.#defs.join('');
  }

  get body(): string {
    return this.#body.join('');
  }

  raw(svg: string): this {
    this.#body.push(svg);
    return this;
  }

  group(attributes: string, draw: () => void): this {
    this.#body.push(`<g ${attributes}>`);
    draw();
    this.#body.push('</g>');
    return this;
  }

  define(svg: (id: string) => string): string {
    const id = `${this.#prefix}${String(++this.#count)}`;
    this.#defs.push(svg(id));
    return id;
  }

  /** A linear gradient in the shape's box; stops are [offset 0..1, colour, opacity]. */
  gradient(stops: readonly (readonly [number, string, number?])[], x1 = 0, y1 = 0, x2 = 0, y2 = 1): string {
    return `url(#${this.define((id) => `<linearGradient id="${id}" x1="${n(x1)}" y1="${n(y1)}" x2="${n(x2)}" y2="${n(y2)}">${stopsOf(stops)}</linearGradient>`)})`;
  }

  radial(stops: readonly (readonly [number, string, number?])[], cx = 0.5, cy = 0.5, r = 0.5): string {
    return `url(#${this.define((id) => `<radialGradient id="${id}" cx="${n(cx)}" cy="${n(cy)}" r="${n(r)}">${stopsOf(stops)}</radialGradient>`)})`;
  }

  blur(sigma: number): string {
    return `filter="url(#${this.define((id) => `<filter id="${id}" x="-60%" y="-60%" width="220%" height="220%"><feGaussianBlur stdDeviation="${n(sigma)}"/></filter>`)})"`;
  }

  flat(d: string, fill: string, opacity = 1): this {
    return this.raw(`<path d="${d}" fill="${fill}"${opacity === 1 ? '' : ` opacity="${n(opacity)}"`}/>`);
  }

  line(d: string, stroke: string, width: number, opacity = 1): this {
    return this.raw(`<path d="${d}" fill="none" stroke="${stroke}" stroke-width="${n(width)}" stroke-linecap="round" stroke-linejoin="round"${opacity === 1 ? '' : ` opacity="${n(opacity)}"`}/>`);
  }

  /**
   * A shape with volume. Parts of one silhouette belong into one `d` (tubes and ellipses wind the same way),
   * so that the crescents follow the outline and not the seams.
   */
  solid(d: string, colour: string, options: SolidOptions = {}): this {
    const { x, y, colour: lightColour, shadow, strength } = this.light;
    const rim = (options.rim ?? 1.6) * this.detail;
    const core = (options.core ?? 5) * this.detail;
    const lit = mix(shade(colour, 0.06), lightColour, 0.16 * strength);
    const dark = mix(shade(colour, -0.08), shadow, 0.26 * strength);
    const fill = this.gradient([[0, lit], [0.45, colour], [1, dark]], 0.5 + x * 0.5, 0.5 + y * 0.5, 0.5 - x * 0.5, 0.5 - y * 0.5);
    const shaded = mix(shade(colour, -0.1 - 0.09 * strength, 0.95), shadow, 0.08 + 0.2 * strength);
    const edge = mix(lit, mix(lightColour, '#ffffff', 0.3), 0.25 + 0.5 * strength);
    const clip = this.define((id) => `<clipPath id="${id}"><path d="${d}"/></clipPath>`);
    const inner = this.define((id) => `<clipPath id="${id}"><path d="${d}" transform="translate(${n(-x * rim)} ${n(-y * rim)})"/></clipPath>`);
    this.raw(`<g clip-path="url(#${clip})"><path d="${d}" fill="${rim > 0 ? edge : fill}"/>`);
    this.raw(`<g clip-path="url(#${inner})"><path d="${d}" fill="${shaded}"/><path d="${d}" transform="translate(${n(x * core)} ${n(y * core)})" fill="${fill}"/></g>`);
    if (options.gloss !== undefined && options.gloss > 0) {
      const sheen = this.radial([[0, '#ffffff', 0.75 * options.gloss], [0.35, '#ffffff', 0.22 * options.gloss], [1, '#ffffff', 0]], 0.5 + x * 0.24, 0.5 + y * 0.26, 0.42);
      this.raw(`<path d="${d}" fill="${sheen}"/>`);
    }
    this.raw('</g>');
    return this;
  }

  glow(x: number, y: number, r: number, colour: string, opacity: number): this {
    const fill = this.radial([[0, colour, opacity], [0.35, colour, opacity * 0.45], [1, colour, 0]]);
    return this.raw(`<circle cx="${n(x)}" cy="${n(y)}" r="${n(r)}" fill="${fill}"/>`);
  }
}

function stopsOf(stops: readonly (readonly [number, string, number?])[]): string {
  return stops.map(([offset, colour, opacity]) => `<stop offset="${n(offset)}" stop-color="${colour}"${opacity === undefined ? '' : ` stop-opacity="${n(opacity)}"`}/>`).join('');
}

export function ellipse(cx: number, cy: number, rx: number, ry = rx): string {
  return `M${n(cx - rx)},${n(cy)}a${n(rx)},${n(ry)} 0 1 0 ${n(rx * 2)},0a${n(rx)},${n(ry)} 0 1 0 ${n(-rx * 2)},0Z`;
}

export function box(x: number, y: number, width: number, height: number, radius = 0): string {
  const r = Math.min(radius, width / 2, height / 2);
  if (r === 0) return `M${n(x)},${n(y)}h${n(width)}v${n(height)}h${n(-width)}Z`;
  return `M${n(x + r)},${n(y)}h${n(width - 2 * r)}a${n(r)},${n(r)} 0 0 1 ${n(r)},${n(r)}v${n(height - 2 * r)}a${n(r)},${n(r)} 0 0 1 ${n(-r)},${n(r)}h${n(2 * r - width)}a${n(r)},${n(r)} 0 0 1 ${n(-r)},${n(-r)}v${n(2 * r - height)}a${n(r)},${n(r)} 0 0 1 ${n(r)},${n(-r)}Z`;
}

export function polygon(points: readonly Point[]): string {
  return `M${points.map(([x, y]) => `${n(x)},${n(y)}`).join('L')}Z`;
}

/** A smooth closed outline through points. */
export function blob(points: readonly Point[]): string {
  return smooth(points, true);
}

/** A smooth open line through points. */
export function curve(points: readonly Point[]): string {
  return smooth(points, false);
}

function smooth(points: readonly Point[], closed: boolean): string {
  const count = points.length;
  const at = (index: number): Point => points[closed ? (index + count) % count : Math.min(count - 1, Math.max(0, index))] ?? [0, 0];
  let d = `M${n(at(0)[0])},${n(at(0)[1])}`;
  for (let i = 0; i < (closed ? count : count - 1); i++) {
    const [p0, p1, p2, p3] = [at(i - 1), at(i), at(i + 1), at(i + 2)];
    d += `C${n(p1[0] + (p2[0] - p0[0]) / 6)},${n(p1[1] + (p2[1] - p0[1]) / 6)} ${n(p2[0] - (p3[0] - p1[0]) / 6)},${n(p2[1] - (p3[1] - p1[1]) / 6)} ${n(p2[0])},${n(p2[1])}`;
  }
  return closed ? `${d}Z` : d;
}

/** A limb: a smooth tube through points with a radius at each, and round ends. */
export function tube(joints: readonly (readonly [x: number, y: number, r: number])[]): string {
  const samples: [number, number, number][] = [];
  const at = (index: number) => joints[Math.min(joints.length - 1, Math.max(0, index))] ?? [0, 0, 1];
  const steps = 6;
  for (let i = 0; i < joints.length - 1; i++) {
    const [a, b, c, d] = [at(i - 1), at(i), at(i + 1), at(i + 2)];
    for (let s = 0; s < steps; s++) {
      const t = s / steps;
      const value = (axis: 0 | 1 | 2) => 0.5 * (2 * b[axis] + (c[axis] - a[axis]) * t + (2 * a[axis] - 5 * b[axis] + 4 * c[axis] - d[axis]) * t * t + (3 * b[axis] - a[axis] - 3 * c[axis] + d[axis]) * t * t * t);
      samples.push([value(0), value(1), Math.max(0.3, value(2))]);
    }
  }
  const last = at(joints.length - 1);
  samples.push([last[0], last[1], last[2]]);
  const left: Point[] = [];
  const right: Point[] = [];
  samples.forEach(([x, y, r], index) => {
    const before = samples[Math.max(0, index - 1)] ?? [x, y, r];
    const after = samples[Math.min(samples.length - 1, index + 1)] ?? [x, y, r];
    const length = Math.hypot(after[0] - before[0], after[1] - before[1]) || 1;
    const nx = -(after[1] - before[1]) / length;
    const ny = (after[0] - before[0]) / length;
    left.push([x + nx * r, y + ny * r]);
    right.push([x - nx * r, y - ny * r]);
  });
  const first = samples[0] ?? [0, 0, 1];
  const path = (points: readonly Point[]) => points.map(([x, y]) => `L${n(x)},${n(y)}`).join('');
  const start = left[0] ?? [0, 0];
  const turn = right[right.length - 1] ?? [0, 0];
  return `M${n(start[0])},${n(start[1])}${path(left.slice(1))}A${n(last[2])},${n(last[2])} 0 0 0 ${n(turn[0])},${n(turn[1])}${path(right.reverse().slice(1))}A${n(first[2])},${n(first[2])} 0 0 0 ${n(start[0])},${n(start[1])}Z`;
}
