/** A text chunk in a PNG: the scene travels with its picture, so that an edit can draw it again. */
import { crc32 } from 'node:zlib';

import { Scene } from './scene/scene.ts';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const KEYWORD = 'galley-scene';

/** Puts the scene in an `iTXt` chunk (UTF-8) right after the header. */
export function withScene(png: Buffer, scene: Scene): Buffer {
  // Keyword, end, no compression (two bytes), no language, no translated keyword.
  const data = Buffer.concat([Buffer.from(`iTXt${KEYWORD}\0\0\0\0\0`, 'latin1'), Buffer.from(JSON.stringify(scene), 'utf8')]);
  const chunk = Buffer.alloc(data.length + 8);
  chunk.writeUInt32BE(data.length - 4, 0);
  data.copy(chunk, 4);
  chunk.writeUInt32BE(crc32(data), data.length + 4);
  const afterHeader = SIGNATURE.length + 25;
  return Buffer.concat([png.subarray(0, afterHeader), chunk, png.subarray(afterHeader)]);
}

/** The scene of a picture that the stand-in drew; undefined for any other file. */
export function sceneIn(file: Buffer): Scene | undefined {
  if (!file.subarray(0, 8).equals(SIGNATURE)) return undefined;
  for (let at = 8; at + 12 <= file.length;) {
    const length = file.readUInt32BE(at);
    const type = file.toString('latin1', at + 4, at + 8);
    if (type === 'IDAT' || type === 'IEND') return undefined;
    const data = file.subarray(at + 8, at + 8 + length);
    if (type === 'iTXt' && data.toString('latin1', 0, KEYWORD.length + 1) === `${KEYWORD}\0`) {
      try {
        const parsed = Scene.safeParse(JSON.parse(data.toString('utf8', KEYWORD.length + 5)));
        return parsed.success ? parsed.data : undefined;
      } catch {
        return undefined;
      }
    }
    at += length + 12;
  }
  return undefined;
}
