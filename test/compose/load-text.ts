import assert from 'node:assert/strict'
import type { V1Service } from '../../api/v1/generated/types.ts'
import type { ComposeText, LoadedCompose } from '../../compose/load.ts'
import { loadCompose } from '../../compose/load.ts'

/** The surroundings of a Compose file in a test: variables, and files by absolute path. */
export interface Surroundings {
  readonly variables?: Readonly<Record<string, string>>
  readonly files?: Readonly<Record<string, string>>
  readonly readFile?: (path: string) => string | Error
  readonly stackName?: string
  readonly baseDirectory?: string
  readonly profiles?: readonly string[]
  readonly over?: readonly ComposeText[]
  readonly consistency?: boolean
}

/** Loads a text as /srv/shop/compose.yaml. */
export function loadText(text: string, { variables = {}, files = {}, ...rest }: Surroundings = {}): LoadedCompose {
  return loadCompose({
    file: '/srv/shop/compose.yaml',
    text,
    baseDirectory: '/srv/shop',
    variables: (name) => (Object.hasOwn(variables, name) ? variables[name] : undefined),
    readFile: (path) => files[path] ?? Object.assign(new Error(`no such file: ${path}`), { code: 'ENOENT' }),
    ...rest,
  })
}

/** Loads a text that must have no errors. */
export function loadRight(text: string, surroundings?: Surroundings): LoadedCompose {
  const loaded = loadText(text, surroundings)
  assert.deepEqual(loaded.errors.map(shown), [])
  return loaded
}

/** The service of a loaded file. */
export function serviceIn({ manifests }: Pick<LoadedCompose, 'manifests'>, name: string): V1Service {
  const object = manifests
    .map((manifest) => manifest.object)
    .find((each) => each.kind === 'Service' && each.metadata.name === name)
  assert.ok(object?.kind === 'Service', `no service ${name}`)
  return object
}

/** A file with one service `web` that has these lines. */
export function webWith(lines: string, rest = ''): string {
  return `services:\n  web:\n    image: nginx\n${lines.replace(/^(?=.)/gm, '    ')}\n${rest}`
}

/** An error as one line. */
export function shown({ place, path, message }: LoadedCompose['errors'][number]): string {
  return `${place.line}:${place.column} ${path}: ${message}`
}
