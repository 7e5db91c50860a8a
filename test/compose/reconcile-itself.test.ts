import { deepEqual, match, ok } from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'

const ROOT = join(import.meta.dirname, '../..')

interface Project {
  readonly services: Readonly<
    Record<string, { readonly logging?: { readonly driver?: string }; readonly restart?: string }>
  >
}

describe('reconcile itself in a container', () => {
  it('has a bounded log, by its Compose file and by the command in the docs', () => {
    const { services } = parse(readFileSync(join(ROOT, 'docker-compose.yml'), 'utf8')) as Project
    const logs = Object.values(services).map(({ logging }) => logging?.driver)
    ok(logs.length > 0 && logs.every((driver) => driver === 'local'), logs.join())
    match(readFileSync(join(ROOT, 'docs/serve-as-a-container.md'), 'utf8'), /docker run -d .*--log-driver local/)
  })

  it('is started again by an engine that was killed, which leaves what is unless-stopped', () => {
    const { services } = parse(readFileSync(join(ROOT, 'docker-compose.yml'), 'utf8')) as Project
    deepEqual(
      Object.values(services).map(({ restart }) => restart),
      ['always'],
    )
    match(readFileSync(join(ROOT, 'docs/serve-as-a-container.md'), 'utf8'), /docker run -d .*--restart always /)
  })
})
