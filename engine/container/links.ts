/** A link to a container on the engine's own bridge. */
export interface BridgeLink {
  /** The container's name. */
  readonly to: string
  readonly alias: string
}

/** Parses `NAME:ALIAS`, or the form of an inspect: `/db:/web/alias`. */
export function bridgeLink(line: string): BridgeLink {
  const [to = '', alias = to] = line.split(':')
  return { to: to.replace(/^\//, ''), alias: alias.split('/').at(-1) ?? alias }
}

/** Normalises a link to `NAME:ALIAS`. */
export function linkLine(line: string): string {
  const { to, alias } = bridgeLink(line)
  return `${to}:${alias}`
}
