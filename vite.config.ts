import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig, type Plugin } from 'vitest/config'

/**
 * The made data of `ipc/fake` are for development, tests and `--mode fake`;
 * a production build has `__FAKE__` false and drops them.
 */
export default defineConfig(({ command, mode }) => ({
  root: 'ui',
  plugins: [svelte({ configFile: '../svelte.config.js' }), pdfAssets(), bundledPackages()],
  define: { __FAKE__: JSON.stringify(command === 'serve' || mode === 'fake' || mode === 'test') },
  clearScreen: false,
  server: { port: 5173, strictPort: true },
  resolve: mode === 'test' ? { conditions: ['browser'] } : {},
  build: {
    outDir: '../dist',
    emptyOutDir: true,
    target: 'es2022',
    // Everything is a file of its own: the page's policy allows no data: addresses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1500,
  },
  test: {
    root: 'ui',
    include: ['src/**/*.test.ts'],
    environment: 'node',
    // Of a test that waits: a machine that builds beside it is slow.
    testTimeout: 30_000,
  },
}))

/** Character maps, standard fonts and picture codecs that PDFs may call for, served beside the page. */
function pdfAssets(): Plugin {
  const source = join(import.meta.dirname, 'node_modules/pdfjs-dist')
  const folders = ['cmaps', 'standard_fonts', 'wasm']
  // The page's policy allows no WebAssembly; the plain scripts of the same codecs stand in.
  const isWanted = (name: string) => !name.endsWith('.wasm') && !name.startsWith('quickjs')
  return {
    name: 'pdf-assets',
    generateBundle() {
      for (const folder of folders) {
        for (const name of readdirSync(join(source, folder)).filter(isWanted)) {
          const file = readFileSync(join(source, folder, name))
          this.emitFile({ type: 'asset', fileName: `pdfjs/${folder}/${name}`, source: file })
        }
      }
    },
    configureServer(server) {
      server.middlewares.use('/pdfjs/', (request, response, next) => {
        const path = join(source, new URL(request.url ?? '/', 'file:///').pathname)
        if (folders.some((folder) => path.startsWith(join(source, folder)))) response.end(readFileSync(path))
        else next()
      })
    },
  }
}

/** Lists the packages of which something was bundled, for the licence texts that ship with the program. */
function bundledPackages(): Plugin {
  const packages = new Set(['pdfjs-dist'])
  const target = process.env['CARGO_TARGET_DIR'] ?? join(import.meta.dirname, 'target')
  return {
    name: 'bundled-packages',
    apply: 'build',
    moduleParsed({ id }) {
      const name = /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(id)?.[1]
      if (name !== undefined) packages.add(name)
    },
    writeBundle() {
      mkdirSync(target, { recursive: true })
      writeFileSync(join(target, 'window-packages.txt'), [...packages].sort().join('\n') + '\n')
    },
  }
}
