import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { dirname, join } from 'node:path'
import { authHeader } from '../../engine/docker/credentials.ts'
import { aCertificate } from './certificate.ts'
import type { LabHost } from './lab.ts'

/** Who may pull and push. */
export const user = 'me'
export const password = 'pass:word'
/** The registry on the host's loopback, where engines want no TLS. */
export const plainRegistry = '127.0.0.1:5000'
/** The same over TLS. Engines verify no certificate on a loopback address: this one is of the host's own all the same. */
export const tlsRegistry = '192.0.2.1:5443'

/** Starts Debian's docker-registry on a host, with one user and a certificate that it signed itself; it ends with the lab. It may not answer yet. */
export async function startRegistry(host: LabHost): Promise<void> {
  const directory = dirname(host.socket)
  const hash = execFileSync('perl', ['-e', 'print crypt(<STDIN>, q{$2y$05$abcdefghijklmnopqrstuu})'], {
    input: password,
  })
  writeFileSync(join(directory, 'htpasswd'), `${user}:${hash}\n`)
  const config = [
    'version: 0.1',
    `storage: { filesystem: { rootdirectory: ${directory}/registry } }`,
    `auth: { htpasswd: { realm: test, path: ${directory}/htpasswd } }`,
  ]
  aCertificate(directory, { names: 'IP:192.0.2.1' })
  await host.run('ip', 'addr', 'add', '192.0.2.1/32', 'dev', 'lo')
  const tls = `tls: { certificate: ${directory}/cert.pem, key: ${directory}/key.pem }`
  for (const [name, http] of [
    ['plain', `addr: "${plainRegistry}"`],
    ['tls', `addr: "${tlsRegistry}", ${tls}`],
  ]) {
    const file = `${directory}/registry-${name}`
    writeFileSync(`${file}.yml`, [...config, `http: { ${http} }`].join('\n'))
    await host.run('sh', '-c', `setsid docker-registry serve ${file}.yml >${file}.log 2>&1 </dev/null &`)
  }
}

/** Has the host's engine trust the registry's certificate, as docs/images.md says. */
export function trustRegistry(host: LabHost): void {
  const directory = dirname(host.socket)
  const trusted = join(directory, 'etc/certs.d', tlsRegistry)
  mkdirSync(trusted, { recursive: true })
  copyFileSync(join(directory, 'cert.pem'), join(trusted, 'ca.crt'))
}

/** What a Secret of docker's config.json has for this password. */
export function dockerConfigOf(secret: string, server = tlsRegistry): string {
  return JSON.stringify({ auths: { [server]: { auth: Buffer.from(`${user}:${secret}`).toString('base64') } } })
}

/** Pushes what the engine has as `REGISTRY/REPOSITORY:TAG` to the registry. It is no verb of ours: this is the raw call. */
export function push(socket: string, image: string): Promise<void> {
  const [, repository = '', tag = ''] = /^(.*):([^:]*)$/.exec(image) ?? []
  const serveraddress = repository.replace(/\/.*$/, '')
  const headers = { 'X-Registry-Auth': authHeader({ username: user, password, serveraddress }) }
  const path = `/v1.41/images/${repository}/push?tag=${tag}`
  return new Promise((resolve, reject) => {
    const call = request({ socketPath: socket, method: 'POST', path, headers }, async (answer) => {
      let text = ''
      for await (const chunk of answer) text += chunk
      if (answer.statusCode === 200 && !text.includes('errorDetail')) resolve()
      else reject(new Error(`push ${image}: ${answer.statusCode} ${text.slice(-500)}`))
    })
    call.on('error', reject).end()
  })
}
