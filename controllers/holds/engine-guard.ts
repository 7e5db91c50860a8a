/** Which engine answers under a node's name, and which ones may. */
export interface Identity {
  readonly node: string
  readonly answering: string | undefined
  readonly recorded: string | undefined
  readonly approved: () => string | undefined
}

/** The engine guard: says that another engine answers than the recorded one, and what to do; undefined where it is that one, or was approved. */
export function otherEngine({ node, answering, recorded, approved }: Identity): string | undefined {
  if (answering === undefined || recorded === undefined || answering === recorded) return undefined
  if (answering === approved()) return undefined
  return `another engine (${answering}) answers there than the one recorded (${recorded}): if that is meant, \`reconcile approve node/${node}\``
}
