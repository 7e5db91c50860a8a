import { execFile } from 'node:child_process'
import { mkdirSync, symlinkSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { LabRelease } from '../../test/support/lab.ts'

interface Place {
  readonly cwd: string
  /** Includes a HOME of its own. */
  readonly env: NodeJS.ProcessEnv
}

type Compose = (...args: readonly string[]) => Promise<string>

/**
 * Docker Compose, as functions that return what it printed. `compose` runs it as people do: `docker-compose` of Debian 12, or
 * `docker compose` of the tree that sid's engine runs in, where Docker's command line first queries the plugin and then runs it.
 * `composePlugin` runs that plugin directly, as nobody does.
 */
export function composeIn(
  release: LabRelease,
  place: Place,
): { readonly compose: Compose; readonly composePlugin: Compose } {
  if (release === 'debian12') {
    const compose = commandOf(['docker-compose'], place)
    return { compose, composePlugin: compose }
  }
  const tree = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'reconcile/trees/sid/usr')
  const plugin = join(tree, 'libexec/docker/cli-plugins/docker-compose')
  const plugins = join(place.env['HOME'] ?? place.cwd, '.docker/cli-plugins')
  mkdirSync(plugins, { recursive: true })
  symlinkSync(plugin, join(plugins, 'docker-compose'))
  return { compose: commandOf([join(tree, 'bin/docker'), 'compose'], place), composePlugin: commandOf([plugin], place) }
}

function commandOf([program = '', ...first]: readonly string[], { cwd, env }: Place): Compose {
  return async (...args) =>
    (await promisify(execFile)(program, [...first, ...args], { cwd, env, maxBuffer: 1 << 26 })).stdout
}
