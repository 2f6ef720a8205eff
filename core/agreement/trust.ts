/** Whether the automatic check may decide without people: for the whole of it, and question by question. */
export interface Trust {
  /** All five questions of the workflow have earned it. */
  readonly trusted: boolean;
  /** By the question's id; one that is not here has not earned it. */
  readonly perQuestion: Record<string, boolean>;
  /** In one sentence: what it rests on, or what is still missing. */
  readonly reason: string;
}
