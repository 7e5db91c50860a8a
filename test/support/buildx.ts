import { execFileSync } from 'node:child_process'
import { mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Installs buildx of Debian sid as a plugin of docker's command line, into this configuration directory. */
export function installBuildx(configDirectory: string): void {
  const tree = execFileSync(TREE, ['sid'], { encoding: 'utf8' }).trim()
  const plugins = join(configDirectory, 'cli-plugins')
  mkdirSync(plugins, { recursive: true })
  symlinkSync(join(tree, 'usr/libexec/docker/cli-plugins/docker-buildx'), join(plugins, 'docker-buildx'))
}

const TREE = fileURLToPath(new URL('../../hack/lab/tree', import.meta.url))
