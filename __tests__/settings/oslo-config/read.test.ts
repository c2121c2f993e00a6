import { osloConfig } from '../../../src/settings/oslo-config/index.ts'
import type { SettingsSource } from '../../../src/settings/reader.ts'
import { filesOf } from '../../support/files.ts'

function read(tree: Readonly<Record<string, string>>, source?: SettingsSource) {
  const files = filesOf(osloConfig.wants, tree)
  return { surfaces: osloConfig.read(files, source), unreadable: files.unreadable }
}

/** The schema of one option of a module that imports oslo.config. */
function option(call: string, more = '') {
  const text = `from oslo_config import cfg\n${more}\ncfg.CONF.register_opts([\n${call}], 'ovs')\n`
  const [surface] = read({ 'app/conf/a.py': text }).surfaces
  const schema = surface?.schema as { properties: Record<string, { properties: Record<string, unknown> }> } | undefined
  return schema?.properties.ovs?.properties
}

/** Dotted names of all options. */
function names(tree: Readonly<Record<string, string>>) {
  const [surface] = read(tree).surfaces
  const { properties = {} } = (surface?.schema ?? {}) as { properties?: Record<string, { properties?: object }> }
  return Object.entries(properties).flatMap(([group, { properties: options = {} }]) =>
    Object.keys(options).map((name) => `${group}.${name}`),
  )
}

const header = 'from oslo_config import cfg\n'

describe('one option', () => {
  it.each([
    ["cfg.StrOpt('a')", { type: ['string', 'number', 'boolean'], default: null }],
    ["cfg.IntOpt('a', default=30, min=1, max=300)", { type: 'integer', minimum: 1, maximum: 300, default: 30 }],
    ["cfg.BoolOpt('a', default=True)", { type: 'boolean', default: true }],
    ["cfg.FloatOpt('a', default=-1.5)", { type: 'number', default: -1.5 }],
    ["cfg.PortOpt('a', default=6633)", { type: 'integer', default: 6633 }],
    ["cfg.IntOpt('a', default='30')", { type: 'integer', default: 30 }],
    ["cfg.Opt('a', type=cfg.types.Integer(min=2))", { type: 'integer', minimum: 2, default: null }],
    ["cfg.Opt('a', type=mine.Type())", { default: null }],
  ])('%s', (call, schema) => {
    expect(option(call)).toEqual({ a: schema })
  })
  it('does not believe a text whose default is a number', () => {
    expect(option("cfg.StrOpt('a', default=3)")?.a).toMatchObject({ 'x-guessed-type': true, default: 3 })
    expect(option("cfg.StrOpt('a', default='3')")?.a).not.toHaveProperty('x-guessed-type')
  })
  it('takes choices, with and without words, and leaves out computed ones', () => {
    expect(option("cfg.StrOpt('a', choices=['x', ('y', 'why'), None])")?.a).toMatchObject({ enum: ['x', 'y'] })
    expect(option("cfg.StrOpt('a', choices=[X.y])")?.a).not.toHaveProperty('enum')
  })
  it('writes lists, dictionaries and nothing as the file does, so that another type for one text is no change', () => {
    const text =
      option(`cfg.StrOpt('a', default='x,y'), cfg.ListOpt('b', default=['x', 'y']), cfg.DictOpt('c', default={'k': 1}),
      cfg.StrOpt('d', default=''), cfg.ListOpt('e', default=[])`) as Record<string, { default: unknown }>
    expect(Object.values(text).map((one) => one.default)).toEqual(['x,y', 'x,y', 'k:1', null, null])
  })
  it('follows constants of the module, and says where a default can only be computed', () => {
    expect(option("cfg.IntOpt('a', default=TEN)", 'TEN = 10')?.a).toMatchObject({ default: 10 })
    const computed = option("cfg.IntOpt('a', default=lib.TEN), cfg.StrOpt('b', default=host())")
    expect(computed?.a).toEqual({ type: 'integer', 'x-computed-default': 'lib.TEN' })
    expect(computed?.b).not.toHaveProperty('default')
  })
  it('keeps words and deprecations', () => {
    const call = `cfg.StrOpt('a', help=_('One\\n  two.'), deprecated_for_removal=True, deprecated_reason="""Use
      b.""")`
    expect(option(call)?.a).toMatchObject({ description: 'One two.', deprecated: true, deprecationMessage: 'Use b.' })
  })
  it('names options as the file does', () => {
    expect(Object.keys(option("cfg.StrOpt('of-timeout'), cfg.StrOpt('x', dest='y')") ?? {})).toEqual([
      'of_timeout',
      'y',
    ])
  })
  it('leaves out what is no option of the file', () => {
    expect(
      option("cfg.StrOpt('a'), cfg.StrOpt('b', positional=True), cfg.StrOpt(name()), cfg.SubCommandOpt('c')"),
    ).toEqual({
      a: { type: ['string', 'number', 'boolean'], default: null },
    })
  })
})

