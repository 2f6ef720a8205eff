/** Colours of the sheets that Galley draws: paper, inks, and what is right or wrong. */
export const paper = '#f6f3ec';
export const ink = '#1d1b18';
export const soft = '#645f56';
export const line = '#d9d3c5';
export const mark = '#b3261e';
export const good = '#1f6b45';
