import { getDocument, GlobalWorkerOptions } from 'pdfjs-dist/legacy/build/pdf.mjs'
import workerUrl from 'pdfjs-dist/legacy/build/pdf.worker.min.mjs?url'

/** A PDF whose pages can be drawn. Links, forms and scripts in it are never acted on. */
export interface OpenPdf {
  count: number
  /** Draws a page as wide as the canvas stands, and gives back its words. */
  draw: (number: number, canvas: HTMLCanvasElement, isGone: () => boolean) => Promise<string>
}

/**
 * A worker loaded from its own address would have no policy at all; one that
 * begins as a blob inherits the page's, and may only fetch what the page may.
 */
function startWorker(): Worker {
  const script = `import ${JSON.stringify(new URL(workerUrl, document.baseURI).href)}`
  const address = URL.createObjectURL(new Blob([script], { type: 'text/javascript' }))
  return new Worker(address, { type: 'module' })
}

export async function openPdf(bytes: ArrayBuffer): Promise<OpenPdf> {
  GlobalWorkerOptions.workerPort ??= startWorker()
  const assets = new URL('pdfjs/', document.baseURI).href
  const pdf = await getDocument({
    data: bytes,
    cMapUrl: `${assets}cmaps/`,
    standardFontDataUrl: `${assets}standard_fonts/`,
    wasmUrl: `${assets}wasm/`,
    useWorkerFetch: true,
    enableXfa: false,
    // The page's policy allows no WebAssembly: the slower scripts of the same codecs are used.
    useWasm: false,
  }).promise
  return {
    count: pdf.numPages,
    draw: async (number, canvas, isGone) => {
      const page = await pdf.getPage(number)
      if (isGone()) return ''
      const ratio = globalThis.devicePixelRatio || 1
      const plain = page.getViewport({ scale: 1 })
      const viewport = page.getViewport({ scale: (canvas.clientWidth * ratio) / plain.width })
      canvas.width = Math.floor(viewport.width)
      canvas.height = Math.floor(viewport.height)
      canvas.style.aspectRatio = `${canvas.width} / ${canvas.height}`
      await page.render({ canvas, viewport, annotationMode: 0 }).promise
      const { items } = await page.getTextContent()
      return items.map((item) => ('str' in item ? item.str : '')).join(' ')
    },
  }
}