describe('groups', () => {
  it('takes the default group, names in any case, constants, and OptGroup', () => {
    const text = `${header}
NAME = 'Nova'
grp = cfg.OptGroup(name='vnc', title='x')
other = cfg.OptGroup(NAME)
opts = [cfg.StrOpt('a')]
def register(conf=cfg.CONF):
    conf.register_opts(opts)
    conf.register_opts(opts, 'OVS')
    conf.register_opts(opts, group=grp)
    conf.register_opts(opts, group=other.name)
    conf.register_opts(opts, group=NAME + 'x')
    conf.register_cli_opt(cfg.StrOpt('b'), group='cli')
`
    expect(names({ 'app/conf/a.py': text })).toEqual(['DEFAULT.a', 'cli.b', 'nova.a', 'ovs.a', 'vnc.a'])
  })
  it('puts lists together: sums, chains, extend, functions, classes, other modules', () => {
    const tree = {
      'app/conf/a.py': `${header}
from . import b as bee
from app.conf.b import MORE
one = cfg.StrOpt('one')
all_opts = [one] + list(itertools.chain(bee.OPTS, MORE))
all_opts.extend([cfg.StrOpt('later')])
def made():
    opts = [cfg.StrOpt('local')]
    return opts
class Agent:
    OPTS = [cfg.StrOpt('ofclass')]
    def __init__(self, conf):
        conf.register_opts(Agent.OPTS, 'g')
cfg.CONF.register_opts(all_opts, 'g')
cfg.CONF.register_opts(made(), 'g')
`,
      'app/conf/b.py': `${header}OPTS = [cfg.StrOpt('b')]\nMORE = [cfg.StrOpt('more')]\n`,
    }
    expect(names(tree)).toEqual(['g.b', 'g.later', 'g.local', 'g.more', 'g.ofclass', 'g.one'])
  })
  it('takes what list_opts returns, as pairs and as a dictionary', () => {
    const pairs = `${header}opts = [cfg.StrOpt('a')]\ndef list_opts():\n    return [(None, opts), ('x', itertools.chain(opts))]\n`
    const mapping = `${header}grp = cfg.OptGroup('y')\nopts = [cfg.StrOpt('b')]\ndef list_opts():\n    return {grp: opts}\n`
    expect(names({ 'app/conf/a.py': pairs, 'app/conf/b.py': mapping })).toEqual(['DEFAULT.a', 'x.a', 'y.b'])
  })
  it('takes the name of the module where a group is called after it', () => {
    const own = `${header}
NAME = __name__.split('.')[-1]
opts = [cfg.StrOpt('a')]
def register(conf):
    conf.register_opts(opts, group=NAME)
`
    const other = `${header}from app.conf import policy
opts = [cfg.StrOpt('b')]
def register(conf):
    conf.register_opts(opts, group=policy.NAME)
    conf.register_opts(opts, group=__name__.rsplit(".", 1)[-1])
    conf.register_opts(opts, group=__name__.split('.')[0])
`
    const tree = { 'app/conf/default.py': own, 'app/conf/policy.py': own, 'app/conf/token/__init__.py': other }
    expect(names(tree)).toEqual(['DEFAULT.a', 'policy.a', 'policy.b', 'token.b'])
  })
  it('finds the name of a group in a module that is called anything', () => {
    const tree = {
      'app/volume/configuration.py': `${header}from app import shared\nSHARED = shared.GROUP\nclass Config: pass\n`,
      'app/drivers/options.py': `${header}from app.volume import configuration as conf
CONF = cfg.CONF
CONF.register_opts([cfg.StrOpt('a')], group=conf.GROUP)
CONF.register_opts([cfg.StrOpt('b')], group=conf.NOBODY)
`,
    }
    const configuration = `${header}GROUP = 'backend'\n\nclass Config(object):\n    def opts(self):\n        return 1\n`
    expect(names({ ...tree, 'app/volume/configuration.py': configuration })).toEqual(['backend.a'])
    expect(names(tree)).toEqual([])
  })
  it('takes a list from a module that never mentions the library', () => {
    const list = `import itertools\nfrom app import options\n\ndef list_opts():\n    return [('g', itertools.chain(options.opts))]\n`
    const tree = { 'app/options.py': `${header}opts = [cfg.StrOpt('a')]\n`, 'app/opts.py': list }
    expect(names(tree)).toEqual(['g.a'])
  })
  it('believes the service about its groups, not the list for the sample file', () => {
    const list = `from app import options\ndef list_opts():\n    return [('DEFAULT', options.opts), ('h', options.more)]\n`
    const text = `${header}opts = [cfg.StrOpt('a')]\nmore = [cfg.StrOpt('b')]\ncfg.CONF.register_opts(opts, 'g')\n`
    expect(names({ 'app/options.py': text, 'app/opts.py': list })).toEqual(['g.a', 'h.b'])
  })
  it('ends where names lead in a circle', () => {
    const text = `${header}a = b\nb = a\ncfg.CONF.register_opts(a, 'g')\ncfg.CONF.register_opts([cfg.StrOpt('x')], 'h')\n`
    expect(names({ 'app/conf/a.py': text })).toEqual(['h.x'])
  })
  it('keeps a group that only another library fills, without saying what is in it', () => {
    const text = `${header}cfg.CONF.register_opts(lib.opts(), 'database')\ncfg.CONF.register_opts([cfg.StrOpt('x')])\n`
    const [surface] = read({ 'app/conf/a.py': text }).surfaces
    expect(surface?.schema).toMatchObject({ properties: { database: { type: 'object', 'x-guessed-type': true } } })
  })
  it('says of an option that two services declare only what both say', () => {
    const declare = (more: string) => `${header}cfg.CONF.register_opts([cfg.IntOpt('a', min=1, ${more})], 'g')\n`
    const [surface] = read({ 'app/conf/a.py': declare('default=1'), 'app/conf/b.py': declare('default=2') }).surfaces
    expect(surface?.schema).toMatchObject({
      properties: {
        g: { properties: { a: { type: 'integer', minimum: 1, 'x-computed-default': expect.any(String) as string } } },
      },
    })
  })
})

