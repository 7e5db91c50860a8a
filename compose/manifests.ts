import type { V1Config, V1Network, V1Secret, V1Service, V1Volume } from '../api/v1/generated/types.ts'
import { API_VERSION } from '../api/v1/kinds.ts'
import type { Manifest } from '../api/v1/provenance.ts'
import { emptyVariable } from '../api/v1/variable-bytes.ts'
import { secretValue } from '../api/v1/redact/secret-value.ts'
import type { Drafted, FileDraft } from './attributes/file.ts'
import type { Context } from './context.ts'
import { developOf } from './develop-rules.ts'
import type { Trace } from './ledger.ts'
import type { Node } from './node.ts'
import { defaultOf } from './node.ts'
import type { ServiceDraft } from './service-draft.ts'

/** A resource that a Compose file can declare. */
export type ComposeObject = V1Service | V1Network | V1Volume | V1Secret | V1Config

/** A manifest made from a Compose file; its provenance leads from each field to the node that it came from. */
export interface ComposeManifest extends Manifest<ComposeObject> {
  readonly provenance: Trace
}

/** The manifests of a file, with networks, volumes, secrets and configs before the services. `services` are the active ones. */
export function manifestsOf(
  draft: FileDraft,
  services: readonly ServiceDraft[],
  input: ManifestInput,
): ComposeManifest[] {
  const named =
    <O extends ComposeObject>(make: (meta: Meta, spec: O['spec']) => O) =>
    ({ name, spec, node }: Drafted<O['spec']>) =>
      manifest(make({ name, namespace: input.context.project }, spec), node, input)
  return [
    ...draft.networks.map(named<V1Network>((metadata, spec) => ({ ...typed, kind: 'Network', metadata, spec }))),
    ...defaultNetwork(draft, services, input),
    ...draft.volumes.map(named<V1Volume>((metadata, spec) => ({ ...typed, kind: 'Volume', metadata, spec }))),
    ...draft.secrets
      .map(named<V1Secret>((metadata, spec) => ({ ...typed, kind: 'Secret', metadata, spec })))
      .map((each) => withContent(each, 'secrets', input)),
    ...draft.configs
      .map(named<V1Config>((metadata, spec) => ({ ...typed, kind: 'Config', metadata, spec })))
      .map((each) => withContent(each, 'configs', input)),
    ...services.map((service) =>
      withProfile(
        withDevelop(manifest(serviceOf(service, input.context.project), service.node, input), service),
        service,
      ),
    ),
  ]
}

function withDevelop(manifest: ComposeManifest, { name, spec, develop }: ServiceDraft): ComposeManifest {
  if (!develop) return manifest
  const entries = develop.map(({ value }) => value)
  return { ...manifest, develop: developOf(entries, { name, isBuilt: spec.template.build !== undefined }) }
}

function withProfile(manifest: ComposeManifest, { profiles }: ServiceDraft): ComposeManifest {
  return profiles.length > 0 ? { ...manifest, profiled: true } : manifest
}

/** Adds the bytes of a Secret or Config with `environment:`, the value of that variable. It is kept as a secret value (S9). */
function withContent(
  manifest: ComposeManifest,
  section: 'secrets' | 'configs',
  { context, contents }: ManifestInput,
): ComposeManifest {
  const { metadata, spec } = manifest.object as V1Secret | V1Config
  if (spec.environment === undefined) return manifest
  const value = contents?.get(`${section}/${metadata.name}`) ?? context.variable(spec.environment)
  if (value === '' && section === 'secrets')
    context.warn(manifest.provenance.nodeOf(['spec', 'environment']), emptyVariable(spec.environment))
  return value === undefined ? manifest : { ...manifest, content: secretValue(value) }
}

export interface ManifestInput {
  readonly context: Context
  /**
   * Values of `environment:` in included files, by `secrets/NAME` or `configs/NAME`. Such a file may have its own env files, so that a
   * variable has another value there.
   */
  readonly contents: ReadonlyMap<string, string> | undefined
  /** Absolute path of the Compose file. */
  readonly file: string
}

interface Meta {
  readonly name: string
  readonly namespace: string
}

const typed = { apiVersion: API_VERSION } as const

function serviceOf({ name, labels, spec }: ServiceDraft, namespace: string): V1Service {
  const metadata = { name, namespace, ...(Object.keys(labels).length > 0 ? { labels } : {}) }
  return { ...typed, kind: 'Service', metadata, spec }
}

/** The `default` network, where a service uses it and the file does not declare it. */
function defaultNetwork(draft: FileDraft, services: readonly ServiceDraft[], input: ManifestInput): ComposeManifest[] {
  if (draft.networks.some(({ name }) => name === 'default')) return []
  const user = services.find(({ spec }) => spec.template.networks?.some(({ network }) => network === 'default'))
  if (!user) return []
  const metadata = { name: 'default', namespace: input.context.project }
  return [
    { ...manifest({ ...typed, kind: 'Network', metadata, spec: {} }, defaultOf(user.node), input), sourceText: '' },
  ]
}

function manifest(object: ComposeObject, node: Node, { context, file }: ManifestInput): ComposeManifest {
  const provenance = context.ledger.trace(object, { ...node, value: null })
  return { object, provenance, file, sourceText: node.source.textOf(node.path) }
}
