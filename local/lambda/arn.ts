/** Names of functions, as callers of Lambda may write them. */
import { ServiceError } from '../types.ts';

const PARTS = /^(?:arn:[\w-]+:lambda:[\w-]*:\d*:function:|\d{12}:function:)?([A-Za-z0-9-_]+)(?::([A-Za-z0-9-_$]+))?$/;

/**
 * The function's name in a name, a partial ARN or a full ARN.
 * @throws ServiceError `ValidationException` for another shape, `ResourceNotFoundException` for a version or alias,
 *   which the embedded cloud does not keep.
 */
export function functionNameOf(nameOrArn: string): string {
  const match = PARTS.exec(nameOrArn);
  const name = match?.[1];
  if (name === undefined) {
    throw new ServiceError('ValidationException', `Expected a function name or ARN for FunctionName but received "${nameOrArn}"`);
  }
  const qualifier = match?.[2];
  if (qualifier !== undefined && qualifier !== '$LATEST') {
    throw new ServiceError(
      'ResourceNotFoundException',
      `Expected the qualifier $LATEST for FunctionName but received "${qualifier}": versions and aliases are not embedded`,
      404,
    );
  }
  return name;
}
