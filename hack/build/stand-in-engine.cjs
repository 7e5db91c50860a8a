// A stand-in for an engine with just what a deploy and a change need: created containers exist and run until they are removed, and
// a stack's lock is granted to whoever asks for it.
const { createServer } = require('node:http')

const INFO = {
  ID: 'stand-in',
  OSType: 'linux',
  Architecture: 'x86_64',
  ServerVersion: '28.5',
  NCPU: 1,
  MemTotal: 2 ** 30,
  LoggingDriver: 'json-file',
  Plugins: { Volume: ['local'], Network: ['bridge', 'host', 'null'], Log: ['json-file', 'local'] },
}
const TIME = '2026-01-01T00:00:00Z'

/** Starts the stand-in; resolves when it listens on `socket`. */
async function startStandIn(socket) {
  const containers = new Map()
  const answers = [
    [/\/(_ping|events)$/, () => ({})],
    [/\/info$/, () => INFO],
    [/\/networks$/, () => []],
    [/\/volumes$/, () => ({ Volumes: [] })],
    [/\/volumes\/create$/, ({ body }) => ({ ...body, Driver: 'local' })],
    [/\/images\/.*\/json$/, () => ({ Id: `sha256:${'1'.repeat(64)}`, Created: TIME, RepoTags: ['web:1'], Config: {} })],
    [/\/containers\/json$/, () => [...containers.values()].map(summaryOf)],
    [/\/containers\/create$/, ({ url, body }) => create(containers, new URL(url, 'http://engine').searchParams, body)],
    [/\/containers\/[^/]+\/start$/, () => undefined],
    [
      /\/containers\/([^/]+)\/rename$/,
      ({ match, url }) => rename(containers.get(match[1]), new URL(url, 'http://engine')),
    ],
    [/\/containers\/([^/]+)$/, ({ match }) => void containers.delete(match[1])],
    [/\/containers\/([^/]+)\/json$/, ({ match }) => containers.get(match[1])],
  ]
  const server = createServer(async (request, response) => {
    const chunks = []
    for await (const chunk of request) chunks.push(chunk)
    const path = request.url.split('?')[0]
    const [pattern, answer] = answers.find(([each]) => each.test(path)) ?? []
    const text = Buffer.concat(chunks).toString()
    const found = answer?.({ url: request.url, match: pattern.exec(path), body: text ? JSON.parse(text) : {} })
    const status = found ? (path.endsWith('/create') ? 201 : 200) : answer && !path.endsWith('/json') ? 204 : 404
    response.writeHead(status, { 'Api-Version': '1.51', 'content-type': 'application/json' })
    response.flushHeaders()
    const isFollowed = path.endsWith('/events') && !request.url.includes('until=')
    if (!isFollowed) response.end(found && JSON.stringify(found))
  })
  await new Promise((listening) => server.listen(socket, listening))
}

function rename(container, { searchParams }) {
  container.Name = `/${searchParams.get('name')}`
}

let created = 0

function create(containers, query, { HostConfig, NetworkingConfig, ...Config }) {
  const Id = String(++created).padStart(64, '0')
  const State = {
    Status: 'running',
    Running: true,
    Pid: 1,
    ExitCode: 0,
    StartedAt: TIME,
    FinishedAt: '0001-01-01T00:00:00Z',
  }
  const NetworkSettings = { Networks: NetworkingConfig?.EndpointsConfig ?? {} }
  const Name = `/${query.get('name')}`
  containers.set(Id, {
    ...{ Id, Name, Created: TIME, Image: Config.Image, State, RestartCount: 0 },
    Config,
    HostConfig,
    NetworkSettings,
    Mounts: [],
  })
  return { Id, Warnings: [] }
}

function summaryOf({ Id, Name, Config, State }) {
  return { Id, Names: [Name], Image: Config.Image, Labels: Config.Labels, State: State.Status, Created: 0 }
}

module.exports = { startStandIn }
