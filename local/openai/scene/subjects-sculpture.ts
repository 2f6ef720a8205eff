/** For nouns without a silhouette: balanced forms on a plinth, as a gallery would show them. */
import { mix, shade } from './colour.ts';
import { box, ellipse } from './shapes.ts';
import type { Subject } from './subject.ts';

export function sculpture(): Subject {
  return {
    kind: 'sculpture', width: 66, height: 100, airborne: false, lift: 0,
    draw(d, { plan, random, colour }) {
      const { roles } = plan;
      const main = colour ?? roles.accent;
      const other = roles.second;
      const stone = mix(roles.tone('#e8e0d2', 0), roles.light, 0.2);
      d.solid(box(-30, -12, 60, 12, 1), shade(stone, -0.04), { core: 6 });
      const variant = random.integer(0, 2);
      if (variant === 0) {
        d.solid(`M-24,-12V-50a24,24 0 0 1 48,0V-12H10V-48a10,10 0 0 0 -20,0V-12Z`, main, { core: 7 });
        d.solid(ellipse(0, -24, 11.5), other, { core: 6, gloss: 0.5 });
        d.solid(ellipse(6, -84, 9), stone, { core: 4, gloss: 0.4 });
      } else if (variant === 1) {
        d.solid(ellipse(0, -30, 19), main, { core: 9, gloss: 0.6 });
        d.solid(box(-27, -56, 54, 8, 4), stone, { core: 3 });
        d.solid(ellipse(-9, -68, 12), other, { core: 6, gloss: 0.5 });
        d.solid('M2,-56L22,-56L12,-92Z', mix(main, stone, 0.5), { core: 5 });
      } else {
        d.solid('M-8,-12C-40,-40 -26,-70 2,-66C26,-62 22,-36 2,-38C-10,-40 -8,-52 2,-52C12,-52 10,-44 4,-45C12,-34 20,-28 12,-12Z', main, { core: 6 });
        d.solid(ellipse(4, -84, 13), other, { core: 7, gloss: 0.5 });
      }
    },
  };
}
