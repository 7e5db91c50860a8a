import { equal, match } from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { startCli } from '../support/cli.ts'
import { loadImages } from '../support/images.ts'
import { type Lab, startLab } from '../support/lab.ts'
import { whole } from '../support/share.ts'

const START = fileURLToPath(new URL('../../hack/start', import.meta.url))
const EXAMPLE = fileURLToPath(new URL('../../examples/hello', import.meta.url))
const START_TWICE = fileURLToPath(new URL('../../hack/lab/start-twice', import.meta.url))

describe('npm start -- --once with an engine whose ports are in another network', function () {
  this.timeout(300_000)
  let lab: Lab
  let home = ''

  before(async () => {
    home = mkdtempSync(join(tmpdir(), 'start-'))
    lab = await startLab()
    await loadImages(lab.hosts[0].socket, ['busybox:1.36'])
  })
  after(async () => {
    rmSync(home, { recursive: true, force: true })
    await lab?.down()
  })

  const started = async (own: Readonly<Record<string, string>> = {}) => {
    const env = { ...process.env, DOCKER_HOST: `unix://${lab.hosts[0].socket}`, RECONCILE_HOME: home, ...own }
    return (await promisify(execFile)(START, ['--once'], { env, maxBuffer: 1 << 26 })).stdout
  }
  const named = /\nstart: the page is on port (\d+) of the host of unix:\S+; /
  let port = ''

  it('ends well when converged, and says where the page is', async () => {
    const said = await started()
    match(said, /\nconverged: 2 services\n/)
    match(said, named)
    port = named.exec(said)?.[1] ?? ''
  })

  it('says beside a serve that runs where its page is, whatever port is asked for', async () => {
    const cli = startCli(lab.hosts[0].socket, { RECONCILE_HOME: home, HELLO_PORT: port })
    try {
      await cli.start('serve', '--watch', EXAMPLE).says('serving the installation')
      const said = await started({ HELLO_PORT: '1' })
      match(said, new RegExp(`\nstart: the page of that serve is on port ${port}, not on HELLO_PORT=1: end it`))
      equal(named.exec(said)?.[1], port)
    } finally {
      await cli.end()
    }
  })
})

// It installs an engine from a mirror, and runs only with everything else.
if (whole)
  describe('npm start -- --once in a fresh Debian 12', function () {
    this.timeout(900_000)

    it('writes nothing to the engine the second time (S8)', async () => {
      const { stdout } = await promisify(execFile)(START_TWICE, { maxBuffer: 1 << 26 })
      match(stdout, /\n0 writing calls of [1-9]\d*; exit 0\n/)
    })
  })
