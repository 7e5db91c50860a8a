import { equal, match } from 'node:assert/strict'
import { parseServer } from '../../../cli/arguments/server-address.ts'
import { exits, type InstallationError } from '../../../api/v1/installation-error.ts'

describe('the address of a server', () => {
  for (const [text, means] of [
    ['https://host.example:8443', 'https://host.example:8443'],
    ['https://host.example/', 'https://host.example'],
    ['https://[fd00::1]:8443', 'https://[fd00::1]:8443'],
    ['http://127.0.0.1:8080', 'http://127.0.0.1:8080'],
    ['http://[::1]:8080', 'http://[::1]:8080'],
    ['http://localhost:8080', 'http://localhost:8080'],
    ['unix:///run/reconcile.sock', '/run/reconcile.sock'],
  ] as const)
    it(`may be ${text}`, () => {
      const address = parseServer(text)
      equal('socket' in address ? address.socket : address.url.origin, means)
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
    [
      'ssh://me@host',
      /ssh/,
      /ssh -N -L "\$HOME\/\S+:RECONCILE_HOME\/reconcile.sock" me@host.*RECONCILE_SERVER=unix:\/\//,
    ],
    ['ssh://$(id)', /ssh/, / USER@HOST,/],
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
