import { z } from 'zod';
import type { AssetDetail, AssetList } from '../../core/api.ts';
import { rank } from '../../core/archive/rank.ts';
import { queryTerms } from '../../core/archive/terms.ts';
import { CompanionDocument } from '../../core/documents.ts';
import { InvalidInput, NotFound } from '../../core/errors.ts';
import type { Archive } from '../shared/archive.ts';
import { json, limitOf, type Route } from '../shared/http.ts';
import type { Objects } from '../shared/objects.ts';
import { isRunId } from '../shared/runs.ts';
import { decodeCursor, encodeCursor } from '../shared/tables.ts';

export interface AssetPorts {
  readonly objects: Objects;
  readonly archive: Archive;
}

const linkSeconds = 15 * 60;
const Cursor = z.strictObject({ from: z.number().int().nonnegative() });
/** Every word costs a query; nobody needs more to find a picture. */
const mostWords = 12;

/** `GET /api/assets?q=…`: the assets that have all words, best first, from the inverted index. */
export function searchAssets({ objects, archive }: AssetPorts): Route {
  return async (request) => {
    const query = request.query('q') ?? '';
    const terms = queryTerms(query).slice(0, mostWords);
    if (terms.length === 0) throw new InvalidInput(`Expected at least one word to search for in q but received ${JSON.stringify(query)}`);
    const limit = limitOf(request, 20, 100);
    const cursor = request.query('cursor');
    const from = cursor === undefined ? 0 : decodeCursor(cursor, Cursor).from;

    const hits = rank(await Promise.all(terms.map((term) => archive.postings(term))));
    const page = hits.slice(from, from + limit);
    // A posting without an asset belongs to one that is being archived right now.
    const assets = new Map((await archive.findAll(page.map(({ assetId }) => assetId))).map((asset) => [asset.assetId, asset]));
    const found = page.flatMap(({ assetId, score }) => {
      const asset = assets.get(assetId);
      return asset === undefined ? [] : [{ asset, score }];
    });
    const answer: AssetList = {
      assets: await Promise.all(
        found.map(async ({ asset, score }) => ({
          assetId: asset.assetId,
          title: asset.title,
          archivedAt: asset.archivedAt,
          score,
          thumbnailUrl: await objects.presign(asset.thumbnail, linkSeconds),
        })),
      ),
      cursor: from + limit < hits.length ? encodeCursor({ from: from + limit }) : null,
    };
    return json(200, answer);
  };
}

/** `GET /api/assets/{assetId}`: the companion document, and where every file can be read. */
export function getAsset({ objects, archive }: AssetPorts): Route {
  return async (request) => {
    const assetId = request.parameter('assetId');
    const record = isRunId(assetId) ? await archive.find(assetId) : null;
    if (record === null) throw new NotFound(`Expected the id of an archived asset but received ${JSON.stringify(assetId)}; GET /api/assets?q=… finds them`);
    const asset = await objects.readJson(record.companion, CompanionDocument);
    const urlOf = (role: 'original' | 'master'): Promise<string> => {
      const file = asset.files.find((entry) => entry.role === role)?.file;
      if (file === undefined) throw new NotFound(`Expected a file ${role} of asset ${assetId} but received none`);
      return objects.presign(file, linkSeconds);
    };
    const answer: AssetDetail = {
      asset,
      urls: {
        original: await urlOf('original'),
        master: await urlOf('master'),
        companion: await objects.presign(record.companion, linkSeconds),
        renditions: await Promise.all(asset.files.filter(({ role }) => role === 'rendition').map(async ({ name, file }) => ({ name, url: await objects.presign(file, linkSeconds) }))),
      },
    };
    return json(200, answer);
  };
}
