import type { SubjectRule } from './subject.ts';

export const ANIMALS: readonly SubjectRule[] = [];
