/** A scenario file's text; the bundler and the tests load it as such. */
declare module '*.yaml' {
  const text: string
  export default text
}
