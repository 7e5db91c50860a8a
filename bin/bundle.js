// Loads the bundles of `npm run build`, each with the code that V8 made of it then: compiling it anew is most of what a short
// command would do. V8 turns down what another version of it made, and compiles; but it
// compares the length of a source, not its text: a bundle and its code must be of one build, which is one directory.
const { closeSync, fstatSync, openSync, readSync } = require('node:fs')
const { dirname, join } = require('node:path')
const { Script } = require('node:vm')

/** More than a bundle or its code has, bytes. */
const ROOM = 4 << 20

const modules = new Map()

/** The exports of a bundle, which runs once. `loaded` gets the script of each file that is loaded, now or later. */
function loadBundle(file, loaded = () => undefined) {
  const known = modules.get(file)
  if (known) return known
  const code = file.replace(/\.cjs$/, '.code')
  // One after the other: memory that is touched for the first time costs more than what is read into it.
  const room = Buffer.allocUnsafeSlow(ROOM)
  const source = read(file, room).latin1Slice()
  const script = new Script(source, { filename: file, cachedData: readIfThere(code, room) })
  loaded(script, code)
  const module = { exports: {} }
  const requireFrom = (id) => (id.startsWith('./') ? loadBundle(join(dirname(file), id), loaded) : require(id))
  // A function of what a module has at hand.
  script.runInThisContext()(requireFrom, module, module.exports, file, dirname(file))
  modules.set(file, module.exports)
  return module.exports
}

function read(file, room) {
  const descriptor = openSync(file)
  try {
    const { size } = fstatSync(descriptor)
    const bytes = size > room.length ? Buffer.allocUnsafeSlow(size) : room
    let length = 0
    for (let read = 1; read > 0 && length < size; length += read)
      read = readSync(descriptor, bytes, length, size - length, length)
    return bytes.subarray(0, length)
  } finally {
    closeSync(descriptor)
  }
}

function readIfThere(file, room) {
  try {
    return read(file, room)
  } catch {
    return undefined
  }
}

module.exports = { loadBundle }
