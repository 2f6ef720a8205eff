import type { Sharp } from 'sharp';
import { encoderOf } from '../../../core/imaging/encode/encoders.ts';
import type { EncodingProfile, ImageFormat } from '../../../core/imaging/recipe.ts';

/**
 * The engine's encoders as somebody would set them in a script of their own, so that peers differ in the pipeline
 * alone. Qualities are read from the engine; that the rest agrees is checked by the bytes of the full set.
 *
 * @param quality the engine's ceiling when left out
 */
export function withEncoder(pipeline: Sharp, format: ImageFormat, profile: EncodingProfile | 'defaults', quality?: number): Sharp {
  if (format === 'png') return pipeline.png({ compressionLevel: 1 });
  if (profile === 'defaults') return pipeline.toFormat(format, quality === undefined ? {} : { quality });
  const thorough = profile === 'quality';
  const at = quality ?? encoderOf(format, profile, false).ceiling;
  switch (format) {
    case 'jpeg':
      return pipeline.jpeg({ quality: at, ...(thorough ? { mozjpeg: true } : { progressive: true }) });
    case 'webp':
      return pipeline.webp({ quality: at, effort: thorough ? 4 : 2 });
    case 'avif':
      return pipeline.avif({ quality: at, effort: thorough ? 3 : 0, chromaSubsampling: '4:2:0' });
  }
}
