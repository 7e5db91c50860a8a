// warm.cjs DIRECTORY: runs common commands with the bundles of a build, and stores the code that V8 compiled for them beside the bundles.
const { connect } = require('node:net')
const { mkdtempSync, rmSync, writeFileSync } = require('node:fs')
const { tmpdir } = require('node:os')
const { join } = require('node:path')
const { loadBundle } = require('../../bin/bundle.js')
const { startStandIn } = require('./stand-in-engine.cjs')

const COMPOSE = `services:
  web: { image: "web:1", network_mode: none, deploy: { replicas: 2 }, environment: { A: "1" } }
`
// A file with more of what people write. It is only read and printed, never applied.
const WRITTEN = `name: shop
x-all: &all { restart: always, labels: { tier: front } }
services:
  db:
    image: db:1
    volumes: ["data:/data", "./conf:/conf:ro", { type: tmpfs, target: /tmp }]
    environment: ["A=b", "C=\${D:-d}"]
    networks: [front]
  web:
    <<: *all
    build: { context: ., args: { A: b } }
    command: [sh, -c, 'a b']
    env_file: [{ path: none.env, required: false }]
    depends_on: { db: { condition: service_healthy } }
    healthcheck: { test: [CMD, curl, -f, "http://localhost"], interval: 5s }
    ports: ["8080:80", { target: 81, published: "81" }]
    deploy: { resources: { limits: { cpus: "0.5", memory: 64m } }, update_config: { order: start-first } }
    configs: [{ source: site, target: /site }]
    secrets: [token]
    logging: { driver: json-file, options: { max-size: 1m } }
    ulimits: { nofile: 1024 }
networks: { front: {} }
volumes: { data: {} }
configs: { site: { content: "some text" } }
secrets: { token: { environment: HOME } }
`
const MANIFEST = `apiVersion: reconcile.dev/v1
kind: Service
metadata: { name: web, namespace: shop }
spec: { replicas: 0, template: { image: web:1, env: [{ name: A, value: "1" }] } }
`

/** Resolves when something listens on the socket. */
async function answering(socket) {
  for (;;) {
    const connected = await new Promise((resolve) => {
      const connection = connect(socket, () => resolve(true)).on('error', () => resolve(false))
      connection.unref()
    })
    if (connected) return
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

// V8 accepts cached code only under the flags that it was compiled with, so a command must not change flags here.
require('node:v8').setFlagsFromString = () => undefined
// Each command adds its own listeners to the process, so that Node would warn of a leak.
require('node:events').defaultMaxListeners = 0

async function warm(directory) {
  const scripts = new Map()
  const home = mkdtempSync(join(tmpdir(), 'reconcile-warm-'))
  process.once('exit', () => rmSync(home, { recursive: true, force: true }))
  await startStandIn(join(home, 'engine.sock'))
  Object.assign(process.env, {
    HOME: home,
    RECONCILE_HOME: join(home, 'home'),
    DOCKER_HOST: `unix://${home}/engine.sock`,
  })
  process.chdir(home)
  writeFileSync('compose.yaml', COMPOSE)
  writeFileSync('web.yaml', MANIFEST)
  writeFileSync('written.yaml', WRITTEN)
  writeFileSync('Dockerfile', 'FROM web:1\n')

  const { main } = loadBundle(join(directory, 'entry.cjs'), (script, code) => scripts.set(code, script))
  const commands = [
    '--help',
    'validate -f web.yaml',
    'config -f written.yaml',
    'apply -f compose.yaml --stack shop',
    'apply -f compose.yaml --stack shop',
    'plan -f web.yaml',
    'plan -f written.yaml',
    'get all',
  ]
  const run = async (command) => {
    const exit = await main(command.split(' '))
    if (exit !== 0) throw new Error(`reconcile ${command} ended with ${exit}`)
  }
  for (const command of commands) await run(command)
  const serving = main(['serve'])
  await Promise.race([
    answering(join(home, 'home/reconcile.sock')),
    serving.then(() => Promise.reject(new Error('serve ended'))),
  ])
  writeFileSync('compose.yaml', COMPOSE.replace('web:1', 'web:2'))
  for (const command of ['apply -f compose.yaml --stack shop', 'get all']) await run(command)
  for (const [code, script] of scripts) writeFileSync(code, script.createCachedData())
  process.exit(0)
}

warm(process.argv[2]).catch((error) => {
  console.error(error)
  process.exit(1)
})
