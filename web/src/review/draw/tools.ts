/** What a pointer on the picture does. */
export type Tool = 'hand' | 'pin' | 'pen' | 'brush';
export type DrawingTool = Extract<Tool, 'pen' | 'brush'>;

/** Widths of the lines, as fractions of the picture's short side. */
export const widths: Readonly<Record<DrawingTool, readonly [thin: number, medium: number, thick: number]>> = {
  pen: [0.004, 0.008, 0.016],
  brush: [0.03, 0.06, 0.12],
};

export const widthNames = ['thin', 'medium', 'thick'] as const;
