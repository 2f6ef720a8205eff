import { z } from 'zod';

/** RFC 5321, 4.5.3.1: so many octets before the @, and in all. */
const mostBefore = 64;
const most = 254;

/** An e-mail address as mail services take it. */
export const EmailAddress = z
  .email({ error: (issue) => `Expected an e-mail address but received ${JSON.stringify(issue.input)}` })
  .refine((address) => address.length <= most && address.indexOf('@') <= mostBefore, {
    error: ({ input }) => `Expected an e-mail address of at most ${String(most)} characters, ${String(mostBefore)} of them before the @, but received one of ${String(String(input).length)}`,
  });
