import sharp from 'sharp';
import { scene, plain } from '../pictures.ts';
import { animated } from '../png-chunks.ts';

/** Small pictures in every format and shape that is read: what the fuzz test tampers with. */
export async function seedFiles(): Promise<ReadonlyMap<string, Buffer>> {
  const picture = sharp(await scene(40, 30));
  const clear = picture.clone().ensureAlpha(0.6);
  const frames = sharp(await picture.clone().resize(16, 36).raw().toBuffer(), { raw: { width: 16, height: 36, channels: 3, pageHeight: 12 } });
  const tagged = picture.clone().withMetadata({ orientation: 6 }).withXmp('<x:xmpmeta xmlns:x="adobe:ns:meta/"/>');
  const files: Record<string, Promise<Buffer>> = {
    png: picture.clone().png().toBuffer(),
    'png with alpha': clear.clone().png().toBuffer(),
    'png with a palette': clear.clone().png({ palette: true }).toBuffer(),
    'png of 16 bits': picture.clone().toColourspace('rgb16').png().toBuffer(),
    'grey png': picture.clone().toColourspace('b-w').png().toBuffer(),
    'interlaced png': picture.clone().png({ progressive: true }).toBuffer(),
    'png with a profile': picture.clone().withIccProfile('p3').png().toBuffer(),
    'animated png': Promise.all([plain(20, 15, '#c83214'), plain(20, 15, '#102030')]).then(([one, other]) => animated(one, other)),
    jpeg: picture.clone().jpeg().toBuffer(),
    'progressive jpeg': picture.clone().jpeg({ progressive: true, chromaSubsampling: '4:4:4' }).toBuffer(),
    'turned jpeg': tagged.clone().jpeg().toBuffer(),
    'cmyk jpeg': picture.clone().toColourspace('cmyk').jpeg().toBuffer(),
    'jpeg with a profile': picture.clone().withIccProfile('p3').jpeg().toBuffer(),
    webp: tagged.clone().webp().toBuffer(),
    'plain webp': picture.clone().webp().toBuffer(),
    'lossless webp': clear.clone().webp({ lossless: true }).toBuffer(),
    'animated webp': frames.clone().webp().toBuffer(),
    avif: picture.clone().avif({ effort: 0 }).toBuffer(),
    'avif with alpha': clear.clone().withIccProfile('p3').avif({ effort: 0 }).toBuffer(),
    gif: picture.clone().gif().toBuffer(),
    'animated gif': frames.clone().gif().toBuffer(),
    tiff: picture.clone().tiff({ compression: 'lzw' }).toBuffer(),
    'tiled tiff': clear.clone().tiff({ compression: 'deflate', tile: true, tileWidth: 16, tileHeight: 16 }).toBuffer(),
    'jpeg in a tiff': picture.clone().tiff({ compression: 'jpeg' }).toBuffer(),
  };
  return new Map(await Promise.all(Object.entries(files).map(async ([name, bytes]) => [name, await bytes] as const)));
}
