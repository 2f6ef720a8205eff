import type { Brief } from '../brief/schema.ts';
import type { Deliverable } from '../imaging/recipe.ts';
import { roomWords } from '../language/room.ts';
import type { Speaker } from '../language/speaker.ts';
import type { Block } from './blocks.ts';

/** The brief as a reviewer has it beside the candidates. */
export function briefBlocks(brief: Brief, { say, day }: Speaker): Block[] {
  const { concept } = brief;
  const rows: (readonly [string, string | undefined])[] = [
    [say('brief.subject'), concept.subject],
    [say('brief.action'), concept.action],
    [say('brief.setting'), [concept.environment, concept.weather, concept.background].filter((part) => part !== undefined).join('; ') || undefined],
    [say('brief.lighting'), brief.lighting],
    [say('brief.style'), brief.style],
    [say('brief.camera'), brief.camera],
    [say('brief.mood'), brief.mood],
    [say('brief.message'), brief.message],
    [say('brief.audience'), brief.audience],
    [say('brief.exclude'), [...brief.exclude, ...brief.brand.banned].join(', ') || undefined],
    [say('brief.copy-space'), roomWords(brief.copySpace, say)],
    [say('brief.for'), brief.deliverables.map((deliverable) => deliverableWords(deliverable, say)).join(', ')],
    [say('brief.deadline'), brief.deadline === undefined ? undefined : day(brief.deadline)],
  ];
  return [
    { kind: 'facts', title: say('brief.title'), rows: rows.flatMap(([label, value]) => (value === undefined ? [] : [[label, value] as const])) },
    ...(brief.brand.colours.length === 0 ? [] : [{ kind: 'colours', label: say('brief.colours'), colours: brief.brand.colours } as const]),
  ];
}

/** "hero-16x9", "teaser (640 × 360)", "banner (640 px wide)", "poster (210 × 297 mm, 300 dpi)" */
function deliverableWords(deliverable: Deliverable, say: Speaker['say']): string {
  if ('preset' in deliverable) return deliverable.preset;
  if ('print' in deliverable) return say('deliverable.print', { name: deliverable.name, ...deliverable.print });
  const { name, width, height } = deliverable;
  return height === undefined ? say('deliverable.wide', { name, width }) : say('deliverable.size', { name, width, height });
}
