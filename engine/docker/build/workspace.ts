import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { BuildArgs, BuildSecret } from '../../types/build.ts'
import type { RegistryAuth } from '../../registry-auth.ts'
import type { Endpoint } from '../endpoint.ts'
import type { BakePlaces } from './bake-file.ts'
import { buildsOf } from './builds.ts'
import { removeLeftWorkspaces, showAlive, WORKSPACE, workspaceParent } from './left-workspaces.ts'

/** A private directory of one build, with the files for its buildx process. */
export interface Workspace extends BakePlaces {
  readonly env: Readonly<Record<string, string>>
  remove(): Promise<void>
}

export interface WorkspaceParts {
  readonly endpoint: Endpoint
  readonly logins: Readonly<Record<string, RegistryAuth>>
  readonly args: BuildArgs
}

const contextName = 'reconcile'

/**
 * Creates the directory, in memory where the machine has that, with a Docker configuration (engine address and logins) and the secrets.
 * Also removes directories that killed processes left.
 */
export async function makeWorkspace({ endpoint, logins, args }: WorkspaceParts): Promise<Workspace> {
  const parent = await workspaceParent()
  await removeLeftWorkspaces(parent)
  const root = await mkdtemp(join(parent, `${WORKSPACE}${process.pid}-`))
  const conceal = await showAlive(root)
  const remove = () => rm(root, { recursive: true, force: true }).finally(conceal)
  const files = new Map<BuildSecret, string>()
  const empty = join(root, 'empty')
  try {
    await mkdir(empty)
    const config = JSON.stringify({ auths: Object.fromEntries(Object.entries(logins).map(storedLogin)) })
    await writeFile(join(root, 'config.json'), config, { mode: 0o600 })
    await writeContext(root, endpoint)
    for (const secret of buildsOf(args).flatMap(({ secrets = [] }) => secrets)) {
      const path = join(root, `secret-${files.size}`)
      await writeFile(path, secret.value?.reveal() ?? '', { mode: 0o600 })
      files.set(secret, path)
    }
  } catch (error) {
    await remove()
    throw error
  }
  return {
    env: {
      ...{ DOCKER_CONFIG: root, DOCKER_CONTEXT: contextName, BUILDX_CONFIG: join(root, 'buildx') },
      ...{ BUILDX_BAKE_ENTITLEMENTS_FS: '0', DOCKER_CLI_HINTS: 'false', NO_COLOR: '1' },
    },
    empty,
    secretFile: (secret) => files.get(secret) ?? '',
    remove,
  }
}

function storedLogin([server, auth]: readonly [string, RegistryAuth]): [string, Record<string, string>] {
  const { username, password, identitytoken, registrytoken } = auth
  if (identitytoken) return [server, { identitytoken }]
  if (registrytoken) return [server, { registrytoken }]
  return [server, { auth: Buffer.from(`${username ?? ''}:${password ?? ''}`).toString('base64') }]
}

/** Writes a context of docker's command line, the only form that can hold every address with its certificates. */
async function writeContext(root: string, { host, tls }: Endpoint): Promise<void> {
  const id = createHash('sha256').update(contextName).digest('hex')
  const meta = join(root, 'contexts/meta', id)
  await mkdir(meta, { recursive: true })
  const docker = { Host: host.replace(/^https?:/, 'tcp:'), SkipTLSVerify: tls?.skipVerify === true }
  await writeFile(join(meta, 'meta.json'), JSON.stringify({ Name: contextName, Metadata: {}, Endpoints: { docker } }))
  if (tls === undefined) return
  const directory = join(root, 'contexts/tls', id, 'docker')
  await mkdir(directory, { recursive: true })
  for (const name of ['ca', 'cert', 'key'] as const) {
    const path = tls[name]
    if (path !== undefined) await symlink(path, join(directory, `${name}.pem`))
  }
}
