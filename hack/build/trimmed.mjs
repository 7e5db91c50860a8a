// Plugins of esbuild that drop, or load later, parts of packages that cost a command time and are of no use to it.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)

// Drops what packages load but we never use: of dockerode its classes for containers and so on, its BuildKit sessions, ssh:// and tar
// packing; of docker-modem below it the two-way HTTP stream.
const unused = {
  name: 'unused',
  setup({ onResolve, onLoad }) {
    const empty = ({ path }) => ({ path, namespace: 'unused' })
    onResolve({ filter: /^(@grpc\/(grpc-js|proto-loader)|protobufjs|ssh2|tar-fs)$/ }, empty)
    onResolve({ filter: /^\.\// }, (from) =>
      /\/dockerode\/lib\/docker\.js$/.test(from.importer) || from.path === './http_duplex' ? empty(from) : undefined,
    )
    onLoad({ filter: /.*/, namespace: 'unused' }, () => ({ contents: 'module.exports = {}' }))
  },
}

// Drops docker-modem's debug log, which nobody reads and which costs 0.1 ms per request.
const quiet = {
  name: 'quiet',
  setup({ onLoad }) {
    onLoad({ filter: /\/docker-modem\/lib\/modem\.js$/ }, ({ path }) => ({
      contents: [
        [/require\('debug'\)\('modem'\)/, '() => {}'],
        [/util\.inspect\(options, \{[^}]*\}\)/, "''"],
      ].reduce(
        (text, [place, by]) => {
          if (!place.test(text)) throw new Error(`${path} is not what it was: look whether it still has a debug log`)
          return text.replace(place, by)
        },
        readFileSync(path, 'utf8'),
      ),
    }))
  },
}

// Replaces docker-modem's support for redirects, which formats a URL for each request; engine/docker/transport.ts allows no redirects.
const direct = {
  name: 'direct',
  setup({ onLoad }) {
    const contents = `module.exports = { http: require('http'), get https() { return require('https') } }`
    onLoad({ filter: /\/docker-modem\/lib\/http\.js$/ }, () => ({ contents }))
  },
}

// Loads modules of Node that few commands need only when one of their exports is used.
const seldomUsed = {
  name: 'seldom-used',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^(node:)?(child_process|https|tls)$/ }, ({ path, namespace }) =>
      namespace === 'seldom-used' ? { path, external: true } : { path, namespace: 'seldom-used' },
    )
    onLoad({ filter: /.*/, namespace: 'seldom-used' }, ({ path }) => {
      const names = Object.keys(require(path)).map((name) => `get ${name}() { return require('${path}').${name} }`)
      return { contents: `module.exports = { ${names} }` }
    })
  },
}

export const trimmed = [unused, quiet, direct, seldomUsed]

/** Endings of esbuild's input names that must occur when the plugins work; the build fails when one is missing. */
export const trimmedInputs = [
  ...['unused:ssh2', 'unused:./container', 'unused:./http_duplex', 'seldom-used:https'],
  ...['modem.js', 'http.js'].map((file) => `node_modules/docker-modem/lib/${file}`),
]
