/** What is wrong at one place of an object. Whoever knows where the object came from adds file, line and column from `path`. */
export interface ValidationError {
  /** From the root of the object; numbers are places in lists. An unknown field is part of its path, a missing one is not. */
  readonly path: readonly (string | number)[]
  /** What is wrong and what would be right, without path and value. */
  readonly message: string
  /** The value as it may be shown: scalars, cut; lists and maps by their kind; `***` where it looks secret. */
  readonly value?: string | number | boolean | null
  /** The nearest valid name, for a typo. */
  readonly suggestion?: string
  /** What of the same object it collides with. */
  readonly beside?: readonly (string | number)[]
}

/** A path as people write it: `spec.template.env[0].name`. */
export function formatPath(path: readonly (string | number)[]): string {
  return path.map((part, index) => segment(part, index)).join('') || '(the object)'
}

/** One line: `spec.mode = "replicated": must be Replicated or Global; did you mean Replicated?` */
export function formatError({ path, message, value, suggestion }: ValidationError): string {
  const shown = value === undefined ? '' : ` = ${JSON.stringify(value)}`
  const hint = suggestion === undefined ? '' : `; did you mean ${suggestion}?`
  return `${formatPath(path)}${shown}: ${message}${hint}`
}

function segment(part: string | number, index: number): string {
  if (typeof part === 'number') return `[${part}]`
  if (!/^[A-Za-z_][\w-]*$/.test(part)) return `[${JSON.stringify(part.slice(0, 64))}]`
  return index === 0 ? part : `.${part}`
}

/** An error with the nearest valid name, where one is near. */
export function withSuggestion<E extends ValidationError>(error: E, suggestion: string | undefined): E {
  return suggestion === undefined ? error : { ...error, suggestion }
}
