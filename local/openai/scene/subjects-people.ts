import type { SubjectRule } from './subject.ts';

export const PEOPLE: readonly SubjectRule[] = [];
