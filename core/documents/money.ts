import { z } from 'zod';

/** US dollars, as a number of millionths, so that sums are exact. */
export const MicroUsd = z.number().int().nonnegative();
