import type { ObjectOf } from '../kinds.ts'
import { exits, InstallationError } from './installation-error.ts'
import { shortened } from '../language/shortened.ts'

/** Tells whether labels match a selector. */
export type Selector = (labels: Readonly<Record<string, string>> | undefined) => boolean

/** Parses a selector such as `a=b,c==d,e!=f,g,!h,i in (x,y),j notin (z)`, as kubectl does. Throws for anything else. */
export function parseSelector(text: string): Selector {
  const terms = splitTerms(text).map(parseTerm)
  return (labels = {}) => terms.every((term) => term(labels))
}

/** The labels that selectors match for an object: those of its template, overridden by its own. As for a pod, the template's count too. */
export function selectedLabels(object: ObjectOf): Readonly<Record<string, string>> {
  const containers = 'template' in object.spec ? object.spec.template?.labels : undefined
  return { ...containers, ...object.metadata.labels }
}

type Term = (labels: Readonly<Record<string, string>>) => boolean

/** Splits at commas outside of parentheses. */
function splitTerms(text: string): string[] {
  const terms: string[] = []
  let isOpen = false
  for (const piece of text.split(',')) {
    terms.push(isOpen ? `${terms.pop()},${piece}` : piece)
    const [opens, closes] = [piece.lastIndexOf('('), piece.lastIndexOf(')')]
    isOpen = opens > closes || (isOpen && closes < 0)
  }
  return terms.map((term) => term.trim()).filter((term) => term !== '')
}

const KEY = '[A-Za-z0-9](?:[A-Za-z0-9._/-]*[A-Za-z0-9])?'
const VALUE = '[A-Za-z0-9._/-]*'
const EQUALITY = new RegExp(`^(${KEY})\\s*(=|==|!=)\\s*(${VALUE})$`)
const SET = new RegExp(`^(${KEY})\\s+(in|notin)\\s*\\(([^()]*)\\)$`)
const EXISTENCE = new RegExp(`^(!?)\\s*(${KEY})$`)

function parseTerm(term: string): Term {
  const [, key, operator, value = ''] = EQUALITY.exec(term) ?? []
  if (key !== undefined)
    return operator === '!=' ? (labels) => labels[key] !== value : (labels) => labels[key] === value
  const [, member, kind, list = ''] = SET.exec(term) ?? []
  if (member !== undefined) {
    const values = new Set(list.split(',').map((each) => each.trim()))
    return kind === 'in'
      ? (labels) => Object.hasOwn(labels, member) && values.has(labels[member] ?? '')
      : (labels) => !Object.hasOwn(labels, member) || !values.has(labels[member] ?? '')
  }
  const [, not, present] = EXISTENCE.exec(term) ?? []
  if (present !== undefined) return (labels) => Object.hasOwn(labels, present) === (not === '')
  throw new InstallationError(exits.usage, `${JSON.stringify(shortened(term, 100))} is no label selector`, {
    reason: 'BadRequest',
    remedy: 'write KEY=VALUE, KEY!=VALUE, KEY, !KEY, or KEY in (A,B), with commas between them',
  })
}
