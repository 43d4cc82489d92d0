import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const server = process.env['FORBEAR_URL'] ?? 'http://127.0.0.1:8080'

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    sourcemap: false,
    // The desk stays open all day and is loaded once; measuring each file would only slow the build.
    reportCompressedSize: false,
    chunkSizeWarningLimit: 2000,
  },
  server: {
    host: '127.0.0.1',
    proxy: { '/v1': server, '/api/auth': server },
  },
})
