/**
 * A lint rule that limits the lines of a function, without the lines of functions inside it. So a function that builds a port from small
 * closures is judged by these small functions.
 */
export const ownLines = {
  meta: {
    type: 'suggestion',
    schema: [{ type: 'object', properties: { max: { type: 'integer' } }, additionalProperties: false }],
    messages: { tooLong: 'The function has {{ lines }} lines of its own, at most {{ max }} are read at a glance.' },
  },
  create(context) {
    const { max } = context.options[0]
    const stack = []
    const enter = () => stack.push({ inner: 0 })
    const leave = (node) => {
      const { inner } = stack.pop()
      const all = node.loc.end.line - node.loc.start.line + 1
      const lines = all - inner
      if (lines > max) context.report({ node, messageId: 'tooLong', data: { lines, max } })
      const outer = stack.at(-1)
      if (outer) outer.inner += all - 1
    }
    const kinds = ['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression']
    return Object.fromEntries(
      kinds.flatMap((kind) => [
        [kind, enter],
        [`${kind}:exit`, leave],
      ]),
    )
  },
}
