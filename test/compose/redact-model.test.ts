import { deepEqual } from 'node:assert/strict'
import { redactedModel } from '../../compose/canonical/redact-model.ts'
import type { Values } from '../../compose/canonical/shape.ts'

/** Each row: a service as its files declare it, and as it is shown. */
describe('a Compose model that is shown', () => {
  for (const [given, shown] of [
    [{ environment: { DB_PASSWORD: 'x', MODE: 'x' } }, { environment: { DB_PASSWORD: '***', MODE: 'x' } }],
    [{ environment: { TOKEN: 5, KEY: null, SECRET: '' } }, { environment: { TOKEN: '***', KEY: null, SECRET: '' } }],
    [{ environment: { URL: 'pg://me:x@db' } }, { environment: { URL: '***' } }],
    [{ environment: ['TOKEN=x', 'A=b'] }, { environment: ['TOKEN=***', 'A=b'] }],
    [{ environment: { TOKEN: '${TOKEN}', KEY: '${KEY:-x}' } }, { environment: { TOKEN: '${TOKEN}', KEY: '***' } }],
    [{ environment: ['TOKEN=${TOKEN}'] }, { environment: ['TOKEN=${TOKEN}'] }],
    [{ build: { args: { API_KEY: 'x' } } }, { build: { args: { API_KEY: '***' } } }],
    [{ command: ['serve', '--token', 'x'] }, { command: ['serve', '--token', '***'] }],
    [{ healthcheck: { test: ['CMD-SHELL', 'KEY=x y'] } }, { healthcheck: { test: ['CMD-SHELL', 'KEY=***'] } }],
    [{ logging: { options: { 'splunk-token': 'x' } } }, { logging: { options: { 'splunk-token': '***' } } }],
    [{ 'x-env': { DB_PASSWORD: 'x', MODE: 'x' } }, { 'x-env': { DB_PASSWORD: '***', MODE: 'x' } }],
    [{ 'x-args': ['--token', 'x', 'KEY=x'] }, { 'x-args': ['--token', '***', 'KEY=***'] }],
    [{ annotations: { 'my.token': 'x' } }, { annotations: { 'my.token': '***' } }],
    // Names of things that merely look secret: a service, a host, the name of a secret.
    [{ extra_hosts: ['auth=10.0.0.1'], secrets: [{ source: 'key' }] }, undefined],
    [{ image: 'registry:5000/auth@sha256:00', depends_on: { auth: { condition: 'service_started' } } }, undefined],
  ] as readonly (readonly [Values, Values | undefined])[])
    it(`has ${JSON.stringify(shown ?? given)}`, () => {
      deepEqual(redactedModel({ services: { auth: given } }), { services: { auth: shown ?? given } })
    })

  it('has what lines of the content of a config set hidden', () => {
    const configs = (value: string) => ({ configs: { redis: { content: `port 1\nrequirepass ${value}\n` } } })
    deepEqual(redactedModel(configs('hunter2')), configs('***'))
  })
})
