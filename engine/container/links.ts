/** A link to a container on the engine's own bridge. */
export interface BridgeLink {
  /** The container's name. */
  readonly to: string
  readonly alias: string
}

/** Reads `NAME:ALIAS`, or `/NAME/OWN-NAME/ALIAS` as an inspect shows it: `/db:/web/alias`. */
export function bridgeLink(line: string): BridgeLink {
  const [to = '', alias = to] = line.split(':')
  return { to: to.replace(/^\//, ''), alias: alias.split('/').at(-1) ?? alias }
}

/** A link as `NAME:ALIAS`, however it is written. */
export function linkLine(line: string): string {
  const { to, alias } = bridgeLink(line)
  return `${to}:${alias}`
}
