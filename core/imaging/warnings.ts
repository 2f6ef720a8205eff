import type { Crop } from './crop/window.ts';
import { type Encoded, perceptualFloor } from './encode/encode.ts';
import type { GradeReport } from './grade/grade.ts';
import type { PlannedRendition } from './presets.ts';
import type { Placed } from './watermark.ts';

/** Enlargement from which a rendition carries a warning: beyond it, softness shows at normal distance. */
export const enlargementWarning = 2;
/** Share of newly cut-off samples from which a grade carries a warning. */
const clippingWarning = 0.02;
/** Share of the subject that may be missing before a crop carries a warning. */
const lostWarning = 0.02;

export function gradeWarnings({ clippedShare, correction }: GradeReport): string[] {
  const clipped = clippedShare > clippingWarning ? [`The grade cuts off detail in ${percent(clippedShare)} of the picture; less contrast, saturation or a softer look keeps it`] : [];
  const limited = correction?.limited === true ? ['The measured correction was held back by its limits; raise correct.maxCast or correct.maxStops if the picture may change that much'] : [];
  return [...clipped, ...limited];
}

export function renditionWarnings({ name }: PlannedRendition, { by, subjectKept, subjectSafe }: Crop, enlargement: number, mark: Placed | null): string[] {
  const warnings: string[] = [];
  if (enlargement > enlargementWarning) {
    warnings.push(`Expected ${name} to enlarge pixels at most ${String(enlargementWarning)} times but its size needs ${enlargement.toFixed(1)} times; ask the model for a larger picture`);
  }
  // Whoever sets a focal point has seen what it leaves out.
  const chosen = by === 'focus';
  if (!chosen && subjectKept !== null && subjectKept < 1 - lostWarning) {
    warnings.push(`Expected ${name} to show the whole subject but its shape cuts off ${percent(1 - subjectKept)} of it; set a focal point, or choose a wider or taller shape`);
  } else if (!chosen && subjectSafe === false) {
    warnings.push(`Expected the subject of ${name} inside its safe area but it reaches out; the channel may cover that part`);
  }
  if (mark !== null && mark.enlargement > 1.05) {
    warnings.push(`Expected a watermark of at least ${String(mark.width)} pixels' width for ${name} but received one of ${String(Math.round(mark.width / mark.enlargement))}; supply a larger file`);
  }
  return warnings;
}

export function formatWarnings(fileName: string, maxBytes: number | null, { withinBudget, bytes, score }: Encoded): string[] {
  const warnings: string[] = [];
  if (maxBytes !== null && !withinBudget) {
    const reason = score === null ? '' : ` at a likeness of ${score.toFixed(3)} to the picture, where ${String(perceptualFloor)} is the least`;
    warnings.push(`Expected ${fileName} within ${String(maxBytes)} bytes but its smallest file that may be shown takes ${String(bytes.length)}${reason}; raise maxBytes or make it smaller`);
  } else if (score !== null && score < perceptualFloor) {
    warnings.push(`Expected ${fileName} to look like the picture (${String(perceptualFloor)}) but its best file reaches ${score.toFixed(3)}`);
  }
  return warnings;
}

function percent(share: number): string {
  return `${String(Math.max(1, Math.round(share * 100)))} %`;
}
