/** One picture a page: the same drawing, seen through a window of that page alone. */
export function pagePictures(svg: string, pages: number): string[] {
  const size = /viewBox="0 0 ([0-9.]+) ([0-9.]+)" width="[^"]*" height="[^"]*"/.exec(svg)
  if (size === null || pages < 1) return []
  const [found, width = '0', all = '0'] = size
  const height = Number(all) / pages
  return Array.from({ length: pages }, (_, page) => {
    const seen = `viewBox="0 ${page * height} ${width} ${height}" width="${width}pt" height="${height}pt"`
    return `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg.replace(found, seen))}`
  })
}
