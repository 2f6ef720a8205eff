import type { z } from 'zod';
import type { Brief } from '../brief/schema.ts';
import type { NotSent, PromptDocument } from '../documents.ts';
import { nearestSize, pricedQuality } from '../models/models.ts';
import type { ImageModel } from '../models/models.ts';

type Left = z.infer<typeof NotSent>;

/** What `images.generate` is called with, and what of the brief it is not. */
export interface Parameters {
  readonly parameters: PromptDocument['parameters'];
  readonly notSent: Left[];
}

/** The parameters of a brief's calls: what the model takes is sent, what it does not take is told with the nearest thing that is. */
export function parametersOf(brief: Brief, model: ImageModel): Parameters {
  const { size } = nearestSize(brief.aspect, model);
  const quality = pricedQuality(brief.quality, model);
  const n = Math.min(brief.candidates, model.images.most);
  return {
    parameters: { n, size, quality, output_format: 'png', background: 'opaque', moderation: 'auto' },
    notSent: [
      ...(brief.seed === undefined ? [] : [{ parameter: 'seed', value: brief.seed, reason: `${model.name} takes no seed; a picture is made again from the archived original, by an edit` }]),
      ...(brief.exclude.length === 0 ? [] : [{ parameter: 'negative_prompt', value: brief.exclude, reason: `${model.name} takes no negative prompt; the exclusions are worded as constraints`, sent: 'constraints' }]),
      ...(brief.brand.logo === undefined ? [] : [{ parameter: 'brand.logo', value: brief.brand.logo, reason: 'a model draws logos wrong; it is kept with the picture for layout, and brand.watermark lays it over' }]),
      ...(brief.brand.typography.length === 0 ? [] : [{ parameter: 'brand.typography', value: brief.brand.typography, reason: 'pictures carry no lettering; type is set in layout' }]),
      ...(quality === brief.quality ? [] : [qualityNotSent(brief.quality, quality, model)]),
      ...(model.sizes === 'any' ? [] : aspectNotSent(brief.aspect, size, model)),
      ...(n === brief.candidates ? [] : [{ parameter: 'n', value: brief.candidates, reason: `${model.name} makes at most ${String(model.images.most)} pictures in one call`, sent: n }]),
      ...masterNotSent(brief, model),
    ],
  };
}

function qualityNotSent(asked: Brief['quality'], sent: string, model: ImageModel): Left {
  const reason = model.qualities.includes(asked) ? `quality ${asked} of ${model.name} has no published price, and without one no cap could hold` : `${model.name} knows the qualities ${model.qualities.join(', ')}`;
  return { parameter: 'quality', value: asked, reason, sent };
}

function aspectNotSent(aspect: string, size: string, model: ImageModel): Left[] {
  const [across = 1, down = 1] = aspect.split(':').map(Number);
  const [width = 1, height = 1] = size.split('x').map(Number);
  if (Math.abs(Math.log(width / height / (across / down))) < 0.005) return [];
  return [{ parameter: 'aspect', value: aspect, reason: `${model.name} makes three sizes only; deliverables are cropped from the nearest`, sent: size }];
}

function masterNotSent({ master }: Brief, model: ImageModel): Left[] {
  const { format, background } = master ?? {};
  return [
    ...(format === undefined || format === 'png' ? [] : [{ parameter: 'output_format', value: format, reason: `the master is kept without loss and with the model’s own provenance; ${format} is a format of deliverables`, sent: 'png' }]),
    ...(background === 'transparent' ? [{ parameter: 'background', value: background, reason: transparencyReason(model), sent: 'opaque' }] : []),
  ];
}

function transparencyReason({ name, backgrounds }: ImageModel): string {
  const why = 'Galley’s checks and grades work on opaque pictures';
  switch (backgrounds.transparent) {
    case 'yes':
      return `${name} makes transparent backgrounds, but ${why}; cut the subject out of the master`;
    case 'preview':
      return `a transparent background is in preview for ${name} and may be refused, and ${why}; cut the subject out of the master`;
    case 'no':
    case null:
      return `no transparent background is known of ${name}; cut the subject out of the master`;
  }
}
