/** Where every object lies. One place, so that a listing of a bucket explains itself. */

/** Briefs bucket: `inbox/` is what people upload to, the others are Galley's. */
export const briefKeys = {
  /** Kits, looks and marks that briefs refer to by their key. */
  brandsPrefix: 'brands/',
  /** Pictures that briefs refer to by their key. */
  referencesPrefix: 'references/',
  /** Prompt templates of the team, one file for each version, and where their labels point. */
  templatesPrefix: 'templates/',
  template: (name: string, version: string): string => `templates/${name}/${version}.json`,
  labelsPrefix: 'labels/',
  labels: (name: string): string => `labels/${name}.json`,
  /** Where a team's own constants may lie; the first that exists counts. */
  teamConstants: (team: string): readonly string[] => [`teams/${team}/constants.yaml`, `teams/${team}/constants.json`],
  inboxPrefix: 'inbox/',
  inbox: (name: string): string => `inbox/${name}`,
  /** The upload as it came, byte for byte. */
  accepted: (runId: string, fileName: string): string => `accepted/${runId}/${fileName}`,
  rejected: (causeId: string, fileName: string): string => `rejected/${causeId}/${fileName}`,
  rejectionReport: (causeId: string): string => `rejected/${causeId}/report.json`,
};

/** Assets bucket: the working files of a run. */
export const runKeys = {
  /** The brief, parsed, with its defaults: JSON of `Brief`. */
  brief: (runId: string): string => `runs/${runId}/brief.json`,
  /** A file of the brand that the brief names, as it was when the brief was accepted. */
  brandFile: (runId: string, file: string): string => `runs/${runId}/brand/${file}`,
  /** The brand kit that the brief names; under its bytes, which the brief pins. */
  brandKit: (runId: string, sha256: string, fileName: string): string => `runs/${runId}/brand/kits/${sha256}/${fileName}`,
  /** A picture that the brief refers to; under its bytes, which the brief pins. */
  reference: (runId: string, sha256: string): string => `runs/${runId}/references/${sha256}`,
  /** The template that the run was given, as it was then: every round is built from it. */
  template: (runId: string): string => `runs/${runId}/template.json`,
  critique: (runId: string): string => `runs/${runId}/critique.json`,
  assessment: (runId: string): string => `runs/${runId}/assessment.json`,
  prompt: (runId: string, round: number): string => `runs/${runId}/rounds/${String(round)}/prompt.json`,
  generation: (runId: string, round: number): string => `runs/${runId}/rounds/${String(round)}/generation.json`,
  candidate: (runId: string, round: number, sha256: string, extension: string): string =>
    `runs/${runId}/rounds/${String(round)}/candidates/${sha256}.${extension}`,
  preview: (runId: string, round: number, sha256: string): string =>
    `runs/${runId}/rounds/${String(round)}/previews/${sha256}.jpg`,
  contactSheet: (runId: string, round: number): string => `runs/${runId}/rounds/${String(round)}/contact-sheet.jpg`,
  inspection: (runId: string, round: number): string => `runs/${runId}/rounds/${String(round)}/inspection.json`,
  /** What the vision model answered about one candidate: paid for, so kept before anything else is done with it. */
  vision: (runId: string, round: number, sha256: string): string => `runs/${runId}/rounds/${String(round)}/vision/${sha256}.json`,
  judgement: (runId: string, round: number): string => `runs/${runId}/rounds/${String(round)}/judgement.json`,
  /** What became of the judgement, once it is known. */
  outcome: (runId: string, round: number): string => `runs/${runId}/rounds/${String(round)}/outcome.json`,
  /** Pins and drawings of one decision. */
  annotations: (runId: string, sha256: string): string => `runs/${runId}/annotations/${sha256}.json`,
  /** A drawing as it was sent with the edit of a round. */
  drawing: (runId: string, round: number, kind: 'markup' | 'mask', sha256: string): string => `runs/${runId}/rounds/${String(round)}/${kind}/${sha256}.png`,
  master: (runId: string, sha256: string): string => `runs/${runId}/finish/${sha256}/master.png`,
  rendition: (runId: string, sha256: string, fileName: string): string => `runs/${runId}/finish/${sha256}/${fileName}`,
  finishReport: (runId: string, sha256: string): string => `runs/${runId}/finish/${sha256}/report.json`,
};

/** The round that made a candidate, read from where it lies; null for a picture that lies elsewhere. */
export function roundOfCandidate({ key }: { readonly key: string }): number | null {
  const round = /^runs\/[0-9a-f]{24}\/rounds\/(\d{1,2})\/candidates\//.exec(key)?.[1];
  return round === undefined ? null : Number(round);
}

/** Archive bucket: what stays. */
export const archiveKeys = {
  original: (assetId: string): string => `assets/${assetId}/original.png`,
  master: (assetId: string): string => `assets/${assetId}/master.png`,
  rendition: (assetId: string, fileName: string): string => `assets/${assetId}/renditions/${fileName}`,
  brandFile: (assetId: string, file: string): string => `assets/${assetId}/brand/${file}`,
  reference: (assetId: string, fileName: string): string => `assets/${assetId}/references/${fileName}`,
  /** A markup, a mask or the annotations that they were drawn from, under its bytes. */
  drawing: (assetId: string, fileName: string): string => `assets/${assetId}/drawings/${fileName}`,
  thumbnail: (assetId: string): string => `assets/${assetId}/thumbnail.jpg`,
  companion: (assetId: string): string => `assets/${assetId}/asset.json`,
};
