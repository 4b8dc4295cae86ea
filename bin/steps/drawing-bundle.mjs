import { readFile } from 'node:fs/promises'
import path from 'node:path'

/**
 * How dist/draw-inbox.js is bundled, which draws the inbox outside of Next: with the same libraries as Next's own bundles
 * of the page, all in one file, so that the web process holds one React for it.
 */
export const drawingOptions = (rootDir, shared) => ({
  ...shared,
  entryPoints: { 'draw-inbox': path.join(rootDir, 'app/t/[tenant]/tickets/draw-inbox.tsx') },
  jsx: 'automatic',
  minify: true,
  sourcemap: false,
  define: { 'process.env.NODE_ENV': '"production"' },
  banner: {
    js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
  },
  plugins: [sameAsNext, compiledTexts],
})

const resolveDir = path.resolve(import.meta.dirname, '../..')

/** Before it wakes a link is nothing but a link; Next's own brings the router with it. */
const drawnLink = `import { createElement } from 'react'
export default ({ prefetch, ...link }) => createElement('a', link)`

/** Next's bundler puts the second in for pages. */
const sameAsNext = {
  name: 'same as next',
  setup(build) {
    build.onResolve({ filter: /^next\/link$/ }, () => ({ path: 'link', namespace: 'drawn' }))
    build.onLoad({ filter: /^link$/, namespace: 'drawn' }, () => ({ contents: drawnLink, resolveDir }))
    build.onResolve({ filter: /^use-intl\/format-message$/ }, ({ path: name, resolveDir, kind }) =>
      build.resolve(`${name}/format-only`, { resolveDir, kind }),
    )
  },
}

/** Texts are parsed by the build (next.config.ts: `precompile`). */
const compiledTexts = {
  name: 'compiled texts',
  async setup(build) {
    const { default: compile } = await import('icu-minify/compile')
    const compileAll = (texts) =>
      Object.fromEntries(
        Object.entries(texts).map(([key, text]) => [
          key,
          typeof text === 'string' ? compile(text) : compileAll(text),
        ]),
      )
    build.onLoad({ filter: /[\\/]messages[\\/]\w+\.json$/ }, async ({ path: file }) => ({
      contents: JSON.stringify(compileAll(JSON.parse(await readFile(file, 'utf8')))),
      loader: 'json',
    }))
  },
}
