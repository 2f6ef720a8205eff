/** What StartExecution accepts, and how ARNs are made. */
import { ServiceError } from '../types.ts';
import { LARGEST_DATA_BYTES } from './failure.ts';

const LONGEST_NAME = 80;
/** White space, brackets, wildcards, AWS's special characters and control characters. */
// eslint-disable-next-line no-control-regex
const FORBIDDEN_IN_NAME = /[\s<>{}[\]?*"#%\\^|~`$&,;:/\u0000-\u001f\u007f-\u009f\ufffe\uffff]|[\ud800-\udfff]/;

/** @throws ServiceError InvalidName */
export function requireExecutionName(name: string): void {
  if (name.length >= 1 && name.length <= LONGEST_NAME && !FORBIDDEN_IN_NAME.test(name)) return;
  throw new ServiceError('InvalidName', `Invalid Name: expected 1 to ${String(LONGEST_NAME)} characters without white space, brackets, wildcards or "#%\\^|~\`$&,;:/ but received '${name}'`);
}

/** @throws ServiceError InvalidExecutionInput when it is no JSON or over 256 KiB */
export function requireExecutionInput(input: string): void {
  const bytes = Buffer.byteLength(input);
  if (bytes > LARGEST_DATA_BYTES) {
    throw new ServiceError('InvalidExecutionInput', `Invalid State Machine Execution Input: expected at most ${String(LARGEST_DATA_BYTES)} bytes but received ${String(bytes)}`);
  }
  requireJson(input, 'InvalidExecutionInput', 'Invalid State Machine Execution Input');
}

/** @throws ServiceError under `code` when the text is no JSON */
export function requireJson(text: string, code: string, what: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new ServiceError(code, `${what}: ${error instanceof Error ? error.message : 'expected JSON'}`, 400, { cause: error });
  }
}

/** `arn:aws:states:r:a:stateMachine:Name` and `run` give `arn:aws:states:r:a:execution:Name:run`. */
export function executionArn(stateMachineArn: string, name: string): string {
  return `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`;
}
