/** Which engine answers under a node's name, and which ones may. */
export interface Identity {
  readonly node: string
  readonly answering: string | undefined
  readonly recorded: string | undefined
  readonly approved: () => string | undefined
  /** The other node that the one which answers is recorded of. */
  readonly owner: () => string | undefined
}

/** The engine guard: says that another engine answers than the recorded one, and what to do; undefined where it is that one, or was approved. */
export function otherEngine({ node, answering, recorded, approved, owner }: Identity): string | undefined {
  if (answering === undefined || recorded === undefined || answering === recorded) return undefined
  if (answering === approved()) return undefined
  const of = owner()
  const what = `another engine (${answering}) answers there than the one recorded (${recorded})`
  return of === undefined
    ? `${what}: if that is meant, as after an upgrade from Docker 20.10, \`reconcile approve node/${node}\``
    : `${what}: it is that of node ${of}, ${CORRECT} in the manifest of node ${node}`
}

const CORRECT = 'so correct spec.engine'

/** Whether a message says that the address is wrong, and nothing is to be approved. */
export function saysToCorrect(message: string): boolean {
  return message.includes(CORRECT)
}
