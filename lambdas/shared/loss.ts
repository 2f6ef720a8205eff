import { presentable } from './edge.ts';

/**
 * Does what nothing may wait for or fail of, such as counting.
 *
 * @returns what kept it from being done; null where all went well
 */
export async function lossOf(work: () => Promise<unknown>): Promise<Error | null> {
  try {
    await work();
    return null;
  } catch (error) {
    return error instanceof Error ? error : presentable(error);
  }
}
