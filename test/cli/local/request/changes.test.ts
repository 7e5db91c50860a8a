import { deepEqual } from 'node:assert/strict'
import type { ObjectOf } from '../../../../api/v1/kinds.ts'
import { changesBetween } from '../../../../cli/local/request/changes.ts'

function aService(labels: Readonly<Record<string, string>> | undefined): ObjectOf {
  const metadata = { name: 'web', namespace: 'shop', ...(labels ? { labels } : {}) }
  return { apiVersion: 'reconcile.dev/v1', kind: 'Service', metadata, spec: { template: { image: 'web' } } }
}

describe('what changed of an object', () => {
  for (const [before, after, said] of [
    [{ tier: 'a' }, { tier: 'b' }, ['labels.tier a → b']],
    [undefined, { tier: 'b' }, ['labels.tier (none) → b']],
    [{ tier: 'a' }, undefined, ['labels.tier a → (none)']],
    // S9
    [{ DB_PASSWORD: 'hunter2' }, { DB_PASSWORD: 'hunter3' }, ['labels.DB_PASSWORD is another, and not shown']],
    [undefined, { DB_PASSWORD: 'hunter3' }, ['labels.DB_PASSWORD (none) → ***']],
  ] as const)
    it(`is said of labels: ${said.join()}`, () => deepEqual(changesBetween(aService(before), aService(after)), said))
})
