/**
 * Reads a variable that the infrastructure sets for this function.
 * @throws Error naming the variable; a function that lacks one fails on its first invocation, loudly
 */
export function requireEnv(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '') {
    throw new Error(`Expected the environment variable ${name} for this function but received nothing; lib/functions.ts sets it`);
  }
  return value;
}
