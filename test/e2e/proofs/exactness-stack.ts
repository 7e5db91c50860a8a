import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { V1Service } from '../../../api/v1/generated/types.ts'
import type { Cli } from '../../support/cli.ts'
import { type Declared, declaredOf } from '../../support/generate.ts'
import { manifest, manifests, sleeper } from './manifests.ts'

/** The values in the stack that a proof changes, one at a time. */
export interface Wanted {
  readonly colour: string
  readonly memoryMb: number
  readonly webs: number
  readonly password: string
  readonly level: string
  readonly logs: boolean
  readonly side: boolean
  readonly db: boolean
}

export const FIRST: Wanted = {
  ...{ colour: 'red', memoryMb: 64, webs: 1, password: 'hunter-1', level: 'level-1' },
  ...{ logs: false, side: false, db: true },
}

/** The file of the stack, and what it declares; the contents of its Secret and Config are in separate files beside it. */
export function stackOf(wanted: Wanted, { cli, step }: { readonly cli: Cli; readonly step: number }): Stack {
  const content = (bytes: string) => ({ file: contentFile(cli, bytes) })
  // No call depends on this: it makes each step of a service another generation.
  const common = { progressDeadlineSeconds: 300 + step, updateStrategy: { monitorSeconds: 0 } }
  const services = [
    ...(wanted.db ? [sleeper('db', { ...common, template: dbTemplate })] : []),
    sleeper('web', {
      ...common,
      ...(wanted.db ? { dependsOn: [{ service: 'db' }] } : {}),
      replicas: wanted.webs,
      template: webTemplate(wanted),
    }),
  ]
  const others = [
    ...['back', 'front', 'side'].map((name) => manifest('Network', name)),
    ...['data', 'logs'].map((name) => manifest('Volume', name)),
    manifest('Secret', 'password', content(wanted.password)),
    manifest('Config', 'settings', content(wanted.level)),
  ]
  const declared = declaredOf(
    services.map((text) => JSON.parse(text) as V1Service),
    new Map(),
  )
  return { text: manifests(...others, ...services), declared, names: services.map(nameOf) }
}

/** A stack as written to a file. */
export interface Stack {
  readonly text: string
  readonly declared: Declared
  readonly names: readonly string[]
}

/** Writes each content to a file of its own, once: whoever reads a file that is just being written may find it empty. */
function contentFile(cli: Cli, bytes: string): string {
  const path = join(cli.dir, 'contents', bytes)
  return existsSync(path) ? path : cli.write(join('contents', bytes), bytes)
}

function nameOf(text: string): string {
  return (JSON.parse(text) as V1Service).metadata.name
}

const dbTemplate = {
  networks: [{ network: 'back' }],
  mounts: [{ type: 'Volume', source: 'data', target: '/data' }],
  configs: [{ config: 'settings', target: '/etc/settings' }],
}

function webTemplate({ colour, memoryMb, logs, side }: Wanted): object {
  return {
    env: [{ name: 'COLOUR', value: colour }],
    resources: { limits: { memoryBytes: memoryMb << 20 } },
    networks: [{ network: 'front' }, ...(side ? [{ network: 'side' }] : [])],
    secrets: [{ secret: 'password' }],
    ...(logs ? { mounts: [{ type: 'Volume', source: 'logs', target: '/logs' }] } : {}),
  }
}
