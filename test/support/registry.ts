import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { dirname, join } from 'node:path'
import { authHeader } from '../../engine/docker/credentials.ts'
import { aCertificate } from './certificate.ts'
import type { LabHost } from './lab.ts'

/** The one user, who may pull and push. */
export const user = 'me'
export const password = 'pass:word'
/** The registry on the host's loopback address, for which engines need no TLS. */
export const plainRegistry = '127.0.0.1:5000'
/** The registry over TLS. Not on a loopback address, where engines verify no certificate, but on another address of the same host. */
export const tlsRegistry = '192.0.2.1:5443'

/** Starts Debian's docker-registry on a host, with one user and a self-signed certificate. Ends with the lab; may not answer at once. */
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

/** Makes the host's engine trust the registry's certificate, as described in docs/images.md. */
export function trustRegistry(host: LabHost): void {
  const directory = dirname(host.socket)
  const trusted = join(directory, 'etc/certs.d', tlsRegistry)
  mkdirSync(trusted, { recursive: true })
  copyFileSync(join(directory, 'cert.pem'), join(trusted, 'ca.crt'))
}

/** A docker config.json, for a Secret, with this password. */
export function dockerConfigOf(secret: string, server = tlsRegistry): string {
  return JSON.stringify({ auths: { [server]: { auth: Buffer.from(`${user}:${secret}`).toString('base64') } } })
}

/** Pushes the image `REGISTRY/REPOSITORY:TAG` from the engine to the registry, by a raw call, as the product has no push. */
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
