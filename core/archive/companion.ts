import type { z } from 'zod';
import { CompanionDocument } from '../documents.ts';
import type { InspectionDocument } from '../documents.ts';
import { InvalidInput } from '../errors.ts';

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
export function buildCompanion({ inspection, inspectionCostMicroUsd, ...parts }: CompanionParts): CompanionDocument {
  const { decision, candidate } = parts.decision;
  if (decision !== 'approve' || candidate === null) {
    throw new InvalidInput(`Expected an approval of a candidate for decision but received "${decision}"${candidate === null ? ' without a candidate' : ''}; only what was approved is archived`);
  }
  const inspected = inspection.candidates.find((entry) => entry.candidate.sha256 === candidate.sha256);
  if (inspected === undefined) {
    throw new InvalidInput(`Expected the approved candidate among those inspected in round ${String(inspection.round)} but received ${candidate.sha256}`);
  }
  const inspectionCost = inspectionCostMicroUsd ?? inspection.judge?.costMicroUsd ?? 0;
  return CompanionDocument.parse({
    ...parts,
    galley: 1,
    title: parts.brief.title,
    inspection: inspected,
    costMicroUsd: parts.lineage.reduce((sum, round) => sum + round.costMicroUsd, inspectionCost),
  });
}
