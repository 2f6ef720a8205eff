import type { SubjectRule } from './subject.ts';

export const PLACES: readonly SubjectRule[] = [];
