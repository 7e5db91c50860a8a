import { equal, notEqual, ok } from 'node:assert/strict'
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { mergePush } from '../../../cli/git/merge-push.ts'
import { hookRepository } from '../../../cli/git/repository.ts'
import { stagePush } from '../../../cli/git/stage.ts'
import { readStaged } from '../../../cli/git/staged-files.ts'
import { withBuildHashes } from '../../../cli/local/request/build-hashes.ts'
import { readRequest } from '../../../cli/local/request/read-request.ts'
import { annotations } from '../../../api/v1/labels.ts'
import { servicesIn } from '../../../store/source/reading/reading.ts'
import { gitText } from '../../../store/git/run-git.ts'
import { aCore } from '../local/local-core.ts'

describe('a build in a push that leaves its sources', () => {
  let dir: string
  let live: string
  let next: string
  const env = { PATH: process.env['PATH'] ?? '', HOME: '/nowhere', GIT_CONFIG_NOSYSTEM: '1' }
  const ada = { GIT_AUTHOR_NAME: 'ada', GIT_AUTHOR_EMAIL: 'a@a', GIT_COMMITTER_NAME: 'ada', GIT_COMMITTER_EMAIL: 'a@a' }
  const git = (...args: readonly string[]) => gitText({ args, cwd: live, env: { ...env, ...ada } })
  const write = (name: string, text: string) => {
    mkdirSync(dirname(join(live, name)), { recursive: true })
    writeFileSync(join(live, name), text)
  }

  beforeEach(async () => {
    dir = realpathSync(mkdtempSync(join(tmpdir(), 'staged-build-')))
    live = join(dir, 'live')
    write('app/Dockerfile', 'FROM busybox\nCOPY . /app\n')
    write('app/bin/run', '#!/bin/sh\n')
    write('app/compose.yaml', 'services: {web: {build: .}}\n')
    write('note', 'one')
    await git('init', '--quiet')
    await git('add', '--all')
    await git('commit', '--quiet', '-m', 'one')
    write('note', 'two')
    await git('commit', '--quiet', '--all', '-m', 'two')
    next = await git('rev-parse', 'HEAD')
    await git('reset', '--quiet', '--hard', 'HEAD^')
  })
  afterEach(() => rmSync(dir, { recursive: true }))

  const hashIn = async (staged: { readonly directory: string; readonly at: string }) => {
    const { sources } = await readStaged(staged)
    const request = { sources, cwd: live, staged }
    const { needs = [] } = readRequest({ ...request, variables: {} })
    const read = readRequest({ ...request, variables: Object.fromEntries(needs.map((name) => [name, null])) })
    ok(read.needs === undefined)
    const hashed = await withBuildHashes(read.files, { store: aCore(dir).store, again: false, staged })
    const [service] = servicesIn(hashed)
    return service?.metadata.annotations?.[annotations.buildHash]
  }
  const hashes = async () => {
    const repository = await hookRepository({ env, cwd: live })
    const merge = await mergePush(repository, next)
    const stage = await stagePush(repository, { now: () => Date.now() }, { ...merge, next })
    try {
      return [await hashIn(stage), await hashIn({ directory: live, at: live })]
    } finally {
      await stage.remove()
    }
  }

  for (const [what, change] of [
    [
      'have modes of their own',
      () => {
        chmodSync(join(live, 'app/bin'), 0o711)
        chmodSync(join(live, 'app/Dockerfile'), 0o600)
      },
    ],
    ['have a directory beside them that git does not know', () => write('app/cache/x', '1')],
    ['have a large file beside them that git does not know', () => write('app/big', '1'.repeat(1_000_001))],
    ['have a link beside them that git does not know', () => symlinkSync('bin/run', join(live, 'app/link'))],
  ] as const)
    it(`is the one that there is where they ${what}`, async () => {
      const [before] = await hashes()
      change()
      const [staged, there] = await hashes()
      equal(staged, there)
      notEqual(staged, before)
    })
})
