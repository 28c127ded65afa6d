/** True for development, tests and `--mode fake`; see vite.config.ts. */
declare const __FAKE__: boolean

declare module '*.css'
