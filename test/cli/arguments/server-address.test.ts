import { deepEqual, equal, match } from 'node:assert/strict'
import { parseServer } from '../../../cli/arguments/server-address.ts'
import { exits, type InstallationError } from '../../../api/v1/installation/installation-error.ts'

describe('the address of a server', () => {
  for (const [text, means] of [
    ['https://host.example:8443', 'https://host.example:8443'],
    ['https://host.example/', 'https://host.example'],
    ['https://[fd00::1]:8443', 'https://[fd00::1]:8443'],
    ['http://127.0.0.1:8080', 'http://127.0.0.1:8080'],
    ['http://[::1]:8080', 'http://[::1]:8080'],
    ['http://localhost:8080', 'http://localhost:8080'],
    ['unix:///run/reconcile.sock', '/run/reconcile.sock'],
    ['ssh://host', { host: 'host' }],
    ['ssh://host/', { host: 'host' }],
    ['ssh://me@host.example:2222', { user: 'me', host: 'host.example', port: 2222 }],
    ['ssh://me@[fd00::1]:22', { user: 'me', host: 'fd00::1', port: 22 }],
    ['ssh://host/srv/re-concile/reconcile.sock', { host: 'host', socket: '/srv/re-concile/reconcile.sock' }],
  ] as const)
    it(`may be ${text}`, () => {
      const address = parseServer(text)
      if ('ssh' in address) deepEqual(address.ssh, means)
      else equal('socket' in address ? address.socket : address.url.origin, means)
    })

  for (const [text, says, remedy] of [
    ['http://host.example:8080', /in the clear/, /https:\/\/.*--tls-cert/],
    ['http://127.0.0.1.example:80', /in the clear/, /https/],
    ['https://user:word@host:1', /\/\/\*\*\*@host:1 has a user or password/, /RECONCILE_TOKEN_FILE/],
    ['https://host:1/api', /only its host and port/, /write https:\/\/host:1$/],
    ['https://host:99999', /is no address/, /https:\/\/HOST:PORT/],
    ['unix://reconcile.sock', /no absolute path/, /unix:\/\/\/PATH/],
    ['host:8443', /is no address/, /https:\/\/HOST:PORT/],
    ['tcp://host:8443', /is no address/, /https:\/\/HOST:PORT/],
    ['ssh://-oProxyCommand=id', /no address for ssh/, /ssh:\/\/\[USER@\]HOST/],
    ['ssh://-l@host', /no address for ssh/, /without a password/],
    ['ssh://me:word@host', /\/\/\*\*\*@host is no address/, /without a password/],
    ['ssh://$(id)', /no address for ssh/, /plain letters/],
    ['ssh://host/$(id)', /no address for ssh/, /plain letters/],
    ['ssh://host/a b', /no address for ssh/, /plain letters/],
    ['ssh://host:70000', /no address for ssh/, /PORT/],
    ['ssh://', /no address for ssh/, /HOST/],
  ] as const)
    it(`is refused as ${text}`, () => {
      const { exit, message, remedy: next = '' } = refusalOf(text)
      equal(exit, exits.usage)
      match(message, says)
      match(next, remedy)
      equal(`${message}${next}`.includes('word@'), false)
    })
})

function refusalOf(text: string): InstallationError {
  try {
    parseServer(text)
  } catch (error) {
    return error as InstallationError
  }
  throw new Error(`${text} is taken`)
}
