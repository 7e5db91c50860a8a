import { equal, match } from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { chmodSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { until } from '../../support/until.ts'
import { type Ground, releases, startGround } from '../proofs/ground.ts'

/** The commands of docs/git.md that make a push live, as they stand there, for a directory of the test. */
function commands(directory: string): readonly string[] {
  const page = readFileSync('docs/git.md', 'utf8').replaceAll('/srv/stacks', directory)
  return [...page.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, block = '']) => block)
}

for (const release of releases.slice(0, 1))
  describe(`docs/git.md, as a new user follows it (${release})`, function () {
    this.timeout(180_000)
    let ground: Ground

    before(async () => {
      ground = await startGround({ release, images: ['nginx:1.27'] })
    })
    after(() => ground?.end())

    it('leads from nothing to a push that is live', async () => {
      const cli = ground.cli()
      const live = join(cli.dir, 'srv/stacks')
      const [host = '', work = ''] = commands(live)
      match(host, /^reconcile init --git \S+srv\/stacks .*\nreconcile serve /)
      equal((await cli.run('init', '--git', live)).exit, 0)
      await cli.start('serve').says('serving the installation')

      const ssh = cli.write('ssh', '#!/bin/sh\nexec env -i HOME=/ PATH=/usr/local/bin:/usr/bin:/bin sh -c "$2"\n')
      chmodSync(ssh, 0o755)
      const env = {
        ...{ PATH: process.env['PATH'] ?? '', HOME: cli.dir, GIT_SSH: resolve(ssh), GIT_SSH_VARIANT: 'simple' },
        ...{ GIT_AUTHOR_NAME: 'ada', GIT_AUTHOR_EMAIL: 'ada@example.org' },
        ...{ GIT_COMMITTER_NAME: 'ada', GIT_COMMITTER_EMAIL: 'ada@example.org' },
      }
      const { stderr } = await promisify(execFile)('sh', ['-e', '-c', work], { cwd: cli.dir, env, timeout: 90_000 })
      match(stderr, /converged: 1 service/)
      await until('the page answers', async () => (await ground.hand.names()).includes('shop-web-1 running'))
    })
  })
