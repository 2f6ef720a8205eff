/** Shows what the start is doing: on a terminal one line per step that is updated, elsewhere plain lines. */

/** Where the display writes; `process.stdout` is one. */
export interface ProgressOutput {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

export interface Progress {
  /** Runs a step and shows how long it took; `detail` changes the text beside it while it runs. */
  step<T>(title: string, action: (detail: (text: string) => void) => Promise<T>): Promise<T>;
  /** A line of its own, between the steps. */
  note(text: string): void;
}

const SPINNER = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const FRAME_MILLISECONDS = 80;
const CLEAR_LINE = '\r\u001B[2K';

/** A display on this output. */
export function createProgress(output: ProgressOutput, now: () => number = Date.now): Progress {
  return output.isTTY === true ? terminalProgress(output, now) : plainProgress(output, now);
}

function plainProgress(output: ProgressOutput, now: () => number): Progress {
  return {
    async step(title, action) {
      const started = now();
      output.write(`… ${title}\n`);
      try {
        const result = await action(() => undefined);
        output.write(`✓ ${title} (${seconds(now() - started)})\n`);
        return result;
      } catch (error) {
        output.write(`✗ ${title} (${seconds(now() - started)})\n`);
        throw error;
      }
    },
    note: (text) => void output.write(`${text}\n`),
  };
}

function terminalProgress(output: ProgressOutput, now: () => number): Progress {
  let redraw: (() => void) | undefined;
  return {
    async step(title, action) {
      const started = now();
      let detail = '';
      let frame = 0;
      const draw = (): void => {
        const line = ` ${SPINNER[frame % SPINNER.length] ?? ''} ${title}${detail === '' ? '' : `  ${detail}`}`;
        output.write(CLEAR_LINE + line.slice(0, (output.columns ?? 80) - 1));
      };
      redraw = draw;
      draw();
      const timer = setInterval(() => {
        frame += 1;
        draw();
      }, FRAME_MILLISECONDS);
      const finish = (mark: string): void => {
        clearInterval(timer);
        redraw = undefined;
        output.write(`${CLEAR_LINE} ${mark} ${title} \u001B[2m${seconds(now() - started)}\u001B[0m\n`);
      };
      try {
        const result = await action((text) => {
          detail = text;
          draw();
        });
        finish('\u001B[32m✓\u001B[0m');
        return result;
      } catch (error) {
        finish('\u001B[31m✗\u001B[0m');
        throw error;
      }
    },
    note(text) {
      output.write(`${redraw === undefined ? '' : CLEAR_LINE}${text}\n`);
      redraw?.();
    },
  };
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1_000).toFixed(1)} s`;
}
