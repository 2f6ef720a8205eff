import type { z } from 'zod';
import type { Answer, CandidateInspection, InspectionDocument, Measure, QuestionId } from '../../../core/documents.ts';
import type { ImageRef } from '../../../core/references.ts';
import { scoreCandidate } from '../../../core/inspection/score.ts';

export const runId = 'a'.repeat(24);

export const hash = (digit: string): string => digit.repeat(64);

export function imageRef(sha256: string): ImageRef {
  return { bucket: 'assets', key: `runs/${runId}/${sha256}.png`, sha256, bytes: 1000, width: 1536, height: 1024, mediaType: 'image/png' };
}

export function measure(changes: Partial<Measure> & Pick<Measure, 'id' | 'passed'>): Measure {
  return { value: 0, unit: 'share', limit: '<= 1', gate: false, message: `${changes.id} is off`, region: null, limitFrom: 'galley', ...changes };
}

type Given = Partial<Pick<Answer, 'answer' | 'confidence' | 'evidence' | 'suggestion'>>;

/** Five passes with confidence 0.9, except as given. */
export function answersWith(given: Partial<Record<QuestionId, Given>> = {}): Answer[] {
  return (['concept', 'structure', 'lighting', 'style', 'emotion'] as const).map((question) => ({
    question,
    answer: 'pass',
    confidence: 0.9,
    evidence: `${question} seen`,
    region: null,
    suggestion: null,
    ...given[question],
  }));
}

export function candidate(digit: string, answers: Answer[] = answersWith(), measures: Measure[] = []): z.infer<typeof CandidateInspection> {
  return {
    candidate: imageRef(hash(digit)),
    preview: { ...imageRef(hash(digit)), mediaType: 'image/jpeg' },
    measures,
    answers,
    subject: null,
    perceptualHash: '0'.repeat(16),
    ...scoreCandidate(measures, answers),
  };
}

export function inspectionOf(...candidates: z.infer<typeof CandidateInspection>[]): z.infer<typeof InspectionDocument> {
  return { runId, round: 1, contactSheet: { ...imageRef(hash('f')), mediaType: 'image/jpeg' }, judge: { model: 'gpt-5.4-mini', costMicroUsd: 9000 }, candidates };
}