describe('the surface', () => {
  const text = `${header}opts = [\n    cfg.StrOpt('new', required=True,\n        deprecated_name='old-name', deprecated_group='DEFAULT'),\n    cfg.StrOpt('b', deprecated_opts=[cfg.DeprecatedOpt('x', group='Y'), cfg.DeprecatedOpt('z')]),\n]\ncfg.CONF.register_opts(opts, 'G')\n`
  it("keeps the old names of another library's options, of which nothing else is known", () => {
    const register = (names: string) =>
      `${header}G = 'cinder'\nOLD = 'old'\nkept = {'cafile': [${names}]}\ncfg.CONF.register_opts([cfg.StrOpt('own')], G)\n` +
      'loading.register_session_conf_options(cfg.CONF, G, deprecated_opts=kept)\n'
    const [surface] = read({
      'app/conf/a.py': register("cfg.DeprecatedOpt('ca', group=OLD), cfg.DeprecatedOpt('ca-file')"),
    }).surfaces
    const [less] = read({ 'app/conf/a.py': register("cfg.DeprecatedOpt('ca', group=OLD)") }).surfaces
    expect([...(surface?.aliases ?? [])]).toEqual([
      ['old.ca', 'cinder.cafile'],
      ['cinder.ca_file', 'cinder.cafile'],
    ])
    expect(surface?.schema).toMatchObject({ properties: { cinder: { properties: { own: {} } } } })
    expect(surface?.schema).not.toHaveProperty(['properties', 'cinder', 'properties', 'cafile'])
    expect(surface?.digest).not.toBe(less?.digest)
  })
  it('takes them for names of an option that the service declares itself', () => {
    const text = `${header}cfg.CONF.register_opts([cfg.StrOpt('cafile')], 'g')\nload(cfg.CONF, 'g', deprecated_opts={'cafile': [cfg.DeprecatedOpt('ca')]})\n`
    const [surface] = read({ 'app/conf/a.py': text }).surfaces
    expect(surface?.schema).toMatchObject({ properties: { g: { properties: { cafile: { default: null } } } } })
    expect([...(surface?.aliases ?? [])]).toEqual([['g.ca', 'g.cafile']])
  })
  it('is one for all files, with places, aliases and required options', () => {
    const [surface, ...more] = read({ 'app/conf/a.py': text }).surfaces
    expect(more).toEqual([])
    expect(surface).toMatchObject({ name: 'oslo.config', format: 'oslo-config', path: 'app/conf/a.py' })
    expect(surface?.lines.get('/properties/g/properties/new')).toBe(3)
    expect(surface?.paths?.get('/properties/g/properties/new')).toBe('app/conf/a.py')
    expect([...(surface?.aliases ?? [])]).toEqual([
      ['DEFAULT.old_name', 'g.new'],
      ['y.x', 'g.b'],
      ['g.z', 'g.b'],
    ])
    expect(surface?.schema).toMatchObject({ properties: { g: { required: ['new'] } } })
  })
  it('does not change when options move to another file', () => {
    const moved = read({ 'app/conf/sub/z.py': `# moved\n\n${text}` }).surfaces
    expect(moved[0]?.digest).toBe(read({ 'app/conf/a.py': text }).surfaces[0]?.digest)
  })
  it.each(['tests/conf/a.py', 'app/agent.py', 'app/conf/a.txt'])('is not found in %s', (path) => {
    expect(read({ [path]: text }).surfaces).toEqual([])
  })
  it('is not found in modules of other libraries', () => {
    expect(read({ 'app/conf/a.py': "OPTS = [make.StrOpt('a')]\nregister(OPTS)\n" }).surfaces).toEqual([])
  })
  it('is what the config names', () => {
    const [surface] = read(
      { 'app/agent.py': text },
      { format: 'oslo-config', path: 'app/*.py', name: 'agent' },
    ).surfaces
    expect(surface).toMatchObject({ name: 'agent', path: 'app/agent.py' })
  })
  it('notes a file that is no Python', () => {
    const { unreadable } = read({ 'app/conf/a.py': 'cfg.StrOpt(\0' })
    expect(unreadable.map(({ place }) => place)).toEqual([{ path: 'app/conf/a.py', line: 1 }])
  })
})
