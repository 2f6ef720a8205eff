export type Path = readonly PropertyKey[];
/** 1-based line of a field in its source, where that is known. */
export type Lines = (path: Path) => number | undefined;
export type Fields = Readonly<Record<string, unknown>>;

/** `deliverables[2].width` */
export function fieldName(path: Path): string {
  return named(path, (index) => `[${String(index)}]`);
}

/** `deliverables[].width`: the same for every item of a list. */
export function patternOf(path: Path): string {
  return named(path, () => '[]');
}

function named(path: Path, item: (index: number) => string): string {
  return path.reduce<string>((name, part) => (typeof part === 'number' ? `${name}${item(part)}` : name === '' ? String(part) : `${name}.${String(part)}`), '');
}

/** What stands at `path` in a document that nobody has validated. */
export function valueAt(root: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, part) => (typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[part] : undefined), root);
}

/** The fields of a value, or none when it is something else. */
export function fieldsOf(value: unknown): Fields {
  return isFields(value) ? value : {};
}

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A value as a message quotes it: JSON, cut after 80 characters, "nothing" for what is missing. */
export function quoted(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'an empty field';
  // JSON has no word for what YAML writes as .inf or .nan.
  const text = typeof value === 'number' ? String(value) : JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}
