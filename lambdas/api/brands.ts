import type { BrandDetail, BrandList } from '../../core/api.ts';
import { unknownKit } from '../../core/brief/brand-kit.ts';
import { NotFound } from '../../core/errors.ts';
import { kitFiles, readKitFile, severalFiles } from '../shared/brand-kits.ts';
import { json, type Route } from '../shared/http.ts';
import type { Objects } from '../shared/objects.ts';

export interface BrandPorts {
  readonly objects: Objects;
  readonly briefsBucket: string;
}

/** `GET /api/brands`: every brand kit, those that briefs cannot use among them, by name. */
export function listBrands({ objects, briefsBucket }: BrandPorts): Route {
  return async () => {
    const names = [...(await kitFiles(objects, briefsBucket))].sort(([a], [b]) => (a < b ? -1 : 1));
    const brands = await Promise.all(names.map(async ([name, files]) => detail(objects, briefsBucket, name, files)));
    return json(200, { brands: brands.flatMap((brand) => (brand === null ? [] : [{ name: brand.name, file: brand.file, title: brand.kit?.name ?? null, version: brand.kit?.version ?? null, problems: brand.problems.length }])) } satisfies BrandList);
  };
}

/** `GET /api/brands/{name}`: one brand kit, or what is wrong with it. */
export function getBrand({ objects, briefsBucket }: BrandPorts): Route {
  return async (request) => {
    const name = request.parameter('name');
    const kits = await kitFiles(objects, briefsBucket);
    const brand = await detail(objects, briefsBucket, name, kits.get(name) ?? []);
    if (brand === null) throw new NotFound(unknownKit(name, [...kits.keys()]).message.replace(' for brand.kit', ''));
    return json(200, brand);
  };
}

async function detail(objects: Objects, briefsBucket: string, name: string, files: readonly string[]): Promise<BrandDetail | null> {
  const [file, other] = files;
  const reading = file === undefined ? null : await readKitFile(objects, briefsBucket, name, file);
  if (file === undefined || reading === null) return null;
  const { kit, found, problems } = reading;
  const all = other === undefined ? problems : [...problems, severalFiles(name, files)];
  return { name, file, sha256: found.sha256, objectVersion: found.objectVersion ?? null, kit: all.length === 0 ? kit : null, problems: [...all] };
}
