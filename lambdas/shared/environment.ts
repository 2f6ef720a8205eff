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

/** Reads a variable as a number of 0 or more. @throws Error naming the variable and what it holds */
export function requireNumber(name: string): number {
  const text = requireEnv(name);
  const value = Number(text);
  if (!(value >= 0 && Number.isFinite(value))) throw new Error(`Expected a number of 0 or more for the environment variable ${name} but received ${JSON.stringify(text)}; the stack’s parameters set it`);
  return value;
}

/** The addresses of a variable, which are comma-separated in it. */
export function addressesIn(text: string): string[] {
  return text.split(',').map((address) => address.trim()).filter((address) => address !== '');
}
