import { GROUP, isNamespaced, kindNames, kinds, type Kind, VERSION } from '../v1/kinds.ts'
import type { ObjectRef } from '../v1/metadata.ts'
import { Refusal } from './refusal.ts'

/** What a path below `/apis/reconcile.dev/v1` means. */
export interface ObjectsPath {
  readonly kind: Kind
  readonly stack?: string
  readonly name?: string
  /** A part of the object with a shape or rights of its own. */
  readonly part?: 'status' | 'scale'
}

const PATH = new RegExp(`^/apis/${GROUP}/${VERSION}(?:/namespaces/([^/]+))?/([a-z]+)(?:/([^/]+)(?:/(status|scale))?)?$`)

/** Reads `/apis/reconcile.dev/v1/[namespaces/STACK/]PLURAL[/NAME[/status|/scale]]`; undefined for other paths. */
export function objectsPath(pathname: string): ObjectsPath | undefined {
  const [, stack, plural, name, part] = PATH.exec(pathname) ?? []
  const kind = kindNames.find((each) => kinds[each].plural === plural)
  if (!kind || (stack !== undefined && !isNamespaced(kind))) return undefined
  if (part === 'scale' && kind !== 'Service') return undefined
  return {
    kind,
    ...(stack === undefined ? {} : { stack: decodedPart(stack) }),
    ...(name === undefined ? {} : { name: decodedPart(name) }),
    ...(part === 'status' || part === 'scale' ? { part } : {}),
  }
}

/** The object that a path names. */
export function refOf({ kind, stack }: ObjectsPath, name: string): ObjectRef {
  if (isNamespaced(kind) && stack === undefined)
    throw new Refusal(
      400,
      'BadRequest',
      `a ${kind} is in a stack: ask for /namespaces/STACK/${kinds[kind].plural}/${name}`,
    )
  return stack === undefined ? { kind, name } : { kind, namespace: stack, name }
}

/** The text that a part of a path stands for. */
export function decodedPart(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    throw new Refusal(400, 'BadRequest', `${part} is not percent-encoded text`)
  }
}
