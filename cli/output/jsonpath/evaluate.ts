import { exits, InstallationError } from '../../../api/v1/installation/installation-error.ts'
import type { Comparison, Operand, Path, Step, Template } from './template.ts'

/** The values that a path selects in a document, in document order; missing fields select nothing. */
export function evaluate(path: Path, document: unknown): readonly unknown[] {
  return follow(path, { document, value: document })
}

/**
 * Renders a template. Several values of a path are separated by spaces; strings are printed as they are, everything else as JSON. As with
 * kubectl, a missing field is empty, and an index that a list does not have an error: a script would take nothing for a name.
 */
export function render(template: Template, document: unknown): string {
  return renderAt(template, { document, value: document, isStrict: true })
}

/** The evaluation context: `$` is the document, `@` the current value. */
interface Place {
  readonly document: unknown
  readonly value: unknown
  /** Whether an index that a list does not have is an error. */
  readonly isStrict?: boolean
}

function renderAt(template: Template, place: Place): string {
  return template
    .map((piece) => {
      if ('text' in piece) return piece.text
      if ('path' in piece) return follow(piece.path, place).map(textOf).join(' ')
      return follow(piece.range, place)
        .map((value) => renderAt(piece.body, { ...place, value }))
        .join('')
    })
    .join('')
}

/** Formats a value as kubectl prints it. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function follow({ root, steps }: Path, { document, value, ...how }: Place): readonly unknown[] {
  return steps.reduce<readonly unknown[]>(
    (values, step) => values.flatMap((each) => take(step, { document, value: each, ...how })),
    [root ? document : value],
  )
}

function take(step: Step, place: Place): readonly unknown[] {
  const { value } = place
  switch (step.do) {
    case 'field':
      return fieldOf(value, step.name)
    case 'index':
      return Array.isArray(value) ? elementOf(value, step.at, place) : []
    case 'slice':
      return slice(value, step)
    case 'all':
      return membersOf(value)
    case 'descend':
      return [value, ...membersOf(value).flatMap((member) => take(step, { ...place, value: member }))].filter(isHolder)
    case 'either':
      return step.steps.flatMap((each) => take(each, place))
    case 'filter':
      return membersOf(value).filter((member) => holds(step, { document: place.document, value: member }))
  }
}

function elementOf(list: readonly unknown[], at: number, { isStrict }: Place): readonly unknown[] {
  if (!isStrict || list.at(at) !== undefined) return present(list.at(at))
  throw new InstallationError(exits.failed, `the JSONPath asks for [${at}] of a list of ${list.length}`, {
    remedy: 'write [*] for all that there are, or look at the list with -o yaml',
  })
}

function fieldOf(value: unknown, name: string): readonly unknown[] {
  return isHolder(value) && !Array.isArray(value) && Object.hasOwn(value, name)
    ? present((value as Readonly<Record<string, unknown>>)[name])
    : []
}

function slice(value: unknown, { from, to, by }: Extract<Step, { do: 'slice' }>): readonly unknown[] {
  return Array.isArray(value) ? value.slice(from, to).filter((_, index) => index % by === 0) : []
}

function membersOf(value: unknown): readonly unknown[] {
  return isHolder(value) ? Object.values(value).filter((member) => member !== undefined) : []
}

function isHolder(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

function present(value: unknown): readonly unknown[] {
  return value === undefined ? [] : [value]
}

/** Without a comparison, a filter tests whether its path selects anything. */
function holds({ left, test }: Extract<Step, { do: 'filter' }>, place: Place): boolean {
  const found = operand(left, place)
  if (!test) return found.length > 0
  return found.some((a) => operand(test.right, place).some((b) => compare(a, test.operator, b)))
}

function operand(what: Operand, place: Place): readonly unknown[] {
  return 'path' in what ? follow(what.path, place) : [what.value]
}

function compare(a: unknown, operator: Comparison['operator'], b: unknown): boolean {
  if (operator === '==') return a === b
  if (operator === '!=') return a !== b
  const isNumbers = typeof a === 'number' && typeof b === 'number'
  if (!isNumbers && (typeof a !== 'string' || typeof b !== 'string')) return false
  const order = a < b ? -1 : Number(a > b)
  return { '<': order < 0, '<=': order <= 0, '>': order > 0, '>=': order >= 0 }[operator]
}
