import type { SubjectRule } from './subject.ts';

export const THINGS: readonly SubjectRule[] = [];
