/** A PDF of one page that says what it is, so that "See it as issued" has something to show. */
export function onePagePdf(): ArrayBuffer {
  const lines = [
    'Sample General Hospital',
    'Radiology report (invented)',
    'CT THORAX W CONTRAST, 12 March 2026',
    'Dr A. Example',
  ]
  const stream = `BT /F1 18 Tf 72 760 Td 26 TL ${lines.map((line) => `(${line.replace(/[()]/g, '\\$&')}) Tj T*`).join(' ')} ET`
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ]
  let text = '%PDF-1.4\n'
  const offsets = objects.map((body, at) => {
    const offset = text.length
    text += `${at + 1} 0 obj\n${body}\nendobj\n`
    return offset
  })
  const table = text.length
  text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n`
  text += offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('')
  text += `trailer << /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${table}\n%%EOF`
  return new TextEncoder().encode(text).buffer as ArrayBuffer
}
