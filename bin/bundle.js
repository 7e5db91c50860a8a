// Loads the bundles of `npm run build`, each with the code that V8 made of it then: compiling it anew is most of what a short
// command would do. V8 turns down what another version of it made, and compiles; but it
// compares the length of a source, not its text: a bundle and its code must be of one build, which is one directory.
const { readFileSync } = require('node:fs')
const { dirname, join } = require('node:path')
const { Script } = require('node:vm')

const modules = new Map()

/** The exports of a bundle, which runs once. `loaded` gets the script of each file that is loaded, now or later. */
function loadBundle(file, loaded = () => undefined) {
  const known = modules.get(file)
  if (known) return known
  const code = file.replace(/\.cjs$/, '.code')
  // A function of what a module has at hand.
  const script = new Script(readFileSync(file, 'latin1'), { filename: file, cachedData: readIfThere(code) })
  loaded(script, code)
  const module = { exports: {} }
  const requireFrom = (id) => (id.startsWith('./') ? loadBundle(join(dirname(file), id), loaded) : require(id))
  script.runInThisContext()(requireFrom, module, module.exports, file, dirname(file))
  modules.set(file, module.exports)
  return module.exports
}

function readIfThere(file) {
  try {
    return readFileSync(file)
  } catch {
    return undefined
  }
}

module.exports = { loadBundle }
