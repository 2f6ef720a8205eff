/** Physical names that CloudFormation would generate: the same ones after every start and every change of a template. */
import { createHash } from 'node:crypto';

export interface NameRules {
  /** Characters at most. */
  readonly length: number;
  readonly lowerCase?: boolean;
}

/** `Stack-LogicalId-1a2b3c4d5e6f`, shortened in the middle when it is too long. */
export function generateName(stack: string, logicalId: string, { length, lowerCase = false }: NameRules): string {
  const suffix = digest(stack, logicalId).slice(0, 12);
  const readable = `${stack}-${logicalId}`.slice(0, length - suffix.length - 1);
  const name = `${readable}-${suffix}`;
  return lowerCase ? name.toLowerCase() : name;
}

/** Ten lower-case letters and digits, as API Gateway numbers its APIs. */
export function generateShortId(stack: string, logicalId: string): string {
  return BigInt(`0x${digest(stack, logicalId).slice(0, 16)}`).toString(36).padStart(10, '0').slice(0, 10);
}

/** A UUID, as KMS names keys and CloudFormation stacks. */
export function generateUuid(stack: string, logicalId: string): string {
  const hex = digest(stack, logicalId);
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join('-');
}

function digest(stack: string, logicalId: string): string {
  return createHash('sha256').update(`${stack}/${logicalId}`).digest('hex');
}
