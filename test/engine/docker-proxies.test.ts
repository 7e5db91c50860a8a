import { deepEqual, match } from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { proxiesFor } from '../../engine/docker/proxies.ts'

describe("the proxies of docker's config.json", () => {
  let directory: string
  beforeEach(() => (directory = mkdtempSync(join(tmpdir(), 'docker-config-'))))
  afterEach(() => rmSync(directory, { recursive: true, force: true }))

  const host = 'tcp://10.0.0.1:2376'
  const all = { httpProxy: 'a', httpsProxy: 'b', noProxy: 'c', ftpProxy: 'd', allProxy: 'e' }
  const rows: readonly [string, unknown, Record<string, string> | undefined][] = [
    [
      'are variables in large and small letters',
      { default: all },
      {
        ...{ HTTP_PROXY: 'a', HTTPS_PROXY: 'b', NO_PROXY: 'c', FTP_PROXY: 'd', ALL_PROXY: 'e' },
        ...{ http_proxy: 'a', https_proxy: 'b', no_proxy: 'c', ftp_proxy: 'd', all_proxy: 'e' },
      },
    ],
    [
      'are those of the engine itself, in place of all the usual ones',
      { default: all, [host]: { httpProxy: 'own' }, 'tcp://10.0.0.2:2376': all },
      { HTTP_PROXY: 'own', http_proxy: 'own' },
    ],
    ['are none for an engine that is to have none', { default: all, [host]: {} }, undefined],
    ['are none for one whose entry is null, as for docker', { default: all, [host]: null }, undefined],
    [
      'are none where one is empty, of no text, or unknown',
      { default: { noProxy: '', ftpProxy: 7, x: 'y' } },
      undefined,
    ],
    ['are none where there are none', undefined, undefined],
    ['are none of what is no object', ['a'], undefined],
  ]
  for (const [what, proxies, wanted] of rows)
    it(what, async () => {
      writeFileSync(join(directory, 'config.json'), JSON.stringify({ proxies, auths: {} }))
      deepEqual(await proxiesFor(host, directory), wanted ? { proxies: wanted } : {})
    })

  it('are none without a file', async () => deepEqual(await proxiesFor(host, directory), {}))

  it('are none in an empty file, which docker takes for none', async () => {
    writeFileSync(join(directory, 'config.json'), '')
    deepEqual(await proxiesFor(host, directory), {})
  })

  it('are not known of what is not JSON, without its words, or is no file', async () => {
    const path = join(directory, 'config.json')
    writeFileSync(path, '{"proxies": hunter2')
    deepEqual(await proxiesFor(host, directory), { proxiesUnread: `read ${path}: it is not JSON` })
    rmSync(path)
    mkdirSync(path)
    match((await proxiesFor(host, directory)).proxiesUnread ?? '', /^read \S+config\.json: it is a directory$/)
    rmSync(path, { recursive: true })
    execFileSync('mkfifo', [path])
    match((await proxiesFor(host, directory)).proxiesUnread ?? '', /^read \S+config\.json: it is no regular file$/)
  })

  it('are not known where nobody answers who has the file', async () => {
    const never = () => new Promise<string>(() => undefined)
    const path = join(directory, 'config.json')
    deepEqual(await proxiesFor(host, directory, never), { proxiesUnread: `${path} was not read within 2 s` })
  })
})
