import type { VersionInfo } from '../v1/installation/answers.ts'
import type { Installation } from '../v1/installation/installation.ts'
import { notFound } from './refusal.ts'

/** Which version serves, with the fields that Kubernetes' clients read; it is ours, and of no Kubernetes. */
export function versionFor(info: VersionInfo): object {
  const [major, minor] = info.version.split('.')
  return { ...info, major, minor, gitVersion: `v${info.version}` }
}

/**
 * A stack as the namespace that it is. Nothing else is known of namespaces: kubectl asks for one to tell an object that is not there
 * from a namespace that is not there.
 */
export async function namespaceFor({ get }: Pick<Installation, 'get'>, name: string): Promise<object> {
  const stack = await get({ kind: 'Stack', name })
  if (!stack) throw notFound(`namespaces "${name}"`)
  const { uid, resourceVersion, creationTimestamp } = stack.metadata
  const metadata = { name, uid, resourceVersion, creationTimestamp }
  return { apiVersion: 'v1', kind: 'Namespace', metadata, status: { phase: 'Active' } }
}
