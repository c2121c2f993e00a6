/** Loads a file as an ES module whose default export is its text, as the bundler's text loader does. */
module.exports = {
  process: (text) => ({ code: `export default ${JSON.stringify(text)}` }),
}
