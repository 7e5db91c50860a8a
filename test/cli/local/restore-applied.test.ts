import { deepEqual, equal, match } from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { keepApplied } from '../../../cli/local/desired.ts'
import { restoreApplied } from '../../../cli/local/restore-applied.ts'
import { aCore } from './local-core.ts'

describe('what was applied, where the state is lost', () => {
  let home: string
  beforeEach(() => (home = mkdtempSync(join(tmpdir(), 'reconcile-restore-'))))
  afterEach(() => rmSync(home, { recursive: true }))

  const keep = (stack: string, image = 'nginx') => {
    const text = `name: ${stack}\nservices:\n  web:\n    image: ${image}\n`
    const request = { cwd: '/srv', sources: [{ file: `/srv/${stack}.yaml`, text }] }
    keepApplied(join(home, 'desired'), { stack, request, parts: [], deleted: [], images: {}, written: [] })
  }

  it('is taken again, and what can not be is said with the way on, until it is applied again', async () => {
    keep('shop')
    keep('blog')
    writeFileSync(join(home, 'desired/blog/context.json'), '')
    const core = aCore(home)
    const lines: string[] = []
    await restoreApplied(core, (line) => lines.push(line))
    deepEqual([...core.store.list('Service').keys()], ['shop/web'])
    equal(lines.length, 2)
    match(
      lines[0] ?? '',
      /^error: blog: \S+desired\/blog, which has .*, is not whole: .*JSON.* apply its manifests again/,
    )
    match(lines[1] ?? '', /^shop: the state had lost it; taken again/)
    writeFileSync(join(home, 'desired/shop/context.json'), '')
    keep('old', '"nginx:"')
    lines.length = 0
    await restoreApplied(core, (line) => lines.push(line))
    equal(
      lines.some((line) => line.includes('shop')),
      false,
    )
    match(
      lines.find((line) => line.includes('old')) ?? '',
      /^error: old: .*old\.yaml:4:\d+: services\.web\.image: must be/,
    )
  })
})
