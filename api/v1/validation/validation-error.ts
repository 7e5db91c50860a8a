/** An error at one place of an object. Whoever knows the object's origin adds file, line and column from `path`. */
export interface ValidationError {
  /** The path from the root of the object; numbers are indexes of lists. It includes an unknown field, but not a missing one. */
  readonly path: readonly (string | number)[]
  /** The problem and the valid form, without path and value. */
  readonly message: string
  /** The value as it may be shown: scalars, cut; lists and maps as their type; `***` if it looks secret. */
  readonly value?: string | number | boolean | null
  /** The nearest valid name, for a typo. */
  readonly suggestion?: string
  /** The whole name of a field that its kind does not have, where the path has its beginning: without it, the object may be valid. */
  readonly unknownField?: string
  /** The path in the same object that it conflicts with. */
  readonly beside?: readonly (string | number)[]
}

/** Formats a path: `spec.template.env[0].name`. */
export function formatPath(path: readonly (string | number)[]): string {
  return path.map((part, index) => segment(part, index)).join('') || '(the object)'
}

function segment(part: string | number, index: number): string {
  if (typeof part === 'number') return `[${part}]`
  if (!/^[A-Za-z_][\w-]*$/.test(part)) return `[${JSON.stringify(part.slice(0, 64))}]`
  return index === 0 ? part : `.${part}`
}

/** The error with a suggestion, if there is one. */
export function withSuggestion<E extends ValidationError>(error: E, suggestion: string | undefined): E {
  return suggestion === undefined ? error : { ...error, suggestion }
}
