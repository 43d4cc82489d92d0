// The package names its types outside "exports", where the compiler does not look for them.
declare module 'tinykeys' {
  export function tinykeys(
    target: Window | HTMLElement,
    bindings: Record<string, (event: KeyboardEvent) => void>,
  ): () => void
}

// The bundler takes stylesheets; the compiler only has to let them pass.
declare module '*.css' {}
