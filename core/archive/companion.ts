import type { CompanionDocument, InspectionDocument } from '../documents.ts';
import type { z } from 'zod';

/** What a companion is made of: the documents of the run, and the files that were archived. */
export interface CompanionParts extends Omit<CompanionDocument, 'galley' | 'title' | 'inspection' | 'costMicroUsd'> {
  /** Of the last round; the approved candidate's part is taken from it. */
  readonly inspection: z.infer<typeof InspectionDocument>;
  /** What all inspections of the run cost; the last round's when absent. */
  readonly inspectionCostMicroUsd?: number;
}

/**
 * The companion document of an asset.
 *
 * @throws InvalidInput when the parts do not fit together: no approval, or an approved candidate that was not inspected.
 */
export function buildCompanion(parts: CompanionParts): CompanionDocument {
  throw new Error(`not yet ${parts.assetId}`);
}
