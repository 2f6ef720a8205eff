/**
 * The profile put into a finished AVIF: a colour property for the primary item (ISO/IEC 23008-12 and 14496-12). What
 * lies behind the boxes that grow moves, so the locations of all items follow.
 */

interface Box {
  readonly type: string;
  readonly start: number;
  /** Behind the size and the type. */
  readonly body: number;
  readonly end: number;
}

/**
 * Adds the profile to an AVIF that has none.
 *
 * @throws RangeError when the file is built otherwise than libheif builds it.
 */
export function withProfileInAvif(avif: Buffer, profile: Buffer): Buffer {
  const meta = child(avif, 0, avif.length, 'meta');
  // "meta" and those ending in 4 bytes of version and flags are full boxes.
  const inMeta = (type: string): Box => child(avif, meta.body + fullBox, meta.end, type);
  const properties = inMeta('iprp');
  const container = child(avif, properties.body, properties.end, 'ipco');
  const associations = child(avif, properties.body, properties.end, 'ipma');
  if (associations.start !== container.end) throw new RangeError('Expected the associations of an AVIF right behind its properties but received another order');

  const property = colourProperty(profile);
  const index = [...boxes(avif, container.body, container.end)].length + 1;
  const associated = withAssociation(avif.subarray(associations.start, associations.end), primaryItem(avif, inMeta('pitm')), index);
  const grown = property.length + associated.length - (associations.end - associations.start);

  const tagged = Buffer.concat([avif.subarray(0, container.end), property, associated, avif.subarray(associations.end)]);
  for (const box of [meta, properties]) tagged.writeUInt32BE(box.end - box.start + grown, box.start);
  tagged.writeUInt32BE(container.end - container.start + property.length, container.start);
  moveItems(tagged, child(tagged, meta.body + fullBox, meta.end + grown, 'iloc'), associations.end, grown);
  return tagged;
}

const fullBox = 4;

function* boxes(file: Buffer, from: number, to: number): Generator<Box> {
  for (let start = from; start + 8 <= to;) {
    const size = file.readUInt32BE(start);
    if (size < 8 || start + size > to) throw new RangeError(`Expected a box of 8 to ${String(to - start)} bytes at ${String(start)} of an AVIF but received ${String(size)}`);
    yield { type: file.toString('latin1', start + 4, start + 8), start, body: start + 8, end: start + size };
    start += size;
  }
}

function child(file: Buffer, from: number, to: number, type: string): Box {
  for (const box of boxes(file, from, to)) if (box.type === type) return box;
  throw new RangeError(`Expected a box "${type}" in an AVIF but received none`);
}

function colourProperty(profile: Buffer): Buffer {
  const head = Buffer.alloc(12);
  head.writeUInt32BE(head.length + profile.length, 0);
  head.write('colrprof', 4, 'latin1');
  return Buffer.concat([head, profile]);
}

function primaryItem(file: Buffer, { body }: Box): number {
  return file[body] === 0 ? file.readUInt16BE(body + fullBox) : file.readUInt32BE(body + fullBox);
}

/** The box of associations with one more property for an item; not an essential one, since the picture shows without it. */
function withAssociation(box: Buffer, item: number, index: number): Buffer {
  const version = box[8] ?? 0;
  const wide = ((box[11] ?? 0) & 1) === 1;
  const count = box.readUInt32BE(12);
  let at = 16;
  for (let entry = 0; entry < count; entry += 1) {
    const id = version === 0 ? box.readUInt16BE(at) : box.readUInt32BE(at);
    const counter = at + (version === 0 ? 2 : 4);
    const length = box[counter] ?? 0;
    const end = counter + 1 + length * (wide ? 2 : 1);
    if (id === item) {
      const added = Buffer.from(wide ? [index >> 8, index & 255] : [index]);
      const grown = Buffer.concat([box.subarray(0, end), added, box.subarray(end)]);
      grown.writeUInt32BE(grown.length, 0);
      grown[counter] = length + 1;
      return grown;
    }
    at = end;
  }
  throw new RangeError(`Expected properties of the primary item ${String(item)} in an AVIF but received none`);
}

/** Adds to every location that lies behind `from`. */
function moveItems(file: Buffer, { body }: Box, from: number, by: number): void {
  const version = file[body] ?? 0;
  const sizes = file.readUInt16BE(body + fullBox);
  const [offsetSize, lengthSize, baseSize] = [sizes >> 12, (sizes >> 8) & 15, (sizes >> 4) & 15];
  const indexSize = version === 0 ? 0 : sizes & 15;
  let at = body + fullBox + 2;
  const read = (size: number): number => {
    const value = size === 0 ? 0 : file.readUIntBE(at, size);
    at += size;
    return value;
  };
  const items = read(version < 2 ? 2 : 4);
  for (let item = 0; item < items; item += 1) {
    read(version < 2 ? 2 : 4);
    // Of the construction methods, only offsets into the file move; those into the box "idat" do not.
    const method = version === 0 ? 0 : read(2) & 15;
    read(2);
    const baseAt = at;
    const base = read(baseSize);
    if (method === 0 && base >= from) file.writeUIntBE(base + by, baseAt, baseSize);
    const extents = read(2);
    for (let extent = 0; extent < extents; extent += 1) {
      read(indexSize);
      const offsetAt = at;
      const offset = read(offsetSize);
      read(lengthSize);
      if (method === 0 && base === 0 && offset >= from) file.writeUIntBE(offset + by, offsetAt, offsetSize);
    }
  }
}
