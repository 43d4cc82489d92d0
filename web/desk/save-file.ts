/** Nothing that came from outside is opened in the desk's own page: it is saved. */
export function saveFile(name: string, part: BlobPart, type = 'application/octet-stream'): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([part], { type }))
  link.download = name
  link.click()
  URL.revokeObjectURL(link.href)
}

export const bytesOf = (base64: string): BlobPart =>
  Uint8Array.from(atob(base64), (one) => one.codePointAt(0) ?? 0)
