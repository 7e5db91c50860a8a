import assert from 'node:assert/strict'
import type { V1Service } from '../../../api/v1/generated/types.ts'
import { withDefaults } from '../../../api/v1/defaults.ts'
import { defaultSettings } from '../../../api/v1/settings.ts'
import type { Accepted } from '../../../store/source/accepted.ts'
import { noHistory, type RootHistory } from '../../../store/source/losses.ts'
import { type AcceptanceInput, type AcceptancePlan, planAcceptance } from '../../../store/source/plan.ts'
import { readText } from '../../../store/source/read-applied.ts'
import { declaredHash } from '../../../store/source/reading.ts'
import { service } from './world.ts'

export const now = 1_000_000
const context = { variable: () => undefined, readFile: () => new Error('none') }
export const fileOf = (name: string, text = service(name)) => readText({ file: `/srv/${name}.yaml`, text }, context, [])

export function accepted(name: string, changed: Partial<Accepted> & { deleting?: boolean } = {}): Accepted {
  const [manifest] = fileOf(name).manifests
  assert.ok(manifest)
  const { deleting, ...origin } = changed
  const object = withDefaults(manifest.object as V1Service)
  const metadata = {
    ...object.metadata,
    uid: `uid-${name}`,
    ...(deleting ? { deletionTimestamp: '2026-01-01T00:00:00Z' } : {}),
  }
  return {
    id: `Service/shop/${name}`,
    object: { ...object, metadata },
    root: '/srv',
    file: `/srv/${name}.yaml`,
    fileHash: fileOf(name).hash,
    hash: declaredHash(manifest.object),
    ...origin,
  }
}

export const missing = (ago: number, ...names: string[]): RootHistory => ({
  ...noHistory,
  missing: new Map(names.map((name) => [`Service/shop/${name}`, { since: now - ago, committed: false }])),
})

export interface Case {
  readonly files: readonly ReturnType<typeof fileOf>[]
  readonly accepted: readonly Accepted[]
  readonly more?: Partial<AcceptanceInput>
  readonly incomplete?: boolean
}

export function planOf({ files, accepted, more = {}, incomplete = false }: Case): AcceptancePlan {
  return planAcceptance({
    root: '/srv',
    reading: {
      files: new Map(files.map((file) => [file.file, file])),
      committed: false,
      ...(incomplete ? { incomplete: { reason: 'RootVanished', message: 'gone' } as const } : {}),
    },
    accepted: new Map(accepted.map((each) => [each.id, each])),
    history: noHistory,
    approvals: new Set(),
    mayDelete: true,
    now,
    settings: defaultSettings,
    ...more,
  })
}

export function decide(given: Case): string[] {
  const plan = planOf(given)
  const words = plan.actions.map((action) => {
    if (action.do === 'accept') return `accept ${action.claim.manifest.object.metadata.name}`
    if (action.do === 'delete') return `delete ${action.id.slice(13)}`
    if (action.do === 'hand over') return `hand over ${action.accepted.id.slice(13)} to ${action.heir.root}`
    return action.do === 'keep' ? `keep ${action.file}` : `hold ${action.hold.reason} ${action.hold.resources.length}`
  })
  return [
    ...words,
    ...plan.errors.map(({ reason }) => `error ${reason}`),
    ...(plan.againIn ? [`again in ${plan.againIn}`] : []),
  ]
}
