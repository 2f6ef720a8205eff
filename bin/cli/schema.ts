import { publishedSchemas } from '../../core/brief/json-schema.ts';
import { UsageError } from './errors.ts';

/**
 * Prints the JSON Schema of a kind of document, byte for byte as `schemas/` holds it.
 * @throws UsageError for a kind that has none
 */
export function printSchema(document: string, print: (line: string) => void): void {
  const known = Object.entries(publishedSchemas).find(([name]) => name === document);
  if (known === undefined) throw new UsageError(`Expected ${Object.keys(publishedSchemas).join(' or ')} but received ${JSON.stringify(document)}.`);
  print(JSON.stringify(known[1](), null, 2));
}
