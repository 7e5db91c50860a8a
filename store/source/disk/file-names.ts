import { basename, dirname } from 'node:path'
import { stackNameOf } from '../../../api/v1/names.ts'

/** Whether a name is one that manifests are read from. */
export function isManifestName(name: string): boolean {
  return /\.(ya?ml|json)$/i.test(name) && !isSkippedName(name)
}

/** Names that are never looked at: hidden ones (.git, .foo.swp, .#foo), packages, and what editors leave for a moment (foo~, #foo#, 4913). */
export function isSkippedName(name: string): boolean {
  return (
    name.startsWith('.') ||
    name === 'node_modules' ||
    name === '4913' ||
    /(~|\.swp|\.swx|\.tmp|\.bak)$|^#.*#$/.test(name)
  )
}

/** `docker compose` merges these into the file beside them, and never reads them alone. */
export function isOverrideName(name: string): boolean {
  return /^(docker-)?compose\.override\.ya?ml$/.test(name)
}

/** The stack of what names none: the directory's name, written as Compose writes project names; `default` where nothing is left. */
export function stackNameFor(file: string): string {
  return stackNameOf(basename(dirname(file))) || 'default'
}
