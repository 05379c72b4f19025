/** A style sheet as text, for a constructable sheet. */
declare module '*.css?inline' {
  const css: string;
  // biome-ignore lint/style/noDefaultExport: the bundler exports it so
  export default css;
}
