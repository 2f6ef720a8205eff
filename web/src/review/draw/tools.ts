/** What a pointer on the picture does. */
export type Tool = 'hand' | 'pin' | 'pen' | 'brush';
export type DrawingTool = Extract<Tool, 'pen' | 'brush'>;

/** Widths of the lines, as fractions of the picture's short side. */
export const widths: Readonly<Record<DrawingTool, readonly [thin: number, medium: number, thick: number]>> = {
  pen: [0.004, 0.008, 0.016],
  brush: [0.03, 0.06, 0.12],
};

export const widthNames = ['thin', 'medium', 'thick'] as const;

export const toolWords: Readonly<Record<Tool, { readonly name: string; readonly does: string }>> = {
  hand: { name: 'Move', does: 'Move: drag to pan, double tap for the original’s own pixels.' },
  pin: { name: 'Pin a note', does: 'Pin: tap the place that a note is about; with the keyboard, arrows and Enter.' },
  pen: { name: 'Pen', does: 'Pen: drawn hints for the next edit.' },
  brush: { name: 'Brush', does: 'Brush: only this area may change. With the keyboard: arrows move the area, Shift + arrows size it, Enter fills it.' },
};
