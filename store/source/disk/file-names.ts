import { basename, dirname } from 'node:path'
import { stackNameOf } from '../../../api/v1/names.ts'

/** Whether manifests are read from files of this name. */
export function isManifestName(name: string): boolean {
  return /\.(ya?ml|json)$/i.test(name) && !isSkippedName(name)
}

/**
 * Whether a name is always skipped: hidden names (.git, .foo.swp, .#foo), node_modules, and temporary files of editors (foo~, #foo#, 4913).
 */
export function isSkippedName(name: string): boolean {
  return (
    name.startsWith('.') ||
    name === 'node_modules' ||
    name === '4913' ||
    /(~|\.swp|\.swx|\.tmp|\.bak)$|^#.*#$/.test(name)
  )
}

/** Whether a file is a Compose override, which `docker compose` merges into the file beside it and never reads alone. */
export function isOverrideName(name: string): boolean {
  return /^(docker-)?compose\.override\.ya?ml$/.test(name)
}

/** The stack of manifests that name none: the directory's name, normalised like a Compose project name; `default` where nothing is left. */
export function stackNameFor(file: string): string {
  return stackNameOf(basename(dirname(file))) || 'default'
}
