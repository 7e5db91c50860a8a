// Plugins of esbuild that leave out of packages, or put off, what costs a command time and is of no use to it.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)

// What packages require when they are loaded, and none of which we use: of dockerode its classes of containers and so on, BuildKit
// sessions, ssh:// and packing of its own, and of the connection below it what writes and reads in one.
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

// docker-modem describes each request to a debug log that nobody reads, at 0.1 ms each.
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

// docker-modem formats a URL for each request, from which it would follow an answer that sends elsewhere; engine/docker/transport.ts
// lets it follow none.
const direct = {
  name: 'direct',
  setup({ onLoad }) {
    const contents = `module.exports = { http: require('http'), get https() { return require('https') } }`
    onLoad({ filter: /\/docker-modem\/lib\/http\.js$/ }, () => ({ contents }))
  },
}

// Modules of Node's own that packages have at hand and few commands need: loaded when something of theirs is used.
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

/** What of the connection to an engine there is to leave out: the ends of the names that esbuild gives to its inputs. */
export const trimmedInputs = [
  ...['unused:ssh2', 'unused:./container', 'unused:./http_duplex', 'seldom-used:https'],
  ...['modem.js', 'http.js'].map((file) => `node_modules/docker-modem/lib/${file}`),
]
