/**
 * Environment that makes git show a token to one server: nothing is written to disk and no argument holds it. `set` is
 * the environment so far, whose own settings stay. The empty value drops a header that the checkout left behind: the
 * server refuses two.
 */
export function gitCredentials(server: string, token: string, set: NodeJS.ProcessEnv): Record<string, string> {
  const start = Number(set.GIT_CONFIG_COUNT ?? 0)
  const basic = Buffer.from(`x-access-token:${token}`).toString('base64')
  const values = ['', `AUTHORIZATION: basic ${basic}`]
  const settings: Record<string, string> = { GIT_CONFIG_COUNT: `${start + values.length}` }
  for (const [n, value] of values.entries()) {
    settings[`GIT_CONFIG_KEY_${start + n}`] = `http.${server}/.extraheader`
    settings[`GIT_CONFIG_VALUE_${start + n}`] = value
  }
  return settings
}
