import { ProvenanceFacts, type ProvenanceFactsInput } from '../../../core/imaging/provenance.ts';

/** Facts with every field filled, so that what is missing in a file was dropped by it. */
export function facts(changes: Partial<ProvenanceFactsInput> = {}): ProvenanceFacts {
  return ProvenanceFacts.parse({
    assetId: '0123456789abcdef01234567',
    runId: '0123456789abcdef01234567',
    round: 2,
    candidate: 'ab'.repeat(32),
    sourceType: 'generated',
    title: 'Frühlingsfest am Zürichsee',
    description: 'A dog & a <red> frisbee, "mid-air"',
    altText: 'A golden retriever jumps for a red frisbee',
    keywords: ['dog', 'frisbee', '公園'],
    creators: ['Ada Núñez'],
    credit: 'Acme Outdoor',
    rights: '© 2026 Acme',
    system: { name: 'OpenAI gpt-image-2', version: 'gpt-image-2-2026-04-21' },
    prompt: { text: 'A golden retriever catching a red frisbee <mid-air> & "smiling"', writer: 'ada@example.com', template: { name: 'photo', version: '1.2.0' } },
    parameters: { sent: { size: '1536x1024', n: 3 }, notSent: [{ parameter: 'seed', value: 7, reason: 'the model takes none' }] },
    scores: { total: 0.82 },
    decision: { decision: 'approve', by: 'boss@example.com', at: '2026-11-24T10:00:00Z', reviewId: 'f'.repeat(24) },
    costMicroUsd: 123_456,
    lineage: [
      { round: 1, operation: 'generate', reference: null },
      { round: 2, operation: 'edit', reference: 'cd'.repeat(32) },
    ],
    ...changes,
  });
}
