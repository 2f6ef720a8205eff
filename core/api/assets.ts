import { z } from 'zod';
import { CompanionDocument } from '../documents.ts';
import { RunId } from '../workflow.ts';

/** The archive. */

export const AssetList = z.object({
  assets: z.array(z.object({ assetId: RunId, title: z.string(), archivedAt: z.iso.datetime(), score: z.number(), thumbnailUrl: z.url() })),
  cursor: z.string().nullable(),
});
export type AssetList = z.infer<typeof AssetList>;

export const AssetDetail = z.object({
  asset: CompanionDocument,
  urls: z.object({
    original: z.url(),
    master: z.url(),
    companion: z.url(),
    renditions: z.array(z.object({ name: z.string(), url: z.url() })),
  }),
});
export type AssetDetail = z.infer<typeof AssetDetail>;
