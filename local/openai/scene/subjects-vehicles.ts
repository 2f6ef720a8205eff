import type { SubjectRule } from './subject.ts';

export const VEHICLES: readonly SubjectRule[] = [];
